import { pressOn, typeInto } from './support/keys';
import { stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

test('the guide adds a connector by keys alone, with a DNIF output of its own', async ({ window }) => {
  const world = new World();
  const page = await window.open(world);
  await pressOn(page, 'button', 'Add connector');
  await typeInto(page, 'Connector Name', 'Branch');
  await page.keyboard.press('Enter');
  await typeInto(page, 'Client ID', 'abcdef0123456789');
  await typeInto(page, 'Client Secret', 'typed-secret-1');
  await page.keyboard.press('Enter');
  await pressOn(page, 'checkbox', 'SIEM', 'Space');
  await pressOn(page, 'button', 'Next');
  await pressOn(page, 'button', 'Set up DNIF HTTPS…');
  await typeInto(page, 'Address', 'https://tenant.example.net/https/mimecast');
  await typeInto(page, 'Token', 'dnif-token-1');
  await page.keyboard.press('Enter');
  await expect.poll(() => world.outputs.map(({ config }) => config.name)).toEqual(['DNIF']);
  expect(world.askedOf('outputs.check')).toHaveLength(1);
  const added = page.getByRole('checkbox', { name: 'DNIF (DNIF HTTPS)' });
  await expect(added).toBeFocused();
  await expect(added).toBeChecked();
  await pressOn(page, 'button', 'Next');
  await pressOn(page, 'button', 'Test Connection');
  await expect(page.getByRole('status').filter({ hasText: 'Connection successful' })).toBeVisible();
  await pressOn(page, 'button', 'Start collecting');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  expect(world.askedOf('connectors.save')).toEqual([expect.objectContaining({ name: 'Branch', logTypes: ['SIEM'], outputs: ['o1'], clientSecret: 'typed-secret-1' })]);
});

test('a connector is changed, tested and saved without a test by keys alone', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors');
  await pressOn(page, 'link', 'Head office');
  await typeInto(page, 'Connector Name', 'Renamed');
  await pressOn(page, 'button', 'Test Connection');
  await expect(page.getByRole('status').filter({ hasText: 'Connection successful' })).toBeVisible();
  await typeInto(page, 'Connector Name', 'Renamed again');
  await pressOn(page, 'button', 'More ways to save');
  await expect(page.getByRole('menuitem', { name: 'Save without testing' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connectors');
  expect(world.connectors[0]?.name).toBe('Renamed again');
  expect(world.askedOf('connectors.check')).toHaveLength(1);
});

test('a connector is duplicated, switched off and deleted by keys alone', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors');
  await pressOn(page, 'button', 'Duplicate Head office');
  await typeInto(page, 'Client Secret', 'typed-secret-2');
  await page.keyboard.press('Enter');
  await expect.poll(() => world.connectors.map(({ name }) => name)).toEqual(['Head office', 'Head office (copy)']);
  await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeFocused();
  await pressOn(page, 'link', 'Connectors');
  await pressOn(page, 'switch', 'Collect Head office', 'Space');
  await expect.poll(() => world.connectors[0]?.enabled).toBe(false);
  await pressOn(page, 'button', 'Delete Head office…');
  await expect(page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await pressOn(page, 'button', 'Delete connector');
  await expect.poll(() => world.connectors.map(({ name }) => name)).toEqual(['Head office (copy)']);
});

test('the status is searched, polled, opened, read in Live Logs and paused by keys alone', async ({ window }) => {
  const world = busyWorld();
  world.status = { ...(world.status ?? { outputs: [], spoolBytes: 0 }), streams: [stream('SIEM'), stream('DLP')] };
  const page = await window.open(world, '/status');
  await pressOn(page, 'button', 'Pause collection');
  await expect(page.getByRole('menuitem', { name: 'For 15 minutes' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => world.askedOf('background.pause')).toEqual([{ minutes: 60 }]);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('siem');
  await pressOn(page, 'button', 'Poll now: SIEM of Head office');
  await expect.poll(() => world.askedOf('collection.pollNow')).toEqual([{ connectorId: 'c1', logType: 'SIEM' }]);
  await pressOn(page, 'button', 'Details: SIEM of Head office');
  await expect(page.getByText('182,707 delivered')).toBeVisible();
  await pressOn(page, 'button', 'View logs: SIEM of Head office');
  await expect(page.getByRole('combobox', { name: 'Filter' })).toHaveValue('connector="Head office" logType=SIEM');
});
