import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { logTypes } from '../../shared/model/log-type';
import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { readRuntime } from './support/runtime';
import { goTo, StatusScreen } from './support/screens';
import { findInText, RequestSecrets } from './support/traces';

test('diagnostics look at everything, and the saved report is the one that was shown, without a secret or an event', async ({ launch, startMimecast, profile }) => {
  const secret = 'canary-Support.Secret';
  const mimecast = await startMimecast({ clientSecret: secret });
  const requests = new RequestSecrets();
  const app = await launch();
  const { page } = app;
  await addConnector(page, entryFor(mimecast));
  await new StatusScreen(page).expectSettled('SIEM', mimecast.offered('SIEM'));

  await goTo(page, 'Help');
  await page.getByRole('tab', { name: 'Diagnostics' }).click();
  await page.getByRole('button', { name: 'Run diagnostics' }).click();
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps).toBeVisible({ timeout: 30_000 });
  for (const title of ['Keychain', 'Permissions of the profile', 'Disk space', 'Spool', 'Name resolution', 'Connection to Mimecast', 'Access token of connector 1', 'Output 1 (file)']) {
    const step = steps.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) });
    await expect(step, title).toContainText('OK');
  }

  const file = join(profile, 'saved-report.txt');
  await app.electron.evaluate(({ dialog }, filePath) => {
    Object.assign(dialog, { showSaveDialog: () => Promise.resolve({ canceled: false, filePath }) });
  }, file);
  await page.getByRole('button', { name: 'Save report…' }).click();
  await expect(page.getByText('Report saved.').first()).toBeVisible();
  const report = readFileSync(file, 'utf8');
  expect(report).toBe(await page.getByLabel('Preview of the report').textContent());
  expect(report).toContain('[ok] Access token of connector 1');

  requests.stop();
  expect(requests.tokens.size).toBeGreaterThan(0);
  const values = textsOfEvents(app.eventsDir).filter((value) => value.length > 12 && !isOfTheReport(value));
  expect(values.length).toBeGreaterThan(1000);
  const canaries = [
    { name: 'client secret', text: secret }, { name: 'client id', text: mimecast.clientId }, { name: 'connector', text: 'Head office' }, { name: 'profile path', text: profile },
    ...[...requests.tokens].map((text) => ({ name: 'token', text })), ...[...requests.signatures].map((text) => ({ name: 'signature', text })),
    ...values.map((text) => ({ name: `event: ${text}`, text })),
  ];
  expect(findInText('report', report, canaries)).toEqual([]);
});

test('a profile of a newer version is left alone and the start is refused', async ({ launch, profile }) => {
  const text = '{"version":99,"connectors":[],"more":true}';
  const first = await launch();
  expect(await first.quit()).toMatchObject({ code: 0 });
  writeFileSync(join(profile, 'connectors.json'), text, { mode: 0o600 });
  const { path, launchArgs } = readRuntime();
  const second = await new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
    // On the terminal, where no box waits for a click.
    const child = execFile(path, [...launchArgs, '--disable-gpu', '--profile', profile], { timeout: 20_000, env: { ...process.env, MIMECAST_CONNECTOR_TERMINAL: '1' } }, (_error, _stdout, stderr) => {
      resolve({ code: child.exitCode, said: stderr });
    });
  });
  expect(second).toMatchObject({ code: 1, said: expect.stringContaining('connectors.json was written by a newer version') });
  expect(readFileSync(join(profile, 'connectors.json'), 'utf8')).toBe(text);
});

/** Every text in the events that the output wrote, each once. */
function textsOfEvents(dir: string): readonly string[] {
  const texts = new Set<string>();
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(dir, name)).isFile()) continue;
    for (const line of readFileSync(join(dir, name), 'utf8').split('\n')) {
      if (line.startsWith('{')) for (const text of textsIn(JSON.parse(line))) texts.add(text);
    }
  }
  return [...texts];
}

/** A log type's name and a time are in an event too, but say nothing of it: the report has its own. */
function isOfTheReport(text: string): boolean {
  return logTypes.some((logType) => logType === text) || /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
