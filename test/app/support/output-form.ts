import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

export type HttpEntry = { readonly name: string; readonly url: string; readonly token: string };

/** The screen that adds or changes a DNIF HTTPS output with a bearer token. */
export class HttpOutputForm {
  readonly token: Locator;
  readonly result: Locator;

  constructor(readonly page: Page) {
    this.token = page.getByLabel(/^Token/);
    this.result = page.getByRole('region', { name: 'Test result' });
  }

  /** From the list of outputs. */
  async fillNew(entry: HttpEntry): Promise<void> {
    await this.page.getByRole('button', { name: 'Add output' }).click();
    await this.page.getByRole('menuitem', { name: 'DNIF HTTPS', exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: /^Add .*DNIF HTTPS/ })).toBeVisible();
    await this.page.getByLabel('Output Name').fill(entry.name);
    await this.page.getByLabel(/^Address/).fill(entry.url);
    await this.page.getByLabel('Authentication').selectOption({ label: 'Bearer token' });
    await this.token.fill(entry.token);
    // The receivers of the tests know the connector's own names.
    await this.page.getByLabel('Field names').selectOption('connector');
  }

  async sendTestEvent(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send test event' }).click();
    await expect(this.result).toBeVisible({ timeout: 15_000 });
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: 'Outputs' })).toBeVisible();
  }
}
