import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import type { StreamStatus } from '../../shared/model/collection';
import type { LogType } from '../../shared/model/log-type';
import { wordsOnly } from '../../shared/text/message';
import { hourMs } from './support/ledger-samples';
import { connector, failure, health, outputStatus, stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, type World } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];
const dayMs = 24 * hourMs;

function worldOf(...streams: StreamStatus[]): World {
  const world = busyWorld();
  world.status = { streams, outputs: [outputStatus()], spoolBytes: 0 };
  return world;
}

const openDetails = async (page: Page, logType: LogType): Promise<void> => {
  const details = page.getByRole('button', { name: `Details: ${logType} of Head office` });
  if ((await details.getAttribute('aria-expanded')) === 'false') await details.click();
};

const inputTime = (at: number): string => new Date(at).toISOString().slice(0, 16);
const backfillOf = (page: Page) => page.getByRole('region', { name: /^Backfill of/ });

test('a backfill starts at a time that Mimecast still has, and asks for one that it has not', async ({ window }) => {
  const world = worldOf(stream('SIEM'));
  const page = await window.open(world, '/status');
  await openDetails(page, 'SIEM');
  const from = backfillOf(page).getByLabel('Begin at (UTC)');
  const start = backfillOf(page).getByRole('button', { name: 'Start backfill' });
  await start.click();
  await expect(from).toHaveAccessibleDescription(/Enter a date and time\./);
  await from.fill(inputTime(Date.now() - 9 * dayMs));
  await start.click();
  await expect(from).toHaveAccessibleDescription(/Mimecast keeps SIEM for 7 days: choose \d\d \w{3} \d{4}, \d\d:\d\d:\d\d UTC or later\./);
  await from.fill(inputTime(Date.now() + dayMs));
  await start.click();
  await expect(from).toHaveAccessibleDescription(/Choose a time in the past\./);
  expect(world.askedOf('backfill.start')).toEqual([]);
  const chosen = inputTime(Date.now() - 3 * dayMs);
  await from.fill(chosen);
  await from.press('Enter');
  await expect.poll(() => world.askedOf('backfill.start')).toEqual([{ connectorId: 'c1', logType: 'SIEM', from: Date.parse(`${chosen}Z`) }]);
});

test('how far back it goes depends on the log type, and not on how SIEM is delivered', async ({ window }) => {
  const world = worldOf(stream('SIEM'), stream('DLP'), stream('Hold_Message_List'));
  world.connectors = [connector({ siemDelivery: 'streaming' })];
  const page = await window.open(world, '/status');
  await openDetails(page, 'SIEM');
  await backfillOf(page).getByLabel('Begin at (UTC)').fill(inputTime(Date.now() - 9 * dayMs));
  await backfillOf(page).getByRole('button', { name: 'Start backfill' }).click();
  await expect(backfillOf(page)).toContainText('Mimecast keeps SIEM for 7 days');
  await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
  await openDetails(page, 'DLP');
  await expect(backfillOf(page)).toContainText('Mimecast documents no limit for this log type.');
  await page.getByRole('button', { name: 'Details: DLP of Head office' }).click();
  await openDetails(page, 'Hold_Message_List');
  await expect(page.getByText('What became of the records')).toHaveCount(0);
  await expect(backfillOf(page)).toHaveCount(0);
});

test('a running backfill shows how far it is, pauses, goes on and can be cancelled', async ({ window }) => {
  const running = { state: 'running', from: Date.UTC(2026, 10, 16), collected: 51_208, progress: 0.42, failure: null } as const;
  const world = worldOf(stream('SIEM', { backfill: running }));
  const page = await window.open(world, '/status');
  await openDetails(page, 'SIEM');
  await expect(backfillOf(page)).toContainText('Reading, from 16 Nov 2026, 00:00:00 UTC: 51,208 new events so far, 42 % of the time read.');
  await expect(backfillOf(page).getByRole('progressbar', { name: 'Progress of the backfill' })).toHaveAttribute('aria-valuenow', '0.42');
  await backfillOf(page).getByRole('button', { name: 'Pause backfill' }).click();
  await expect.poll(() => world.askedOf('backfill.pause')).toEqual([{ connectorId: 'c1', logType: 'SIEM', paused: true }]);
  await window.push('collection.status', { streams: [stream('SIEM', { backfill: { ...running, state: 'paused' } })], outputs: [], spoolBytes: 0 });
  await expect(backfillOf(page)).toContainText('Paused, from');
  await backfillOf(page).getByRole('button', { name: 'Resume backfill' }).click();
  await expect.poll(() => world.askedOf('backfill.pause').at(-1)).toEqual({ connectorId: 'c1', logType: 'SIEM', paused: false });
  await backfillOf(page).getByRole('button', { name: 'Cancel backfill' }).click();
  await expect.poll(() => world.askedOf('backfill.cancel')).toEqual([{ connectorId: 'c1', logType: 'SIEM' }]);
  await window.push('collection.status', { streams: [stream('SIEM')], outputs: [], spoolBytes: 0 });
  await expect(backfillOf(page).getByRole('button', { name: 'Start backfill' })).toBeVisible();
});

