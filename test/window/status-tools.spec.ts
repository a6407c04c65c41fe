import type { LedgerRow } from '../../shared/model/collection';
import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld } from './support/world';

const shots = process.env['SHOTS'];

function worldWithHours(): World {
  const world = busyWorld();
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  world.ledger = Array.from({ length: 24 }, (_each, index): LedgerRow => ({
    connectorId: 'c1', logType: 'SIEM', hour: hour - index * 3_600_000, fetched: 100 + ((index * 37) % 90), duplicates: 0, quarantined: 0, spooled: 0, released: 100, delivered: {}, refused: {}, filtered: {}, balanced: false,
  }));
  return world;
}

test('the rows can be filtered, searched and exported', async ({ window }) => {
  const world = worldWithHours();
  const page = await window.open(world, '/status', { width: 1440, height: 900 });
  const rows = page.getByRole('button', { name: /^Poll now/ });
  await expect(page.getByRole('img', { name: /records fetched in 24 hours, 189 in the busiest hour/ })).toBeVisible();
  await page.getByRole('button', { name: 'Inactive (3)' }).click();
  await expect(rows).toHaveCount(3);
  await page.getByRole('button', { name: 'Active (1)', exact: true }).click();
  await expect(rows).toHaveCount(1);
  if (shots !== undefined) await page.screenshot({ path: `${shots}/status-active.png` });
  await page.getByRole('searchbox', { name: 'Search connectors and log types' }).fill('audit');
  await expect(page.getByText('No log type matches the search and the filter.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(4);
  await page.getByRole('searchbox', { name: 'Search connectors and log types' }).fill('DLP');
  await page.getByRole('button', { name: 'Export CSV…' }).click();
  await expect.poll(() => world.askedOf('collection.export')).toEqual([{ streams: [{ connectorId: 'c1', logType: 'DLP' }] }]);
});

test('the collection can be paused for a while from here', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/status');
  await page.getByRole('button', { name: 'Pause collection' }).click();
  await page.getByRole('menuitem', { name: 'For 15 minutes' }).click();
  await expect(page.getByRole('region', { name: 'Pause' })).toContainText('Collection is paused until');
  expect(world.askedOf('background.pause')).toEqual([{ minutes: 15 }]);
  await expect(page.getByRole('button', { name: 'Pause collection' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('button', { name: 'Pause collection' })).toBeVisible();
});

test('a row says what happens next and what a person can do', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status');
  await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
  await expect(page.getByText(/The next poll is in \d+ s\./)).toBeVisible();
  await expect(page.getByText(/The newest event was 1 min old at the last poll\./)).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  for (const [width, height] of [[1440, 900], [900, 600]] as const) {
    test(`the status is accessible at ${String(width)} by ${String(height)} in ${scheme}`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(worldWithHours(), '/status', { width, height });
      await expect(page.getByRole('button', { name: 'Export CSV…' })).toBeVisible();
      await expect(page.getByRole('img', { name: /fetched in 24 hours/ })).toBeVisible();
      await window.expectAccessible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false);
      if (shots !== undefined) await page.screenshot({ path: `${shots}/status-${String(width)}-${scheme}.png` });
    });
  }
}
