import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { goTo, StatusScreen } from './support/screens';

test('a pause stops all collection, survives a restart and ends when resumed', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const first = await launch();
  const logTypes = ['DLP', 'Audit_Events'] as const;
  await addConnector(first.page, entryFor(mimecast, { logTypes }));
  const status = new StatusScreen(first.page);
  for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));

  await goTo(first.page, 'Settings');
  await first.page.getByRole('button', { name: 'Until I resume' }).click();
  await expect(first.page.getByRole('region', { name: 'Pause' })).toContainText('until you resume it');
  await goTo(first.page, 'Collection Status');
  for (const logType of logTypes) await expect(status.state(logType)).toContainText('Paused');
  expect(await first.quit()).toEqual({ code: 0, signal: null });
  mimecast.pass();

  const second = await launch();
  await expect(second.page.getByRole('region', { name: 'Pause' })).toBeVisible();
  const again = new StatusScreen(second.page);
  await goTo(second.page, 'Collection Status');
  for (const logType of logTypes) await expect(again.state(logType)).toContainText('Paused');
  expect(await mimecast.differences(second.eventsDir, logTypes), 'what happened during the pause is not collected').not.toEqual([]);

  await second.page.getByRole('region', { name: 'Pause' }).getByRole('button', { name: 'Resume' }).click();
  await expect(second.page.getByRole('region', { name: 'Pause' })).toHaveCount(0);
  await expect.poll(() => mimecast.differences(second.eventsDir, logTypes), { timeout: 20_000 }).toEqual([]);
  expect(second.logged('collection.resumed')).toHaveLength(1);
});

test('start at sign-in writes what the session starts hidden, and takes it away again', async ({ launch, profile }) => {
  const config = mkdtempSync(join(tmpdir(), 'mimecast-connector-config-'));
  try {
    const app = await launch({ env: { XDG_CONFIG_HOME: config, MIMECAST_CONNECTOR_LOGIN_START: '1' } });
    await goTo(app.page, 'Settings');
    const toggle = app.page.getByRole('switch', { name: 'Start at sign-in' });
    await expect(toggle).not.toBeChecked();
    await toggle.click();
    await expect(toggle).toBeChecked();
    const entry = join(config, 'autostart/mimecast-connector.desktop');
    await expect.poll(() => existsSync(entry)).toBe(true);
    expect(readFileSync(entry, 'utf8')).toContain(`"--hidden" "--profile" "${profile}"`);
    await toggle.click();
    await expect.poll(() => existsSync(entry)).toBe(false);
  } finally {
    rmSync(config, { recursive: true, force: true });
  }
});
