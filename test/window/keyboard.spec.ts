import type { Page } from '@playwright/test';

import { item, ledgerRows, quarantineWorld } from './support/ledger-samples';
import { hitSample, overviewSample } from './support/overview-samples';
import { failure } from './support/samples';
import { expect, test } from './support/window';
import type { World } from './support/world';

function fullWorld(): World {
  const world = quarantineWorld();
  world.overview = (range) => overviewSample(range);
  world.ledger = ledgerRows(24);
  world.hits = [hitSample()];
  return world;
}

/** Tab until the control of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const focused = (): Promise<string> => page.evaluate(() => {
    const element = document.activeElement;
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])].map((label) => label.textContent ?? '') : [];
    return [element?.getAttribute('aria-label') ?? '', ...labels, element?.textContent ?? ''].filter((text) => text !== '')[0] ?? '';
  });
  for (let step = 0; step < 120; step += 1) {
    if (name.test(await focused())) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${String(name)}`);
}

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeFocused();

test('Overview: range, kind of chart, table and a figure, with keys alone', async ({ window }) => {
  const world = fullWorld();
  const page = await window.open(world, '/overview');
  await heading(page, 'Overview');
  await tabTo(page, /^7 days$/);
  await page.keyboard.press('Space');
  await expect.poll(() => world.askedOf('history.overview').at(-1)).toEqual({ range: 'week' });
  await tabTo(page, /^By log type$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /^SIEM: [\d,]+ events, show in Live Logs$/ })).toBeVisible();
  await tabTo(page, /^Events as a table$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: 'Table: Events' })).toBeVisible();
  await tabTo(page, /show in Live Logs$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Live Logs' })).toBeVisible();
});

test('Watch Rules: a rule is switched on, added and left with Escape, a hit is opened, with keys alone', async ({ window }) => {
  const world = fullWorld();
  const page = await window.open(world, '/watch');
  await heading(page, 'Watch Rules');
  await tabTo(page, /^Add rule$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add rule' })).toBeFocused();
  await tabTo(page, /^Malware found$/);
  await page.keyboard.press('Space');
  await expect.poll(() => world.settings.watchRules.find(({ id }) => id === 'malware')?.on).toBe(true);
  await tabTo(page, /^Malware found.*12 events/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^Show in Live Logs: Malware found$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Live Logs' })).toBeVisible();
});

test('Ledger: the time is chosen and an hour opened, with keys alone', async ({ window }) => {
  const world = fullWorld();
  const page = await window.open(world, '/ledger');
  await heading(page, 'Ledger');
  await tabTo(page, /^Time/);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('combobox', { name: 'Time' })).toHaveValue('week');
  await tabTo(page, /^Outputs: SIEM of Head office/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('DNIF production').first()).toBeVisible();
});

test('Quarantine: items are chosen, discarded and the details left, with keys alone', async ({ window }) => {
  const world = fullWorld();
  world.quarantine = { total: 2, items: [item(2), item(1)] };
  const page = await window.open(world, '/quarantine');
  await heading(page, 'Quarantine');
  await tabTo(page, /^Quarantined items$/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => world.quarantine.total).toBe(1);
});

test('a failure leads to its page in Help, with keys alone', async ({ window }) => {
  const world = fullWorld();
  world.on('ledger.rows', () => ({ kind: 'failed', failure: failure('PC-SPOOL', 'no answer'), problems: [] }));
  const page = await window.open(world, '/ledger');
  await heading(page, 'Ledger');
  await tabTo(page, /^More about PC-SPOOL$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem').filter({ has: page.getByText('PC-SPOOL', { exact: true }) })).toBeFocused();
});
