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
  await expect(page.getByLabel('Events per request')).toHaveAccessibleDescription(/Enter 10000 or less\./);
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
