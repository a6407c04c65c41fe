import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import type { LogType } from '../../../shared/model/log-type';

/** Goes to a screen through the navigation. */
export async function goTo(page: Page, title: 'Collection Status' | 'Live Logs' | 'Ledger' | 'Quarantine' | 'Connectors' | 'Outputs' | 'Settings' | 'Help'): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** The figures of one row, as they stand on screen. A narrow window leaves the duplicates out. */
export type RowCounts = { readonly fetched: number; readonly quarantined: number; readonly spooled: number; readonly delivered: number };

/** A row of a table by the headings of its columns. */
async function cellsOf(row: Locator): Promise<ReadonlyMap<string, string>> {
  const headings = await row.locator('xpath=ancestor::table').getByRole('columnheader').allInnerTexts();
  const cells = await row.getByRole('cell').allInnerTexts();
  return new Map(headings.map((heading, index) => [heading, cells[index] ?? '']));
}

const numberIn = (text: string | undefined): number => Number((text ?? '').split('\n')[0]?.replace(/\D/g, ''));

/** Collection Status. */
export class StatusScreen {
  constructor(readonly page: Page) {}

  row(logType: LogType, connector = 'Head office'): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('button', { name: `Details: ${logType} of ${connector}` }) });
  }

  /** The first cell: the word of the state and what it rests on. */
  state(logType: LogType, connector?: string): Locator {
    return this.row(logType, connector).getByRole('cell').first();
  }

  /** The row below the row, when it is open. */
  detail(logType: LogType): Locator {
    return this.page.locator(`tr[id^="detail-"][id$="-${logType}"]`);
  }

  outputRow(name: string): Locator {
    return this.page.getByRole('group', { name: 'Table of outputs' }).getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) });
  }

  pollNow(logType: LogType, connector = 'Head office'): Promise<void> {
    return this.page.getByRole('button', { name: `Poll now: ${logType} of ${connector}` }).click();
  }

  async counts(logType: LogType, connector?: string): Promise<RowCounts> {
    const cells = await cellsOf(this.row(logType, connector));
    return {
      fetched: numberIn(cells.get('Fetched')),
      quarantined: numberIn(cells.get('Quarantined')),
      spooled: numberIn(cells.get('Spooled')),
      delivered: numberIn(cells.get('Delivered')),
    };
  }

  async outputCounts(name: string): Promise<{ readonly waiting: number; readonly refused: number; readonly delivered: number }> {
    const cells = await cellsOf(this.outputRow(name));
    return { waiting: numberIn(cells.get('Waiting')), refused: numberIn(cells.get('Refused')), delivered: numberIn(cells.get('Delivered')) };
  }

  /** Waits until the log type is active and so many of its events are delivered, none waiting, none put aside. */
  async expectSettled(logType: LogType, delivered: number): Promise<void> {
    await expect(this.state(logType)).toContainText('Active', { timeout: 20_000 });
    await expect.poll(() => this.counts(logType), { timeout: 20_000 }).toMatchObject({ delivered, spooled: 0, quarantined: 0 });
  }
}
