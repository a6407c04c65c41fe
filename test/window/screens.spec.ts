import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { failure, partlyReport } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];

type Sight = {
  readonly name: string;
  readonly path: string;
  readonly world: () => World;
  readonly ready: (page: Page) => Promise<void>;
};

const heading = (name: string) => async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused();
};

const demo = (): World => {
  const world = busyWorld();
  world.info = { ...world.info, demo: true };
  return world;
};

const sights: readonly Sight[] = [
  { name: 'welcome', path: '/', world: () => new World(), ready: heading('Welcome to Mimecast Connector') },
  {
    name: 'status', path: '/status', world: busyWorld,
    ready: async (page) => {
      await expect(page.getByRole('cell', { name: /Action needed/ }).first()).toBeVisible();
    },
  },
  {
    name: 'status-rows', path: '/status', world: busyWorld,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Details: DLP of Head office' }).click();
      await expect(page.getByRole('row').getByText('1 gap', { exact: true })).toBeVisible();
    },
  },
  { name: 'status-empty', path: '/status', world: () => new World(), ready: heading('Collection Status') },
  { name: 'connectors', path: '/connectors', world: busyWorld, ready: heading('Connectors') },
  { name: 'connectors-empty', path: '/connectors', world: () => new World(), ready: heading('Connectors') },
  { name: 'connector-new', path: '/connectors/new', world: () => new World(), ready: heading('Add connector') },
  {
    name: 'connector-edit', path: '/connectors/edit/c1', world: busyWorld,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Advanced' }).click();
      await expect(page.getByLabel('Base URL')).toBeVisible();
    },
  },
  {
    name: 'connector-tested', path: '/connectors/edit/c1',
    world: () => {
      const world = busyWorld();
      world.report = partlyReport(world.connectors[0]?.clientId ?? '');
      return world;
    },
    ready: async (page) => {
      await page.getByRole('button', { name: 'Test Connection' }).click();
      await expect(page.getByText('1 of 4 log types cannot be read')).toBeVisible();
      await page.getByRole('list', { name: 'Checks' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'logs', path: '/logs', world: busyWorld,
    ready: async (page) => {
      await page.getByRole('row').nth(20).click();
      await expect(page.getByRole('heading', { name: 'Normalized' })).toBeVisible();
      await expect(page.getByText('aggregateId')).toBeVisible();
    },
  },
  { name: 'logs-follow', path: '/logs', world: demo, ready: async (page) => { await expect(page.getByRole('row').nth(10)).toBeVisible(); } },
  { name: 'logs-empty', path: '/logs', world: () => new World(), ready: async (page) => { await expect(page.getByText('No events yet')).toBeVisible(); } },
  { name: 'outputs', path: '/outputs', world: busyWorld, ready: heading('Outputs') },
  { name: 'outputs-empty', path: '/outputs', world: () => new World(), ready: heading('Outputs') },
  { name: 'output-http', path: '/outputs/edit/o1', world: busyWorld, ready: heading('DNIF production') },
  { name: 'settings', path: '/settings', world: busyWorld, ready: heading('Settings') },
  {
    name: 'failed-list', path: '/connectors',
    world: () => {
      const world = busyWorld();
      world.on('connectors.list', () => ({ kind: 'failed', failure: failure('APP-BUG', 'list failed'), problems: [] }));
      return world;
    },
    ready: async (page) => { await expect(page.getByRole('alert')).toContainText('Unexpected error'); },
  },
];

for (const scheme of ['light', 'dark'] as const) {
  for (const sight of sights) {
    test(`${sight.name} is accessible in ${scheme} and fits into 900 by 600`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const page = await window.open(sight.world(), sight.path);
      await sight.ready(page);
      if (shots !== undefined) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${sight.name}-${scheme}.png`) });
      }
      await window.expectAccessible();

      await window.resize(900, 600);
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${sight.name}-${scheme}-small.png`) });
      const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect(wider).toBe(false);
    });
  }
}
