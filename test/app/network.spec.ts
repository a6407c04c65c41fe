import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ConnectProxy } from '../receivers/connect-proxy';
import { privateCa } from '../receivers/private-ca';
import { TenantBehindProxy } from './support/behind-proxy';
import { expect, test } from './support/fixtures';
import type { RunningApp } from './support/running-app';
import { goTo, StatusScreen } from './support/screens';
import { findInFiles } from './support/traces';

const password = 'canary-Proxy.Password';

async function saveNetwork(app: RunningApp): Promise<void> {
  await app.page.getByRole('button', { name: 'Save network settings' }).click();
  await expect(app.page.getByText('They are in force now').first()).toBeVisible();
}

test('token, API and log files come through a proxy that signs in and inspects TLS, without a restart', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast();
  const tenant = await TenantBehindProxy.start(mimecast.url);
  const hosts = { 'api.example.com:443': tenant.port, 'files.example.net:443': tenant.port };
  const proxy = await ConnectProxy.start({ credentials: `collector:${password}`, hosts });
  const folder = mkdtempSync(join(tmpdir(), 'mimecast-connector-ca-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, privateCa.ca);
  try {
    const app = await launch();
    const saved = await app.call('connectors.save', {
      id: '', name: 'Head office', baseUrl: 'https://api.example.com', clientId: mimecast.clientId, clientSecret: mimecast.clientSecret,
      logTypes: ['SIEM', 'DLP'], platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: 5, outputs: ['local-files'], enabled: true,
    });
    expect(saved).toMatchObject({ kind: 'ok' });
    await goTo(app.page, 'Settings');
    const { page } = app;

    await test.step('the proxy without credentials: the test says who must act', async () => {
      await page.getByRole('radio', { name: 'This proxy' }).check();
      await page.getByRole('textbox', { name: 'Address of the proxy' }).fill(proxy.url);
      await page.getByRole('button', { name: 'Test network' }).click();
      await expect(page.getByRole('region', { name: 'Test result' })).toContainText('Proxy refuses the credentials');
      await expect(page.getByRole('region', { name: 'Test result' })).toContainText('Network administrator');
    });

    await test.step('with credentials, without the authority: the certificate is not trusted', async () => {
      await page.getByRole('checkbox', { name: /asks for a user name/ }).check();
      await page.getByRole('textbox', { name: 'User name' }).fill('collector');
      await page.getByLabel(/^Password/).fill(password);
      await page.getByRole('button', { name: 'Test network' }).click();
      await expect(page.getByRole('region', { name: 'Test result' })).toContainText('Secure connection failed');
    });

    await test.step('with both everything is collected', async () => {
      await page.getByRole('textbox', { name: 'Additional CA file' }).fill(caFile);
      await page.getByRole('button', { name: 'Test network' }).click();
      await expect(page.getByRole('region', { name: 'Test result' })).toContainText('Mimecast can be reached');
      await saveNetwork(app);
      await goTo(page, 'Collection Status');
      const status = new StatusScreen(page);
      for (const logType of ['SIEM', 'DLP'] as const) await status.expectSettled(logType, mimecast.offered(logType));
      expect(await mimecast.differences(app.eventsDir, ['SIEM', 'DLP'])).toEqual([]);
      expect(new Set(proxy.asked.filter(({ authorization }) => authorization !== null).map(({ target }) => target))).toEqual(new Set(Object.keys(hosts)));
      expect(tenant.paths).toContain('api.example.com/oauth/token');
      expect(tenant.paths.some((path) => path.startsWith('files.example.net/'))).toBe(true);
    });

    await test.step('the password is in no file, and a moved proxy asks for it again', async () => {
      expect(await findInFiles(app.profile, [{ name: 'proxy password', text: password }, { name: 'proxy password, sent', text: Buffer.from(`collector:${password}`).toString('base64') }])).toEqual([]);
      const view = await app.call('network.get', undefined);
      expect(JSON.stringify(view)).not.toContain(password);
      await goTo(page, 'Settings');
      await page.getByRole('textbox', { name: 'Address of the proxy' }).fill('http://elsewhere.example.com:8080');
      await page.getByRole('button', { name: 'Save network settings' }).click();
      await expect(page.getByText('Enter the password again.')).toBeVisible();
    });
  } finally {
    await proxy.stop();
    await tenant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
