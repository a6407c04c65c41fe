import type { Page } from '@playwright/test';

import type { OutputType } from '../../shared/model/output';
import { isTooWide, picture } from './support/picture';
import { busyStatus, failure, health, outputStatus } from './support/samples';
import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld } from './support/world';

const types: readonly OutputType[] = ['http', 'tcp', 'syslog', 'file', 'http-ndjson', 'splunk-hec', 'elasticsearch', 'kafka'];

/** Everything that can be opened is open, so that the picture and the audit see all of it. */
async function openAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Daily volume').fill('500');
  const proof = page.getByRole('checkbox', { name: 'Ask DNIF whether events arrive' });
  if ((await proof.count()) > 0) {
    await proof.check();
    await page.getByRole('button', { name: 'Certificates of the console' }).click();
  }
}

for (const scheme of ['light', 'dark'] as const) {
  for (const type of types) {
    test(`the form of ${type} is accessible in ${scheme}`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(busyWorld(), `/outputs/new/${type}`);
      await openAll(page);
      await picture(page, `form-${type}-${scheme}`);
      await window.expectAccessible();
    });
  }
}

for (const type of types) {
  test(`the form of ${type} fits into 900 by 600`, async ({ window }) => {
    const page = await window.open(busyWorld(), `/outputs/new/${type}`, { width: 900, height: 600 });
    await openAll(page);
    await picture(page, `form-${type}-small`);
    expect(await isTooWide(page)).toBe(false);
  });
}

function volumeWorld(): World {
  const world = busyWorld();
  const now = Date.now();
  const mib = 1024 * 1024;
  const day = now - (now % 86_400_000);
  const missing = failure('OUT-ARRIVAL', 'the event 0f3c was sent 15 min ago');
  world.status = {
    ...busyStatus(),
    outputs: [
      outputStatus({
        health: health({ state: 'degraded', failure: failure('OUT-VOLUME', '85 of 100 MiB (85 %) were sent since 00:00 UTC; sending goes on above the limit') }), filtered: 31_000,
        volume: { day, bytes: 85 * mib, byLogType: { SIEM: 80 * mib, DLP: 5 * mib }, limitBytes: 100 * mib, warnAtPercent: 80, stops: false, forecast: { bytes: 120 * mib, basis: 'previous-days' } },
        arrival: { everyHours: 6, provenAt: now - 9 * 3_600_000, sighting: { stream: 'EMAIL', parse: 'PAD' }, triedAt: now - 600_000, nextAt: now + 3_600_000, failure: missing },
      }),
      outputStatus({
        outputId: 'o2', name: 'Archive', waiting: 0, delivered: 4_097,
        volume: { day, bytes: 12 * mib, byLogType: { SIEM: 12 * mib }, limitBytes: null, warnAtPercent: 80, stops: false, forecast: { bytes: 31 * mib, basis: 'today' } },
      }),
    ],
  };
  return world;
}

for (const [name, path] of [['list', '/outputs'], ['edit', '/outputs/edit/o1'], ['status', '/status']] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`volume and proof are accessible on ${name} in ${scheme}`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(volumeWorld(), path);
      await expect(page.getByText(/Arrival not proven since/).first()).toBeVisible();
      await picture(page, `volume-${name}-${scheme}`);
      await window.expectAccessible();
    });
  }
}

test('the list of outputs fits into 900 by 600', async ({ window }) => {
  const page = await window.open(volumeWorld(), '/outputs', { width: 900, height: 600 });
  await expect(page.getByText(/Arrival not proven since/).first()).toBeVisible();
  await picture(page, 'volume-list-small');
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider).toBe(false);
});

test('what was sent and what came back is accessible, and hostile text stays text', async ({ window }) => {
  const world = busyWorld();
  const item = { id: 'send', title: 'Send a test event to DNIF production', logType: null, state: 'passed' as const, message: 'The receiver acknowledged the test event.', failure: null, durationMs: 90 };
  world.report = { passed: true, startedAt: Date.now(), durationMs: 90, items: [{ ...item, exchange: { sent: `POST https://dnif.example.com\nauthorization: ••••••\n\n[{"subject":"${'long '.repeat(60)}"}]`, answer: 'HTTP 200 OK\n\n<img src=x onerror=alert(1)>\u202Egnp' } }] };
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Send test event' }).click();
  await page.getByRole('button', { name: 'What was sent' }).click();
  await page.getByRole('button', { name: 'What came back' }).click();
  const answer = page.getByRole('group', { name: 'What came back' });
  await expect(answer).toContainText('<img src=x');
  await expect(page.locator('img')).toHaveCount(0);
  expect(await answer.textContent()).not.toContain('\u202E');
  await answer.scrollIntoViewIfNeeded();
  await picture(page, 'exchange');
  await window.expectAccessible();
});
