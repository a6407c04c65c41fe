import { failure, httpOutput } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('a file output takes a folder from the system dialog', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs');
  await page.getByRole('button', { name: 'Add output' }).click();
  await page.getByRole('menuitem', { name: 'File' }).click();
  await page.getByLabel('Output Name').fill('Long term');
  await page.getByRole('button', { name: 'Browse…' }).click();
  await expect(page.getByLabel('Folder')).toHaveValue('/srv/logs');
  await page.getByRole('radio', { name: 'Raw' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  expect(world.askedOf('outputs.save')).toEqual([
    { config: { id: '', name: 'Long term', enabled: true, format: 'raw', type: 'file', path: '/srv/logs', rotateMiB: 64 }, secret: null },
  ]);
});

test('each kind of authentication has its own fields and asks for its own secret', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await expect(page.getByRole('group', { name: 'Token' })).toContainText('Stored in Secret Service');
  const kind = page.getByLabel('Authentication');

  await kind.selectOption('basic');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('User name')).toHaveAccessibleDescription('Enter the user name.');
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveAccessibleDescription(/Enter the password\./);

  await kind.selectOption('hmac-sha256');
  await page.getByLabel('Header').fill('X-Sign');
  await page.getByRole('radio', { name: 'Base64' }).click();
  await page.getByRole('textbox', { name: 'HMAC key' }).fill('key-material');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  expect(world.askedOf('outputs.save')).toEqual([
    { config: { ...httpOutput.config, auth: { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'base64' } }, secret: 'key-material' },
  ]);
});

test('a stored secret stays when only something else changes', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Events per request').fill('many');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Events per request')).toHaveAccessibleDescription(/Enter a whole number\./);
  await page.getByLabel('Events per request').fill('20000');
  await expect(page.getByLabel('Events per request')).toHaveAccessibleDescription(/10,000 events per request or fewer/);
  await page.getByLabel('Events per request').fill('250');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  expect(world.askedOf('outputs.save').at(-1)).toMatchObject({ config: { maxEvents: 250, auth: { kind: 'bearer' } }, secret: null });
});

test('Send test event reports what came back', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Send test event' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Test event delivered' })).toBeVisible();
  expect(world.askedOf('outputs.check')).toHaveLength(1);
  world.on('outputs.check', () => ({ kind: 'failed', failure: failure('OUT-SECRET-MISSING'), problems: [] }));
  await page.getByRole('button', { name: 'Send test event' }).click();
  await expect(page.getByRole('alert')).toContainText('Secret of the output missing');
});

test('the folder of a file output opens, and a failure to do so is shown', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs');
  await page.getByRole('button', { name: 'Open folder of Archive' }).click();
  await expect.poll(() => world.askedOf('outputs.openFolder')).toEqual([{ id: 'o2' }]);
  world.on('outputs.openFolder', () => ({ kind: 'failed', failure: failure('OUT-FILE', 'ENOENT'), problems: [] }));
  await page.getByRole('button', { name: 'Open folder of Archive' }).click();
  await expect(page.getByRole('alert')).toContainText('Folder not writable');
});

test('deleting an output names who sends there', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs');
  await page.getByRole('button', { name: 'Delete DNIF production…' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('Head office will not send here any more.');
  await expect(dialog).toContainText('312 events waiting for this output');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  expect(world.askedOf('outputs.remove')).toEqual([]);
});

test('a stored secret is asked for again when the receiver becomes another one', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await expect(page.getByRole('group', { name: 'Token' })).toContainText('Stored in Secret Service');
  await page.getByLabel('Address').fill('https://other.example.org/events');
  const token = page.getByRole('textbox', { name: 'Token' });
  await expect(token).toHaveValue('');
  await expect(page.getByText('The receiver or the authentication changed: enter it again.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(token).toHaveAccessibleDescription(/Enter the token\./);
  expect(world.askedOf('outputs.save')).toEqual([]);
});

test('filter, rate and certificates reach the output, and a wrong one opens Advanced', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/new/syslog');
  await page.getByLabel('Output Name').fill('SIEM');
  await page.getByLabel('Host').fill('siem.example.com');
  const advanced = page.getByRole('button', { name: 'Advanced' });
  await advanced.click();
  const types = page.getByRole('group', { name: 'Log types' });
  await types.getByRole('checkbox', { name: 'DLP' }).uncheck();
  await types.getByRole('checkbox', { name: 'Hold_Message_List' }).uncheck();
  await page.getByRole('radio', { name: 'All but these' }).click();
  await page.getByLabel('Event types to leave out').fill('delivery, journal');
  await page.getByLabel('At most per second').fill('0');
  await page.getByLabel('CA certificate').fill('/etc/ssl/company.pem');
  await advanced.click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('At most per second')).toHaveAccessibleDescription(/Allow 1 event per second or more/);
  await page.getByLabel('At most per second').fill('200');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  expect(world.askedOf('outputs.save')).toEqual([
    {
      config: {
        id: '', name: 'SIEM', enabled: true, format: 'both', type: 'syslog', host: 'siem.example.com', port: 6514, transport: 'tls', tls: { caFile: '/etc/ssl/company.pem' },
        protocol: 'rfc5424', framing: 'octet-counting', facility: 'local0', appName: 'mimecast', structuredData: true, maxKiB: 64,
        filter: { logTypes: ['SIEM', 'Audit_Events'], eventTypes: { mode: 'exclude', types: ['delivery', 'journal'] } }, rateLimit: { eventsPerSecond: 200 },
      },
      secret: null,
    },
  ]);
});
