import type { Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';
import { lastTestOf, withTest } from '../../shared/model/check-report';
import { say, wordsOnly } from '../../shared/text/message';
import { connector, failure, goodReport, partlyReport } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

const at = Date.UTC(2026, 10, 22, 11, 40, 12);
const report = { ...partlyReport('abcdef0123456789'), startedAt: at - 1000, durationMs: 1000 };

test('the last test of a connector stands in the list and on its form, check by check', async ({ window }) => {
  const world = busyWorld();
  world.connectors = [connector({ lastTest: lastTestOf(report, ['SIEM', 'Audit_Events'], '0.1.0') }), connector({ id: 'c2', name: 'Branch', lastTest: lastTestOf(report, connector().logTypes, '0.1.0') }), connector({ id: 'c3', name: 'New' })];
  const page = await window.open(world, '/connectors');
  const row = (name: string): ReturnType<typeof page.getByRole> => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(row('Head office')).toContainText(/Connection successful\s*22 Nov 11:40:12/);
  await expect(row('Branch')).toContainText('1 of 4 log types cannot be read');
  await expect(row('New')).toContainText('Not tested');
  await row('Branch').getByRole('link', { name: 'Branch' }).click();
  await expect(page.getByText('Last test: 1 of 4 log types cannot be read, 22 Nov 2026, 11:40:12 UTC')).toBeVisible();
  await page.getByRole('button', { name: /Checks of the last test/ }).click();
  await expect(page.getByRole('list', { name: 'Checks of the last test' }).getByRole('listitem')).toHaveCount(7);
  await window.expectAccessible();
});

test('earlier tests are folded under the last one, with what failed', async ({ window }) => {
  const world = busyWorld();
  const last = lastTestOf(report, ['SIEM'], '0.1.0');
  const before = { ...lastTestOf(report, connector().logTypes, '0.0.9'), at: at - 86_400_000 };
  world.connectors = [connector({ lastTest: last, tests: withTest(withTest([], before), last) })];
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: /^Earlier tests/ }).click();
  const earlier = page.getByRole('list', { name: 'Earlier tests' });
  await expect(earlier).toHaveText(/^1 of 4 log types cannot be read, 21 Nov 2026, 11:40:12 UTC, version 0\.0\.9DLP: Permission missing MC-PERM-403$/);
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('region', { name: 'Test result' })).toBeVisible();
  await expect(earlier).toBeVisible();
  if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/earlier-tests.png` });
});

test('a log type that cannot be read is left out and the rest saved, with one click', async ({ window }) => {
  const world = busyWorld();
  world.report = report;
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByRole('alert')).toContainText('1 of 4 log types cannot be read');
  expect(world.askedOf('connectors.save')).toEqual([]);
  await page.getByRole('button', { name: 'Save without DLP' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connectors');
  expect(world.askedOf('connectors.save')).toEqual([expect.objectContaining({ logTypes: ['SIEM', 'Audit_Events', 'Hold_Message_List'] })]);
});

test('test and save says what the test found with its time, and saves', async ({ window }) => {
  const world = busyWorld();
  world.report = { ...goodReport(), startedAt: at - 1000, durationMs: 1000 };
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByText('Connection successful, 22 Nov 2026, 11:40:12 UTC. Connector “Head office” saved.').first()).toBeVisible();
  expect(world.askedOf('connectors.check')).toHaveLength(1);
  expect(world.askedOf('connectors.save')).toHaveLength(1);
});

test('what passed its test is saved without another one, and its events are one click away', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible();
  await page.getByLabel('Connector Name').fill('Other');
  await expect(page.getByRole('button', { name: 'Test and save' })).toBeVisible();
  await page.getByLabel('Connector Name').fill('Head office');
  await page.getByRole('region', { name: 'Test result' }).getByRole('button', { name: 'Open Live Logs' }).click();
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('connector="Head office"');
});

test('a long test counts down to the moment when its next check is given up', async ({ window }) => {
  const world = busyWorld();
  world.on('connectors.check', (_draft, signal) =>
    new Promise<Outcome<Reply<'connectors.check'>>>((resolve) => {
      signal.addEventListener('abort', () => { resolve({ kind: 'failed', failure: failure('APP-CANCELLED'), problems: [] }); });
    }));
  world.on('connectors.checkProgress', () => ({ kind: 'ok', value: [{ title: wordsOnly('SIEM'), endsAt: Date.now() + 61_000 }, { title: say('check.token'), endsAt: Date.now() + 40_000 }] }));
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByText('Usually takes a few seconds.')).toBeVisible();
  await expect(page.getByText(/^Access token: given up in (39|40|41) s$/)).toBeVisible({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Cancel test' }).click();
});

test('pages of Mimecast open in the browser, and only those', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/new');
  await page.getByRole('button', { name: 'Open the Mimecast console' }).click();
  await page.getByRole('button', { name: 'Mimecast API documentation' }).click();
  await expect.poll(() => world.askedOf('app.openExternal')).toEqual([{ url: 'https://login.services.mimecast.com/' }, { url: 'https://developer.services.mimecast.com/' }]);
});

test('a DNIF output that refuses its test event is not added unless a person says so', async ({ window }) => {
  const world = busyWorld();
  world.outputs = [];
  world.report = { passed: false, startedAt: at, durationMs: 5, items: [{ id: 'send', title: wordsOnly('Send'), logType: null, state: 'failed', message: wordsOnly('refused'), failure: failure('OUT-AUTH', 'HTTP 401'), durationMs: 5 }] };
  const page = await window.open(world, '/connectors/guide');
  await page.getByRole('button', { name: /4\. Where to send/ }).click();
  await page.getByRole('button', { name: 'Set up DNIF HTTPS…' }).click();
  await page.getByRole('button', { name: 'Send test event and add' }).click();
  await expect(page.getByText('Token is missing.')).toBeVisible();
  await page.getByLabel('Address').fill('https://tenant.example.net/https/mimecast');
  await page.getByRole('textbox', { name: 'Token' }).fill('dnif-token-1');
  await page.getByRole('button', { name: 'Send test event and add' }).click();
  await expect(page.getByRole('alert')).toContainText('Output refuses the credentials');
  expect(world.askedOf('outputs.save')).toEqual([]);
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Add without a passed test' }).click();
  await expect(page.getByRole('checkbox', { name: 'DNIF (DNIF HTTPS)' })).toBeChecked();
  expect(world.askedOf('outputs.save')).toEqual([expect.objectContaining({ secret: 'dnif-token-1' })]);
});
