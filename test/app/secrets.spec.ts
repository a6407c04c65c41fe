import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { logTypes } from '../../shared/model/log-type';
import { addConnector, ConnectorForm, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { HttpOutputForm } from './support/output-form';
import { goTo, StatusScreen } from './support/screens';
import type { Canary } from './support/traces';
import { findInFiles, findInProcesses, findInText, RequestSecrets } from './support/traces';

// Of this run only: what an earlier one may have left on the machine is not this one's fault.
const run = randomBytes(8).toString('hex');
// With characters that change their form in addresses and in JSON.
const clientSecret = `Canary-Client+Secret/${run}"b4&5a`;
const wrongSecret = `Canary-Wrong+Secret/${run}"d2&8e`;
const outputToken = `Canary-Output.Token_${run}`;
const typedToken = `Canary-Refused.Token_${run}`;

test('secrets, tokens and signed addresses are in no file, no output and no command line', async ({ launch, startMimecast, startReceiver }) => {
  const requests = new RequestSecrets();
  const mimecast = await startMimecast({ clientSecret });
  const receiver = await startReceiver();
  receiver.auth = { kind: 'bearer', token: outputToken };
  const app = await launch({ env: { MIMECAST_CONNECTOR_TERMINAL: '1' } });
  const { page } = app;
  const status = new StatusScreen(page);

  await test.step('a whole run: tests that fail and pass, collection, delivery, a failure of each kind', async () => {
    const output = new HttpOutputForm(page);
    await goTo(page, 'Outputs');
    await output.fillNew({ name: 'DNIF test', url: receiver.url, token: typedToken });
    await output.sendTestEvent();
    await expect(output.result.getByRole('alert')).toBeVisible();
    await output.token.fill(outputToken);
    await output.sendTestEvent();
    await expect(output.result).toContainText('Test event delivered');
    await output.save();

    await goTo(page, 'Connectors');
    await page.getByRole('button', { name: 'Add connector' }).click();
    await page.getByRole('button', { name: 'Everything in one form' }).click();
    const connector = new ConnectorForm(page);
    await connector.fill(entryFor(mimecast, { clientSecret: wrongSecret }));
    await connector.test();
    await expect(connector.check('Access token')).toContainText('Failed');
    await connector.secret.fill(clientSecret);
    await connector.test();
    await expect(connector.result).toContainText('Connection successful');
    await connector.save();
    for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));

    mimecast.rotateSecret('another-one');
    await expect(status.state('DLP')).toContainText('Action needed', { timeout: 15_000 });
    receiver.auth = { kind: 'bearer', token: 'another-one' };
  });

  const canaries: readonly Canary[] = [
    { name: 'client secret', text: clientSecret },
    { name: 'refused client secret', text: wrongSecret },
    { name: 'output token', text: outputToken },
    { name: 'refused output token', text: typedToken },
    { name: 'signed address', text: 'X-Amz-Signature=' },
    ...[...requests.tokens].filter((token) => ![outputToken, typedToken].includes(token)).map((text) => ({ name: 'bearer token', text })),
    ...[...requests.signatures].map((text) => ({ name: 'signature', text })),
  ];
  requests.stop();
  expect(canaries.filter(({ name }) => name === 'bearer token').length).toBeGreaterThan(0);
  expect(requests.signatures.size).toBeGreaterThan(0);

  await test.step('nothing while it runs', async () => {
    expect(await findInFiles(app.profile, canaries)).toEqual([]);
    expect(await findInProcesses(canaries)).toEqual([]);
  });

  await test.step('nothing after it has ended', async () => {
    expect(await app.quit()).toEqual({ code: 0, signal: null });
    expect(await findInFiles(app.profile, canaries)).toEqual([]);
    expect(app.said).toContain('Stopped.');
    expect(findInText('terminal', app.said, canaries)).toEqual([]);
  });

  await test.step('the search would have found them', async () => {
    for (const [index, { name, text }] of canaries.entries()) {
      const planted = join(app.profile, 'logs/planted.bin');
      // In turn as it is, inside a header, and as Chromium stores text.
      writeFileSync(planted, [Buffer.from(`x${text}y`), Buffer.from(`Basic ${Buffer.from(`id:${text}:`).toString('base64')}`), Buffer.from(text, 'utf16le')][index % 3] ?? '');
      expect(await findInFiles(join(app.profile, 'logs'), canaries)).toContain(`logs/planted.bin: ${name}`.replace('logs/', ''));
      rmSync(planted);
    }
    const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', outputToken], { stdio: 'ignore' });
    try {
      await expect.poll(() => findInProcesses(canaries)).toEqual(['ps: output token']);
    } finally {
      sleeper.kill();
    }
  });
});

test('the window is never given a stored secret', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ clientSecret });
  const app = await launch();
  await addConnector(app.page, entryFor(mimecast, { logTypes: ['DLP'] }));
  await new StatusScreen(app.page).expectSettled('DLP', mimecast.offered('DLP'));

  const answers = await Promise.all([app.call('connectors.list', undefined), app.call('outputs.list', undefined), app.call('app.info', undefined), app.call('settings.get', undefined)]);
  expect(answers.map((answer) => answer.kind)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(findInText('answers', JSON.stringify(answers), [{ name: 'client secret', text: clientSecret }])).toEqual([]);
});