test('a backfill that fails, and one that is refused, say why', async ({ window }) => {
  const world = worldOf(
    stream('SIEM', { backfill: { state: 'running', from: Date.now() - dayMs, collected: 1, progress: null, failure: failure('MC-RATE-429', 'HTTP 429') } }),
    stream('Audit_Events'),
  );
  const page = await window.open(world, '/status');
  await openDetails(page, 'SIEM');
  await expect(backfillOf(page)).toContainText('Trying again, from');
  await expect(backfillOf(page)).toContainText('1 new event so far.');
  await expect(backfillOf(page)).toContainText('Rate limit reached');
  await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();

  world.on('backfill.start', () => ({ kind: 'failed', failure: failure('CFG-INVALID'), problems: [{ path: ['logType'], message: 'This log type has no past to read: the connector is paused.' }] }));
  await openDetails(page, 'Audit_Events');
  await backfillOf(page).getByLabel('Begin at (UTC)').fill(inputTime(Date.now() - 30 * dayMs));
  await backfillOf(page).getByRole('button', { name: 'Start backfill' }).click();
  await expect(page.getByRole('alert')).toHaveText('This log type has no past to read: the connector is paused.');
});

test('the countdown warns in the last quarter and while nothing is read, else it is only a fact', async ({ window }) => {
  const note = 'Mimecast starts to give up logs that were not read yet';
  const warned = health({ state: 'failed', since: Date.now() - dayMs, provenAt: null, failure: failure('MC-AUTH-401') });
  const world = worldOf(
    stream('SIEM', { dataExpiresAt: Date.now() + 6.9 * dayMs }),
    stream('Audit_Events', { dataExpiresAt: Date.now() + 14.1 * dayMs }),
  );
  const page = await window.open(world, '/status');
  await openDetails(page, 'SIEM');
  await expect(page.getByText('Unread logs expire')).toBeVisible();
  await expect(page.getByText(note)).toHaveCount(0);
  // A quarter of 60 days.
  await openDetails(page, 'Audit_Events');
  await expect(page.getByText(note)).toHaveText(`${note} in 14 d.`);
  await expect(page.getByText('expires in 14 d')).toBeVisible();

  await window.push('collection.status', { streams: [stream('SIEM', { health: warned, dataExpiresAt: Date.now() + 19 * hourMs - 60_000 })], outputs: [], spoolBytes: 0 });
  await expect(page.getByText(note)).toHaveText(`${note} in 18 h.`);
  await expect(page.getByText('expires in 18 h')).toBeVisible();
  await window.push('collection.status', { streams: [stream('SIEM', { health: warned, dataExpiresAt: Date.now() - hourMs })], outputs: [], spoolBytes: 0 });
  await expect(page.getByText('Mimecast gives up logs that were not read yet. What is lost is written down as a gap.')).toBeVisible();
});

test('the gaps of a log type are listed, and lead to the ledger of that log type', async ({ window }) => {
  const gaps = Array.from({ length: 7 }, (_, index) => ({
    from: `2026-11-${String(10 + index)}T02:00:00.000Z`, to: `2026-11-${String(10 + index)}T02:15:00.000Z`, why: wordsOnly('the log file stayed out of reach'), at: Date.now() - index * hourMs,
  }));
  const world = worldOf(stream('SIEM'), stream('Audit_Events', { gaps }));
  const page = await window.open(world, '/status');
  await openDetails(page, 'Audit_Events');
  await expect(page.getByText('10 Nov 2026, 02:00:00 UTC to 10 Nov 2026, 02:15:00 UTC: the log file stayed out of reach')).toBeVisible();
  await expect(page.getByText('and 2 more')).toBeVisible();
  await page.getByRole('link', { name: 'Show in the ledger' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ledger');
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue('quarter');
  await expect(page.getByLabel('Log type', { exact: true })).toHaveValue('Audit_Events');
  await expect(page.getByRole('group', { name: 'Table of gaps' }).getByRole('row')).toHaveCount(8);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`backfill and countdown are accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = worldOf(
      stream('SIEM', {
        health: health({ state: 'degraded', failure: failure('MC-SERVER-5XX', 'HTTP 503') }), dataExpiresAt: Date.now() + 19 * hourMs,
        backfill: { state: 'running', from: Date.UTC(2026, 10, 16), collected: 51_208, progress: 0.42, failure: null },
      }),
      stream('Audit_Events', { dataExpiresAt: Date.now() + 10 * dayMs, gaps: [{ from: '2026-11-21T02:00:00.000Z', to: '2026-11-21T02:15:00.000Z', why: wordsOnly('the log file stayed out of reach'), at: Date.now() }] }),
    );
    const page = await window.open(world, '/status', { width: 1280, height: 1300 });
    await openDetails(page, 'SIEM');
    await openDetails(page, 'Audit_Events');
    await backfillOf(page).nth(1).getByRole('button', { name: 'Start backfill' }).click();
    await expect(page.getByText('Enter a date and time.')).toBeVisible();
    await page.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `backfill-${scheme}.png`) });
    }
    await window.expectAccessible();
  });
}

test('a backfill fits into 900 by 600', async ({ window }) => {
  const page = await window.open(worldOf(stream('SIEM', { dataExpiresAt: Date.now() + hourMs })), '/status', { width: 900, height: 600 });
  await openDetails(page, 'SIEM');
  await backfillOf(page).scrollIntoViewIfNeeded();
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'backfill-small.png') });
  expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false);
  await window.expectAccessible();
});
