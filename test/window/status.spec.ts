import { busyStatus, failure, health, outputStatus, stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('rows stand worst first, each with word, reason and figures', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status', { width: 1440, height: 900 });
  const rows = page.getByRole('group', { name: 'Table of log types' }).getByRole('row').filter({ has: page.getByRole('button', { name: /^Poll now/ }) });
  await expect(rows).toHaveCount(4);
  await expect(rows.nth(0)).toContainText(/Action needed.*Permission missing.*DLP/s);
  await expect(rows.nth(1)).toContainText(/Retrying.*Mimecast has a problem.*Audit_Events.*1 gap/s);
  await expect(rows.nth(2)).toContainText(/Catching up.*Reading the past, 42 %.*SIEM.*184,223.*1,204.*0.*312.*182,707/s);
  await expect(rows.nth(3)).toContainText(/Starting.*Waiting for the first poll.*Hold_Message_List/s);
  for (const shape of ['failed', 'degraded', 'behind', 'starting', 'active']) await expect(page.locator(`tbody svg[data-shape="${shape}"]`).first()).toBeVisible();
});

test('a rate limit is named with the time of its end, a proven log type with its proof', async ({ window }) => {
  const world = busyWorld();
  const limited = health({ state: 'degraded', failure: failure('MC-RATE-429', 'HTTP 429') });
  world.status = { streams: [stream('SIEM'), stream('DLP', { health: limited, nextPollAt: Date.UTC(2099, 0, 1, 14, 30) })], outputs: [outputStatus()], spoolBytes: 0 };
  const page = await window.open(world, '/status');
  const cells = page.getByRole('group', { name: 'Table of log types' }).getByRole('cell');
  await expect(cells.filter({ hasText: 'Rate-limited until 14:30' })).toContainText('Rate limit reached');
  await expect(cells.filter({ hasText: 'SIEM, Active, last event 1 minute ago' })).toContainText(/proven \d+ s ago/);
  await expect(page.getByRole('link', { name: /Overall state/ })).toContainText(/Rate-limited\s*2 of 3 active/);
  await window.expectAccessible();
});

test('a row leads to its events in Live Logs and to its connector', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/status');
  await page.getByRole('button', { name: 'View logs: SIEM of Head office' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Live Logs');
  await expect(page.getByRole('combobox', { name: /Filter/ })).toHaveValue('connector="Head office" logType=SIEM');
  await page.goBack();
  await page.getByRole('button', { name: 'Edit the connector of SIEM of Head office' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Head office');
});

test('what needs a person is open from the start and can be copied; the rest opens on demand', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status');
  const details = page.getByRole('button', { name: 'Details: DLP of Head office' });
  await expect(details).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('Monitoring | Data Leak Prevention | Read')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy permission' })).toBeVisible();

  const siem = page.getByRole('button', { name: 'Details: SIEM of Head office' });
  await siem.click();
  await expect(page.getByText('Mimecast answers one request for all event types.')).toBeVisible();
  await expect(page.getByText('182,707 delivered')).toBeVisible();
  await siem.click();
  await expect(page.getByText('Mimecast answers one request for all event types.')).toBeHidden();
});

test('a newer snapshot replaces what is shown, an older one does not', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/status');
  await expect(page.getByText('3 of 6 active').first()).toBeVisible();
  const healthy = { streams: [stream('SIEM'), stream('DLP')], outputs: [outputStatus()], spoolBytes: 2048 };
  await window.push('collection.status', healthy);
  await expect(page.getByRole('link', { name: /Overall state/ })).toContainText(/Active\s*3 of 3 active/);
  await page.evaluate((value) => {
    (window as unknown as { farPush(channel: string, message: unknown): void }).farPush('collection.status', { revision: 1, value });
  }, busyStatus());
  await expect(page.getByRole('link', { name: /Overall state/ })).toContainText('3 of 3 active');
});

test('Poll now asks for that log type, and rests while a poll runs', async ({ window }) => {
  const world = busyWorld();
  world.status = { streams: [stream('SIEM'), stream('DLP', { polling: true })], outputs: [outputStatus()], spoolBytes: 0 };
  const page = await window.open(world, '/status');
  await page.getByRole('button', { name: 'Poll now: SIEM of Head office' }).click();
  await expect.poll(() => world.askedOf('collection.pollNow')).toEqual([{ connectorId: 'c1', logType: 'SIEM' }]);
  await expect(page.getByRole('button', { name: 'Poll now: DLP of Head office' })).toHaveAttribute('aria-disabled', 'true');
});

test('an output that fails says so beside its figures', async ({ window }) => {
  const world = busyWorld();
  world.status = {
    streams: [stream('SIEM')],
    outputs: [outputStatus({ health: health({ state: 'failed', failure: failure('OUT-AUTH', 'HTTP 401') }), refused: 7 })],
    spoolBytes: 0,
  };
  const page = await window.open(world, '/status');
  const outputs = page.getByRole('group', { name: 'Table of outputs' });
  await expect(outputs).toContainText('Output refuses the credentials');
  await expect(outputs).toContainText('Administrator of the receiver');
  await expect(outputs).toContainText('Acknowledged');
  await outputs.getByRole('button', { name: 'Open output' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('DNIF production');
});

test('the tray can ask for a screen, but only for one that exists', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  await window.push('app.navigate', { route: '/logs' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Live Logs');
  await window.push('app.navigate', { route: 'https://example.com/' });
  await window.push('app.navigate', { route: '/outputs' });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Outputs');
});
