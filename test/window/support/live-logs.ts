import type { Locator, Page } from '@playwright/test';

/** The parts of Live Logs, as a person finds them. */
export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Events' });
export const bySeq = (page: Page, seq: number): Locator => page.locator(`[role=row][data-seq="${String(seq)}"]`);
export const filter = (page: Page): Locator => page.getByRole('combobox', { name: 'Filter' });
export const follow = (page: Page): Locator => page.getByRole('button', { name: 'Follow' });
export const details = (page: Page): Locator => page.getByRole('region', { name: 'Event details' });
/** How many of the 400 events of a busy world the filter shows. */
export const shown = (page: Page): Locator => page.getByText(/of 400 shown/);
