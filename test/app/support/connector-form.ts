import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { SimulatedMimecast } from './simulated-mimecast';

export type ConnectorEntry = {
  readonly name: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly logTypes: readonly LogType[];
};

/** What an administrator would type for the simulated tenant. */
export function entryFor(mimecast: SimulatedMimecast, changes: Partial<ConnectorEntry> = {}): ConnectorEntry {
  return { name: 'Head office', baseUrl: mimecast.url, clientId: mimecast.clientId, clientSecret: mimecast.clientSecret, logTypes, ...changes };
}

/** The shortest interval that the form takes. */
const pollSeconds = 5;

/** The screen that adds or changes a connector. */
export class ConnectorForm {
  readonly name: Locator;
  readonly clientId: Locator;
  readonly secret: Locator;
  readonly result: Locator;

  constructor(readonly page: Page) {
    this.name = page.getByLabel('Connector Name');
    this.clientId = page.getByLabel('Client ID');
    // Not "Show Client Secret".
    this.secret = page.getByLabel(/^Client Secret/);
    this.result = page.getByRole('region', { name: 'Test result' });
  }

  /** The line of one check in the result of a test. */
  check(title: string): Locator {
    return this.result.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ has: this.page.getByText(title, { exact: true }) });
  }

  async fill(entry: ConnectorEntry): Promise<void> {
    await this.name.fill(entry.name);
    for (const logType of entry.logTypes) await this.page.getByRole('checkbox', { name: logType, exact: true }).check();
    await this.clientId.fill(entry.clientId);
    await this.secret.fill(entry.clientSecret);
    await this.page.getByRole('button', { name: /^Advanced/ }).click();
    await this.page.getByLabel('Base URL').fill(entry.baseUrl);
    await this.page.getByLabel('Poll interval').fill(String(pollSeconds));
  }

  async test(): Promise<void> {
    await this.page.getByRole('button', { name: 'Test Connection' }).click();
    await expect(this.result).toBeVisible({ timeout: 15_000 });
  }

  /** What was tested just now is saved as such, anything else deliberately without a test. */
  async save(): Promise<void> {
    const more = this.page.getByRole('button', { name: 'More ways to save' });
    if (await more.isVisible()) {
      await more.click();
      await this.page.getByRole('menuitem', { name: 'Save without testing' }).click();
    } else {
      await this.page.getByRole('button', { name: /^(Save|Start collecting)$/ }).click();
    }
    await expect(this.page.getByRole('heading', { level: 1, name: /^(Collection Status|Connectors)$/ })).toBeVisible();
  }
}

/** From the first-run page to a saved connector. */
export async function addConnector(page: Page, entry: ConnectorEntry): Promise<void> {
  await page.getByRole('button', { name: 'Add connector' }).click();
  await page.getByRole('button', { name: 'Everything in one form' }).click();
  const form = new ConnectorForm(page);
  await form.fill(entry);
  await form.save();
  await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeVisible();
}
