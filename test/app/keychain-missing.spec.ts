import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { StatusScreen } from './support/screens';
import { findInFiles } from './support/traces';

/** A session without a bus has no Secret Service. */
const noBus = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };

test('without a keychain a secret is kept in memory by choice, collected with, and gone after a restart', async ({ launch, startMimecast, profile }) => {
  const secret = 'canary-Session.Secret';
  const mimecast = await startMimecast({ clientSecret: secret });
  const first = await launch({ env: noBus });
  const bar = first.page.getByRole('region', { name: 'Keychain' });
  await expect(bar).toContainText('no secret can be saved', { timeout: 15_000 });
  const draft = { ...entryDraft, baseUrl: mimecast.url, clientId: mimecast.clientId, clientSecret: secret };
  expect(await first.call('connectors.save', draft)).toMatchObject({ kind: 'failed', failure: { code: 'PC-KEYCHAIN' } });

  await bar.getByRole('button', { name: 'Keep for this session only' }).click();
  await expect(bar).toContainText('gone when the program ends');
  await addConnector(first.page, entryFor(mimecast, { logTypes: ['DLP'] }));
  await new StatusScreen(first.page).expectSettled('DLP', mimecast.offered('DLP'));
  expect(await first.quit()).toEqual({ code: 0, signal: null });
  expect(await findInFiles(profile, [{ name: 'session secret', text: secret }])).toEqual([]);

  const second = await launch();
  const views = await second.call('connectors.list', undefined);
  expect(views).toMatchObject({ kind: 'ok', value: [{ name: 'Head office', secret: { kind: 'missing' } }] });
  await expect(second.page.getByRole('region', { name: 'Keychain' })).toHaveCount(0);
});

const entryDraft = {
  id: '', name: 'Refused', logTypes: ['DLP'] as 'DLP'[], platform: 'cloud-gateway' as const, siemDelivery: 'batch' as const,
  startFrom: null, pollSeconds: 5, outputs: ['local-files'], enabled: true,
};
