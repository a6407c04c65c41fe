import { failure } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('preferences take effect at once', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  await page.getByRole('radio', { name: 'Stops collecting and quits' }).click();
  await expect.poll(() => world.settings.closeToTray).toBe(false);
  await page.getByRole('radio', { name: 'Light' }).click();
  await expect.poll(() => world.settings.theme).toBe('light');
  await page.getByRole('radio', { name: 'The zone of this computer' }).click();
  await expect.poll(() => world.settings.timeZone).toBe('local');
  expect(world.askedOf('settings.set')).toEqual([{ closeToTray: false }, { theme: 'light' }, { timeZone: 'local' }]);
  await expect(page.getByText('/home/admin/.config/mimecast-connector')).toBeVisible();
  await expect(page.getByText('Secret Service, available')).toBeVisible();
});

test('a preference that cannot be kept is not shown as kept', async ({ window }) => {
  const world = busyWorld();
  world.on('settings.set', () => ({ kind: 'failed', failure: failure('PC-DISK-FULL'), problems: [] }));
  const page = await window.open(world, '/settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.getByRole('alert')).toContainText('Disk full');
  await expect(page.getByRole('radio', { name: 'As the system', exact: true })).toBeChecked();
});

test('the window follows the theme of the system', async ({ window }) => {
  const page = await window.open(busyWorld(), '/settings');
  const background = (): Promise<string> => page.locator('main').evaluate((main) => getComputedStyle(main.parentElement?.parentElement ?? main).backgroundColor);
  const light = await background();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(background).not.toBe(light);
});

test('with forced colours the states keep their shapes', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status');
  await page.emulateMedia({ forcedColors: 'active' });
  const shape = page.locator('tbody svg[data-shape="failed"]').first();
  await expect(shape).toBeVisible();
  const text = await page.locator('tbody').getByText('Action needed', { exact: true }).first().evaluate((element) => getComputedStyle(element).color);
  expect(await shape.evaluate((element) => getComputedStyle(element).color)).toBe(text);
});
