import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { LedgerRow } from '../../shared/model/collection';
import { say, wordsOnly } from '../../shared/text/message';
import { hourMs, ledgerRow, ledgerRows, thisHour } from './support/ledger-samples';
import { busyStatus, connector, failure, stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, ok, type World } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];

function ledgerWorld(rows: LedgerRow[] = ledgerRows(24)): World {
  const world = busyWorld();
  world.ledger = rows;
  return world;
}

/** Two days, one of them with a refusal, a quarantined record and a gap. */
function eventfulWorld(): World {
  const world = ledgerWorld(ledgerRows(24));
  world.ledger = world.ledger.map((row, index) => (index === 4 ? ledgerRow({ ...row, fetched: 2_700, duplicates: 2, quarantined: 3, released: 2_695, delivered: { o1: 2_688, o2: 2_690 }, refused: { o1: 7 }, filtered: { o2: 5 } }) : row));
  return world;
}

test('the equation of the chosen time stands over the hours, with its verdict', async ({ window }) => {
  const world = ledgerWorld([
    ledgerRow({ fetched: 1_000, duplicates: 10, quarantined: 2, spooled: 300 }),
    ledgerRow({ logType: 'DLP', fetched: 500 }),
  ]);
  const page = await window.open(world, '/ledger');
  const balance = page.getByRole('region', { name: 'Balance' });
  await expect(balance).toContainText('Balanced');
  await expect(balance.locator('svg[data-shape="active"]')).toBeVisible();
  await expect(balance).toContainText(/Fetched\s*1,500.*Settled\s*1,188.*Waiting\s*300.*Duplicates\s*10.*Quarantined\s*2/s);
  await balance.getByRole('link', { name: 'Show items' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quarantine');
});

test('what does not add up is said with shape, figure, place and remedy', async ({ window }) => {
  const world = ledgerWorld([ledgerRow({ fetched: 1_000 }), ledgerRow({ logType: 'DLP', fetched: 500, released: 497, balanced: false })]);
  const page = await window.open(world, '/ledger');
  const balance = page.getByRole('region', { name: 'Balance' });
  await expect(balance).toContainText('Does not balance');
  await expect(balance.locator('svg[data-shape="failed"]')).toBeVisible();
  await expect(balance).toContainText('3 records were fetched but are in none of the four places.');
  await expect(balance).toContainText('send it to support');
  const table = page.getByRole('group', { name: 'Table of hours' });
  await expect(table.getByRole('row').filter({ hasText: 'DLP' })).toContainText('No');
  await expect(table.getByRole('row').filter({ hasText: 'SIEM' })).toContainText('Yes');
});

test('a wrong sum is noticed even when the collector calls it balanced', async ({ window }) => {
  const page = await window.open(ledgerWorld([ledgerRow({ fetched: 100, released: 101 })]), '/ledger');
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('1 record is accounted for that was never fetched.');
});

test('hours stand under their day with its sums, and open to what each output did', async ({ window }) => {
  const page = await window.open(eventfulWorld(), '/ledger');
  const table = page.getByRole('group', { name: 'Table of hours' });
  const refused = table.getByRole('row').filter({ hasText: '7 refused' }).filter({ hasText: 'DLP' });
  await expect(refused).toContainText(/Head office.*DLP.*2,700.*2.*3.*0.*2,695/s);
  await refused.getByRole('button', { name: /^Outputs: DLP of Head office/ }).click();
  await expect(table.getByText('2,688 delivered')).toBeVisible();
  await expect(table.getByRole('definition').filter({ hasText: '7 refused' })).toBeVisible();
  await expect(refused).toContainText('5 left out');
  await expect(table.getByRole('definition').filter({ hasText: '5 left out by its filter' })).toBeVisible();

  const first = table.getByRole('button', { name: /rows?$/ }).first();
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  const before = await table.getByRole('row').count();
  await first.focus();
  await page.keyboard.press('Enter');
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  expect(await table.getByRole('row').count()).toBeLessThan(before);
});

test('time, connector and log type choose the rows', async ({ window }) => {
  const world = ledgerWorld(ledgerRows(24, ['SIEM', 'DLP'], ['c1', 'gone-0123456789']));
  const page = await window.open(world, '/ledger');
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 96 rows add up');
  const [first] = world.askedOf('ledger.rows');
  expect((first?.to ?? 0) - (first?.from ?? 0)).toBeLessThanOrEqual(24 * hourMs);
  expect((first?.from ?? 1) % hourMs).toBe(0);

  await page.getByLabel('Log type', { exact: true }).selectOption('DLP');
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 48 rows add up');
  await page.getByLabel('Connector', { exact: true }).selectOption({ label: 'Deleted connector gone…6789' });
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 24 rows add up');
  await expect(page.getByRole('group', { name: 'Table of hours' }).getByRole('row').filter({ hasText: 'Head office' })).toHaveCount(0);

  await page.getByLabel('Time').selectOption('Last 90 days');
  await expect.poll(() => world.askedOf('ledger.rows').length).toBe(2);
  const last = world.askedOf('ledger.rows').at(-1);
  expect(Math.round(((last?.to ?? 0) - (last?.from ?? 0)) / hourMs / 24)).toBe(90);
  await page.getByLabel('Log type', { exact: true }).selectOption('Hold_Message_List');
  await expect(page.getByText('Nothing was fetched for this connector and log type.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all log types' }).click();
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 96 rows add up');
});

test('a custom time begins with what was shown, is read in the chosen zone and refuses an end before the beginning', async ({ window }) => {
  const world = ledgerWorld();
  const page = await window.open(world, '/ledger');
  await page.getByLabel('Time', { exact: true }).selectOption('Custom');
  const from = page.getByLabel('From (UTC)');
  await expect(from).toHaveValue(new Date(thisHour() - 23 * hourMs).toISOString().slice(0, 16));
  await from.fill('2026-11-02T10:00');
  await page.getByLabel('To (UTC)').fill('2026-11-01T10:00');
  await expect(page.getByLabel('To (UTC)')).toHaveAccessibleDescription('The end is before the beginning.');
  await page.getByLabel('To (UTC)').fill('2026-11-03T10:30');
  await expect.poll(() => world.askedOf('ledger.rows').at(-1)).toEqual({ from: Date.UTC(2026, 10, 2, 10), to: Date.UTC(2026, 10, 3, 10, 30) });
  // What the inputs hold is the range of the export, too.
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect.poll(() => world.askedOf('ledger.export')).toEqual([{ from: Date.UTC(2026, 10, 2, 10), to: Date.UTC(2026, 10, 3, 10, 30), format: 'csv' }]);
});

test('days and hours are those of the chosen zone', async ({ window }) => {
  const hour = Math.floor(Date.UTC(2026, 10, 22, 23) / hourMs) * hourMs;
  const world = ledgerWorld([ledgerRow({ hour })]);
  const page = await window.open(world, '/ledger');
  const table = page.getByRole('group', { name: 'Table of hours' });
  await expect(table.getByRole('columnheader', { name: 'Hour (UTC)' })).toBeVisible();
  await expect(table.getByRole('button', { name: 'Sun, 22 Nov 2026 1 row' })).toBeVisible();
  await expect(table.getByRole('cell', { name: '23:00', exact: true })).toBeVisible();
});

test('only what needs a look, when asked', async ({ window }) => {
  const world = eventfulWorld();
  const page = await window.open(world, '/ledger');
  const table = page.getByRole('group', { name: 'Table of hours' });
  await page.getByRole('checkbox', { name: 'Only hours with problems' }).check();
  await expect(table.getByRole('row').filter({ hasText: 'Head office' })).toHaveCount(1);
  // The equation is that of the whole time still.
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 72 rows add up');
  await page.getByLabel('Log type', { exact: true }).selectOption('SIEM');
  await expect(page.getByText('In this time no record was quarantined or refused, and every hour balances.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all hours' }).click();
  await expect(table.getByRole('row').filter({ hasText: 'Head office' }).first()).toBeVisible();
});

test('gaps are listed beside the figures, in the chosen time and zone', async ({ window }) => {
  const world = ledgerWorld();
  world.status = {
    ...busyStatus(),
    streams: [
      stream('SIEM', { gaps: [{ from: new Date(thisHour() - 3 * hourMs).toISOString(), to: new Date(thisHour() - hourMs).toISOString(), why: wordsOnly('the log file stayed out of reach'), at: Date.now() - hourMs }] }),
      stream('DLP', { gaps: [{ from: '2020-01-01T00:00:00.000Z', to: '2020-01-02T00:00:00.000Z', why: wordsOnly('long ago'), at: Date.UTC(2020, 0, 3) }] }),
    ],
  };
  const page = await window.open(world, '/ledger');
  const gaps = page.getByRole('group', { name: 'Table of gaps' });
  await expect(gaps.getByRole('row')).toHaveCount(2);
  await expect(gaps).toContainText(/2 h\s*SIEM\s*Head office\s*the log file stayed out of reach/);
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('1 gap beside it');
  await page.getByLabel('Log type', { exact: true }).selectOption('DLP');
  await expect(gaps).toBeHidden();
});

test('an export says where it went, and nothing when it was called off', async ({ window }) => {
  const world = ledgerWorld();
  const page = await window.open(world, '/ledger');
  await page.getByRole('button', { name: 'Export JSON' }).click();
  await expect.poll(() => world.askedOf('ledger.export')).toHaveLength(1);
  await expect(page.getByText(/Ledger saved to/)).toHaveCount(0);
  world.on('ledger.export', ({ format }) => ok({ path: `/home/admin/ledger.${format}` }));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByText('Ledger saved to /home/admin/ledger.csv').last()).toBeVisible();
  world.on('ledger.export', () => ({ kind: 'failed', failure: failure('PC-DISK-FULL', 'ENOSPC'), problems: [] }));
  await page.getByRole('button', { name: 'Export CSV' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Disk full' })).toBeVisible();
});

test('new figures bring new rows, but not at every snapshot', async ({ window }) => {
  const world = ledgerWorld([ledgerRow({ fetched: 10 })]);
  const page = await window.open(world, '/ledger');
  const balance = page.getByRole('region', { name: 'Balance' });
  await expect(balance).toContainText(/Fetched\s*10/);
  world.ledger = [ledgerRow({ fetched: 20 })];
  for (let push = 0; push < 10; push += 1) {
    await window.push('collection.status', { ...busyStatus(), streams: [stream('SIEM', { counts: { fetched: 11 + push, duplicates: 0, quarantined: 0, spooled: 0, released: 11 + push, delivered: {}, refused: {} } })] });
  }
  // The window lets three seconds pass between two questions.
  await expect(balance).toContainText(/Fetched\s*20/, { timeout: 20_000 });
  expect(world.askedOf('ledger.rows').length).toBeLessThanOrEqual(3);
});

test('a failure stays on screen beside the last answer, until trying again works', async ({ window }) => {
  const world = ledgerWorld();
  world.on('ledger.rows', () => ({ kind: 'failed', failure: failure('PC-SPOOL', 'SQLITE_BUSY'), problems: [] }));
  const page = await window.open(world, '/ledger');
  await expect(page.getByRole('alert')).toContainText('Spool not usable');
  await expect(page.getByRole('region', { name: 'Balance' })).toBeHidden();
  world.on('ledger.rows', () => ok(world.ledger));
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('Balanced');
  await expect(page.getByRole('alert')).toBeHidden();
});

test('of ninety days one day is drawn, others when they are opened', async ({ window }) => {
  const world = ledgerWorld([ledgerRow()]);
  const rows = ledgerRows(90 * 24, ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List']);
  world.on('ledger.rows', ({ from, to }) => ok(to - from > 80 * 24 * hourMs ? rows : world.ledger));
  const page = await window.open(world, '/ledger');
  await page.getByLabel('Time', { exact: true }).selectOption('Last 90 days');
  // Two megabytes take their time through the test's own bridge.
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('all 8,640 rows add up', { timeout: 30_000 });
  const table = page.getByRole('group', { name: 'Table of hours' });
  const drawn = await table.getByRole('row').count();
  expect(drawn).toBeLessThan(91 + 1 + 96 + 1);
  await table.getByRole('button', { name: '96 rows' }).nth(3).click();
  await expect(table.getByRole('row')).toHaveCount(drawn + 96);
});

test('a day of many connectors is drawn in parts', async ({ window }) => {
  const midnight = Date.UTC(2026, 10, 20);
  const connectors = ['c1', 'c2', 'c3'];
  const world = ledgerWorld(Array.from({ length: 24 }, (_, hour) => connectors.flatMap((connectorId) => (['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'] as const).map((logType) => ledgerRow({ connectorId, logType, hour: midnight + (23 - hour) * hourMs })))).flat());
  world.connectors = connectors.map((id) => connector({ id, name: `Tenant ${id}` }));
  const page = await window.open(world, '/ledger');
  const rows = page.getByRole('group', { name: 'Table of hours' }).getByRole('row').filter({ hasText: 'Tenant' });
  await expect(rows).toHaveCount(200);
  await page.getByRole('button', { name: 'Show more of this day (88 left)' }).click();
  await expect(rows).toHaveCount(288);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`ledger is accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = eventfulWorld();
    world.status = {
      ...busyStatus(),
      streams: [stream('SIEM'), stream('Audit_Events', { gaps: [{ from: new Date(thisHour() - 5 * hourMs).toISOString(), to: new Date(thisHour() - 4.75 * hourMs).toISOString(), why: say('collector.gap.expired'), at: Date.now() - 4 * hourMs }] })],
    };
    const page = await window.open(world, '/ledger');
    await page.getByRole('button', { name: /^Outputs: DLP of Head office/ }).nth(1).click();
    await expect(page.getByText('2,688 delivered')).toBeVisible();
    if (shots !== undefined) {
      await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `ledger-${scheme}.png`) });
    }
    await window.expectAccessible();
  });

  test(`ledger with a custom time that does not balance is accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const page = await window.open(ledgerWorld([ledgerRow({ fetched: 500, released: 497, balanced: false })]), '/ledger');
    await page.getByLabel('Time', { exact: true }).selectOption('Custom');
    await expect(page.getByText('Does not balance')).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: join(shots, `ledger-unbalanced-${scheme}.png`) });
    await window.expectAccessible();
    await page.getByLabel('To (UTC)').fill('2020-01-01T00:00');
    await expect(page.getByText('The end is before the beginning.')).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: join(shots, `ledger-custom-${scheme}.png`) });
    await window.expectAccessible();
  });
}

test('ledger fits into 900 by 600', async ({ window }) => {
  const page = await window.open(eventfulWorld(), '/ledger', { width: 900, height: 600 });
  await expect(page.getByRole('group', { name: 'Table of hours' })).toBeVisible();
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'ledger-small.png') });
  expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false);
  await window.expectAccessible();
});
