import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { logTypes } from '../../shared/model/log-type';
import { dataFiles } from '../receivers/file-reader';
import { expect, test } from './support/fixtures';
import { StatusScreen } from './support/screens';

/** The mark of the demo, every log type active, and figures that grow. */
async function expectDemo(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Demo' })).toContainText('DEMO');
  const status = new StatusScreen(page);
  for (const logType of logTypes) await expect(status.state(logType, 'Demo tenant')).toContainText('Active', { timeout: 20_000 });
  const { delivered } = await status.outputCounts('Local files');
  await expect.poll(async () => (await status.outputCounts('Local files')).delivered, { timeout: 20_000 }).toBeGreaterThan(delivered);
}

test('the demo runs in a profile of its own and leaves nothing behind', async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  const folder = join(app.profile, 'demo');

  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expectDemo(page);
  expect(existsSync(join(folder, 'events'))).toBe(true);
  // The profile of its owner stays as it was.
  expect(await dataFiles(app.eventsDir)).toEqual([]);

  await page.getByRole('button', { name: 'Leave demo' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Mimecast Connector' })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('region', { name: 'Demo' })).toHaveCount(0);
  expect(existsSync(folder)).toBe(false);
  expect(await app.call('connectors.list', undefined)).toMatchObject({ kind: 'ok', value: [] });
  expect(app.pageErrors).toEqual([]);
});

test('--demo starts straight in the demo and --for ends it', async ({ launch }) => {
  const app = await launch({ args: ['--demo', '--for', '25'], env: { MIMECAST_CONNECTOR_TERMINAL: '1' } });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeVisible();
  await expectDemo(app.page);

  expect(await app.ended()).toEqual({ code: 0, signal: null });
  expect(app.said).toMatch(/Demo tenant/);
  expect(app.said).toMatch(/^Stopped\.$/m);
  expect(existsSync(join(app.profile, 'demo'))).toBe(false);
});
