import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import type { Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';
import { lastTestOf } from '../../shared/model/check-report';
import type { Language } from '../../shared/text/languages';
import { connector, failure, health, outputStatus, partlyReport, stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

/** Set to a folder to keep a picture of every state. */
const shots = process.env['SHOTS'];

type State = { readonly name: string; readonly path: string; readonly world: () => World; readonly ready: (page: Page) => Promise<void> };

const heading = async (page: Page): Promise<void> => { await expect(page.getByRole('heading', { level: 1 })).toBeVisible(); };
const alerts = async (page: Page): Promise<void> => { await expect(page.getByRole('alert').first()).toBeVisible(); };
const never = <T>(): Promise<Outcome<T>> => new Promise(() => undefined);

/** Every word of the status at once. */
function motley(): World {
  const world = busyWorld();
  const now = Date.now();
  const limited = health({ state: 'degraded', failure: failure('MC-RATE-429', 'HTTP 429') });
  world.status = {
    streams: [
      stream('SIEM', { polling: true, nextPollAt: now - 90_000, lastEventAt: now - 40 * 3_600_000 }),
      stream('DLP', { health: limited, nextPollAt: now + 300_000 }),
      stream('Audit_Events', { health: health({ state: 'paused', note: null }) }),
      stream('Hold_Message_List', { health: health({ state: 'starting', provenAt: null }), lastPollAt: null, lastEventAt: null }),
    ],
    outputs: [outputStatus({ health: health({ state: 'degraded', failure: failure('OUT-THROTTLED', 'HTTP 429') }) }), outputStatus({ outputId: 'o2', name: 'Archive' })],
    spoolBytes: 4096,
  };
  world.connectors = [
    connector({ lastTest: lastTestOf(partlyReport('x'), ['SIEM'], '0.1.0') }),
    connector({ id: 'c2', name: 'A name that is as long as somebody may have wished it to be here', lastTest: lastTestOf(partlyReport('x'), connector().logTypes, '0.1.0') }),
    connector({ id: 'c3', name: 'Off', enabled: false }),
  ];
  return world;
}

const withFailing = (channel: 'connectors.list' | 'outputs.list') => (): World => {
  const world = busyWorld();
  world.on(channel, () => ({ kind: 'failed', failure: failure('APP-BUG', 'list failed'), problems: [] }));
  return world;
};

const states: readonly State[] = [
  { name: 'welcome', path: '/welcome', world: () => new World(), ready: heading },
  { name: 'status-states', path: '/status', world: motley, ready: async (page) => { await expect(page.getByRole('row').nth(6)).toBeVisible(); } },
  {
    name: 'status-waiting', path: '/status',
    world: () => {
      const world = busyWorld();
      world.status = null;
      return world;
    },
    ready: async (page) => { await expect(page.getByRole('status').first()).not.toBeEmpty(); },
  },
  { name: 'status-nothing', path: '/status', world: () => new World(), ready: heading },
  { name: 'status-no-output', path: '/status', world: () => { const world = busyWorld(); world.status = { streams: [stream('SIEM')], outputs: [], spoolBytes: 0 }; return world; }, ready: heading },
  { name: 'connectors-tested', path: '/connectors', world: motley, ready: async (page) => { await expect(page.getByRole('row').nth(3)).toBeVisible(); } },
  { name: 'connectors-none', path: '/connectors', world: () => new World(), ready: heading },
  { name: 'connectors-failed', path: '/connectors', world: withFailing('connectors.list'), ready: alerts },
  { name: 'editor-failed', path: '/connectors/edit/c1', world: withFailing('outputs.list'), ready: alerts },
  { name: 'editor-gone', path: '/connectors/edit/none', world: busyWorld, ready: heading },
  { name: 'editor-last-test', path: '/connectors/edit/c2', world: motley, ready: async (page) => { await page.locator('form button[aria-controls]').last().click(); } },
  {
    name: 'editor-running', path: '/connectors/edit/c1',
    world: () => {
      const world = busyWorld();
      world.on('connectors.check', () => never<Reply<'connectors.check'>>());
      return world;
    },
    ready: async (page) => {
      await page.locator('button[type="submit"]').click();
      await expect(page.getByRole('progressbar')).toBeVisible();
    },
  },
  {
    name: 'editor-result', path: '/connectors/edit/c1',
    world: () => {
      const world = busyWorld();
      world.report = partlyReport('aB3d');
      return world;
    },
    ready: async (page) => {
      await page.locator('button[type="submit"]').click();
      await expect(page.locator('form [role="alert"]').first()).toBeVisible();
    },
  },
  { name: 'guide-failed', path: '/connectors/guide', world: withFailing('outputs.list'), ready: alerts },
  {
    name: 'guide-dnif', path: '/connectors/guide', world: () => new World(),
    ready: async (page) => {
      await page.locator('nav ol button').nth(3).click();
      await page.locator('fieldset button').first().click();
      await expect(page.locator('input[type="url"]')).toBeVisible();
    },
  },
];

const looks: readonly { readonly language: Language; readonly scheme: 'light' | 'dark'; readonly width: number; readonly height: number }[] = [
  { language: 'en', scheme: 'light', width: 1280, height: 800 },
  { language: 'en', scheme: 'dark', width: 900, height: 600 },
  { language: 'en-XA', scheme: 'light', width: 1280, height: 800 },
  { language: 'en-XB', scheme: 'dark', width: 900, height: 600 },
];

for (const { language, scheme, width, height } of looks) {
  test.describe(`in ${language}, ${scheme}, at ${String(width)} by ${String(height)}`, () => {
    for (const state of states) {
      test(`${state.name} is accessible and does not scroll sideways`, async ({ window }) => {
        await window.page.emulateMedia({ colorScheme: scheme });
        const page = await window.open(state.world(), state.path, { width, height }, language);
        await state.ready(page);
        if (shots !== undefined) {
          mkdirSync(shots, { recursive: true });
          await page.screenshot({ path: join(shots, `${state.name}-${language}-${scheme}.png`) });
        }
        await window.expectAccessible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      });
    }
  });
}
