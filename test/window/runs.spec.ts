import { mkdirSync } from 'node:fs';

import type { Run } from '../../shared/model/run';
import { outputStatus, stream } from './support/samples';
import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld, ok } from './support/world';

const shots = process.env['SHOTS'];
const minute = 60_000;

function run(id: number, change: Partial<Run> = {}): Run {
  const startedAt = Date.now() - (100 - id) * minute;
  return {
    id, connectorId: 'c1', logType: 'SIEM', startedAt, lastStartedAt: startedAt, times: 1, durationMs: 1_240, outcome: 'ok', fetched: 1_204, fresh: 1_190, duplicates: 14,
    quarantined: 0, bytes: 1_300_000, attempt: 0, failure: null, nextPollAt: startedAt + minute, ...change,
  };
}

const failed = { outcome: 'failed', fetched: 0, fresh: 0, duplicates: 0, bytes: 0 } as const;

function runsWorld(): World {
  const world = busyWorld();
  world.status = { streams: [stream('SIEM')], outputs: [outputStatus()], spoolBytes: 0 };
  world.runs = [
    run(99, { outcome: 'running', durationMs: null, nextPollAt: null }),
    run(98, { outcome: 'nothing', fetched: 0, fresh: 0, duplicates: 0, bytes: 0, times: 1_440, startedAt: Date.now() - 1_500 * minute, durationMs: 84 }),
    run(96, { quarantined: 3, fetched: 1_207 }),
    run(95, { ...failed, attempt: 3, times: 3, durationMs: 30_012, failure: { code: 'NET-TIMEOUT', detail: 'no answer from api.services.mimecast.com within 30 s', ref: '7f3a' } }),
    run(94, { ...failed, attempt: 1, durationMs: 212, failure: { code: 'MC-AUTH-401', detail: 'HTTP 401', ref: '11aa' } }),
    run(93, { outcome: 'stopped', durationMs: 9_000 }),
    ...Array.from({ length: 20 }, (_unused, n) => run(90 - n)),
  ];
  return world;
}

test('the runs of a log type stand in its details: what they brought, what failed and who acts', async ({ window }) => {
  const page = await window.open(runsWorld(), '/status', { width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
  const table = page.getByRole('region', { name: 'Runs of SIEM of Head office' }).getByRole('group', { name: 'Table of runs' });
  const rows = table.getByRole('row');
  await expect(rows.nth(1)).toContainText(/ago.*Running.*–/s);
  await expect(rows.nth(2)).toContainText(/1,440 polls since .*Nothing new.*84 ms/s);
  await expect(rows.nth(3)).toContainText(/New events.*1\.2 s.*1,207.*1,190.*14/s);
  await expect(rows.nth(4)).toContainText(/Failed.*failure 3 in a row/s);
  await expect(rows.nth(5)).toContainText(/no answer from api\.services\.mimecast\.com.*Who acts: Nobody yet; if it lasts, Network administrator · NET-TIMEOUT · 7f3a/s);
  await expect(rows.nth(7)).toContainText('Who acts: Mimecast administrator');
  for (const shape of ['starting', 'active', 'degraded', 'failed', 'stopped']) await expect(table.locator(`svg[data-shape="${shape}"]`).first()).toBeVisible();
  await table.getByRole('link', { name: '3 quarantined records: open Quarantine' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quarantine');
});

test('more runs, failed runs and their export on demand; a poll that ended brings its run', async ({ window }) => {
  const world = runsWorld();
  world.on('runs.export', () => ok({ path: '/home/admin/mimecast-runs.csv' }));
  const page = await window.open(world, '/status', { width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
  const runs = page.getByRole('region', { name: 'Runs of SIEM of Head office' });
  const rows = runs.getByRole('row');
  await expect(rows).toHaveCount(1 + 8 + 2);
  await runs.getByRole('button', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(1 + 26 + 2);
  await runs.getByRole('checkbox', { name: 'Only failed' }).check();
  await expect(rows).toHaveCount(1 + 2 * 2);
  await runs.getByRole('button', { name: 'Export runs…' }).click();
  await expect(page.getByText('Runs saved to /home/admin/mimecast-runs.csv').last()).toBeVisible();
  expect(world.askedOf('runs.export')).toEqual([{ connectorId: 'c1', logType: 'SIEM', onlyFailed: true }]);
  world.runs = [run(100, { ...failed, attempt: 4, failure: { code: 'NET-DNS', detail: null, ref: '9' } }), ...world.runs];
  await window.push('collection.status', { streams: [stream('SIEM', { lastPollAt: Date.now() })], outputs: [outputStatus()], spoolBytes: 0 });
  await expect(rows).toHaveCount(1 + 3 * 2);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`runs are accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const page = await window.open(runsWorld(), '/status', { width: 1280, height: 900 });
    await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
    const runs = page.getByRole('region', { name: 'Runs of SIEM of Head office' });
    await expect(runs.getByRole('row').nth(3)).toBeVisible();
    await window.expectAccessible();
    if (shots !== undefined) {
      await runs.scrollIntoViewIfNeeded();
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/runs-${scheme}.png` });
    }
  });
}
