import { say, wordsOnly } from '../../shared/text/message';
import { busyStatus, failure, health, httpOutput, outputStatus } from './support/samples';
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
  await page.getByLabel('CA certificate', { exact: true }).fill('/etc/ssl/company.pem');
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

test('the daily volume is one option: an amount, a warning, and whether to stop', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o2');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByLabel('Warn at')).toBeHidden();
  await page.getByLabel('Daily volume').fill('1.5');
  await page.getByRole('combobox', { name: 'Unit' }).selectOption('GiB');
  await page.getByLabel('Warn at').fill('70');
  await expect(page.getByText('Only a warning: sending goes on above the limit.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Stop at the limit' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  // A limit that stops is what stands there without a word.
  expect(world.askedOf('outputs.save').at(-1)?.config.rateLimit).toEqual({ mibPerDay: 1536, warnAtPercent: 70 });
});

test('fields to leave out belong to normalized events only', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByLabel('Fields to leave out').fill('Subject, id');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Fields to leave out')).toHaveAccessibleDescription(/id cannot be left out/);
  await page.getByLabel('Fields to leave out').fill('Subject, email.subject');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  expect(world.askedOf('outputs.save').at(-1)).toMatchObject({ config: { dropFields: ['Subject', 'email.subject'] } });
  await window.open(world, '/outputs/edit/o2');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await expect(page.getByLabel('Fields to leave out')).toBeHidden();
});

test('certificates are chosen in the dialog of the system', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await page.getByRole('button', { name: 'Advanced' }).click();
  await page.getByRole('button', { name: 'Browse for CA certificate' }).click();
  await expect(page.getByLabel('CA certificate', { exact: true })).toHaveValue('/etc/ssl/chosen.pem');
  world.chosenPem = null;
  await page.getByRole('button', { name: 'Browse for Client certificate' }).click();
  await expect.poll(() => world.askedOf('outputs.chooseFile')).toHaveLength(2);
  await expect(page.getByLabel('Client certificate', { exact: true })).toHaveValue('');
});

test('the arrival is proven with the token of the Search API, which is asked for again when the console changes', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs/edit/o1');
  await expect(page.getByRole('button', { name: 'Prove arrival' })).toBeHidden();
  await page.getByRole('checkbox', { name: 'Ask DNIF whether events arrive' }).check();
  await page.getByRole('button', { name: 'Prove arrival' }).click();
  await expect(page.getByLabel('Address of the DNIF console')).toHaveAccessibleDescription(/Enter the full address/);
  await page.getByLabel('Address of the DNIF console').fill('https://console.example.com');
  await page.getByLabel('Cluster ID').fill('c1');
  const token = page.getByRole('textbox', { name: 'Search API token' });
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(token).toHaveAccessibleDescription(/Enter the token of the Search API\./);
  await token.fill('search-token-1');
  await page.getByLabel('Canary').selectOption('6');
  world.report = {
    passed: true, startedAt: Date.now(), durationMs: 13_000,
    items: [
      { id: 'send', title: say('check.send.test', { name: 'DNIF production' }), logType: null, state: 'passed', message: say('check.send.acknowledged'), failure: null, durationMs: 90, exchange: { sent: 'POST https://x.example.com\nauthorization: ••••••\n\n[{"id":"1"}]', answer: 'HTTP 200 OK\n\n{"status":"success"}' } },
      { id: 'search', title: say('check.proof.search'), logType: null, state: 'passed', message: say('check.proof.accepted'), failure: null, durationMs: 800 },
      { id: 'arrival', title: say('check.proof.arrival'), logType: null, state: 'passed', message: say('check.proof.arrivedIn', { age: say('check.proof.seconds', { count: 12 }), stream: 'EMAIL' }), failure: null, durationMs: 12_000 },
      { id: 'parse', title: say('check.proof.parse'), logType: null, state: 'warning', message: wordsOnly('NLF: no extractor of DNIF recognizes the event.'), failure: null, durationMs: 0 },
    ],
  };
  await page.getByRole('button', { name: 'Prove arrival' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Arrival proven' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'Checks' })).toContainText('Arrived after 12 s in the stream EMAIL.');
  await page.getByRole('button', { name: 'What came back' }).click();
  await expect(page.getByRole('group', { name: 'What came back' })).toContainText('HTTP 200 OK');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
  const draft = { config: { proof: { consoleUrl: 'https://console.example.com', clusterId: 'c1', scopeId: 'default', canaryHours: 6 } }, secret: null, proofToken: 'search-token-1' };
  expect(world.askedOf('outputs.prove')).toMatchObject([draft]);
  expect(world.askedOf('outputs.save').at(-1)).toMatchObject(draft);

  await window.open(world, '/outputs/edit/o1');
  await expect(page.getByRole('group', { name: 'Search API token' })).toContainText('Stored in Secret Service');
  await page.getByLabel('Address of the DNIF console').fill('https://elsewhere.example.com');
  await expect(page.getByText('The console changed: enter the token again.')).toBeVisible();
});

test('the list shows the volume of today, its limit and the age of the proof', async ({ window }) => {
  const world = busyWorld();
  const now = Date.now();
  const mib = 1024 * 1024;
  world.status = {
    ...busyStatus(),
    outputs: [
      outputStatus({
        health: health({ state: 'degraded', failure: failure('OUT-VOLUME', '85 of 100 MiB (85 %) were sent since 00:00 UTC') }), filtered: 31_000,
        volume: { day: now - 1, bytes: 85 * mib, byLogType: { SIEM: 80 * mib, DLP: 5 * mib }, limitBytes: 100 * mib, warnAtPercent: 80, stops: false, forecast: { bytes: 120 * mib, basis: 'today' } },
        arrival: { everyHours: 6, provenAt: now - 2 * 3_600_000, sighting: { stream: 'EMAIL', parse: 'PAD' }, triedAt: now - 2 * 3_600_000, nextAt: now + 3_600_000, failure: null },
      }),
    ],
  };
  const page = await window.open(world, '/outputs');
  const row = page.getByRole('row').filter({ hasText: 'DNIF production' });
  await expect(row).toContainText('85.0 MiB of 100.0 MiB');
  await expect(row).toContainText('Forecast 120.0 MiB, above limit');
  await expect(row).toContainText('Near limit');
  await expect(row).toContainText('Arrival proven 2 h ago');
  await expect(row.getByRole('meter', { name: 'Daily volume used' })).toHaveAttribute('aria-valuenow', '85');
  await window.open(world, '/outputs/edit/o1');
  const today = page.getByRole('region', { name: 'Today' });
  await expect(today).toContainText('SIEM80.0 MiB');
  await expect(today).toContainText('31,000 events left out by the filter');
  await expect(today).toContainText('PAD: DNIF parsed the event');
  await window.open(world, '/status');
  await expect(page.getByRole('group', { name: 'Table of outputs' })).toContainText('31,000 filtered');
});
