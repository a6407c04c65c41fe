import { isTooWide, picture } from './support/picture';
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
  await expect(page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: 'As the system', exact: true })).toBeChecked();
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

test('a search shows the settings that have its words, and keeps what was typed elsewhere', async ({ window }) => {
  const page = await window.open(busyWorld(), '/settings');
  await page.getByRole('radio', { name: 'This proxy' }).click();
  await page.getByRole('textbox', { name: 'Address of the proxy' }).fill('http://proxy.example.com:8080');
  const search = page.getByRole('searchbox', { name: 'Search the settings' });
  await search.fill('dark');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
  await expect(page.getByText('1 setting', { exact: true })).toBeVisible();
  await expect(page.getByRole('radiogroup', { name: 'Times are shown in' })).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Address of the proxy' })).toBeHidden();
  await search.fill('proxy');
  await expect(page.getByRole('textbox', { name: 'Address of the proxy' })).toHaveValue('http://proxy.example.com:8080');
  await search.fill('no such word');
  await expect(page.getByText('No setting has these words.')).toBeVisible();
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Show all settings' }).click();
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
});

test('only what was changed can go back to its default', async ({ window }) => {
  const world = busyWorld();
  world.settings = { ...world.settings, timeZone: 'local' };
  const page = await window.open(world, '/settings');
  await expect(page.getByRole('radiogroup', { name: 'Theme' })).toBeVisible();
  const resets = page.getByRole('button', { name: /back to the default$/ });
  await expect(resets).toHaveCount(0);
  await page.getByRole('radio', { name: 'Dark' }).click();
  await page.getByRole('combobox', { name: 'Size of the history' }).selectOption('128');
  await expect(resets).toHaveCount(2);
  await page.getByRole('button', { name: 'Theme: back to the default' }).press('Enter');
  await expect(page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio').and(page.locator(':focus'))).toHaveCount(1);
  await page.getByRole('button', { name: 'Size of the history: back to the default' }).press('Enter');
  await expect(page.getByRole('combobox', { name: 'Size of the history' })).toBeFocused();
  await expect(resets).toHaveCount(0);
  expect(world.settings.theme).toBe('system');
});

test('resetting all preferences asks first, and leaves what people made', async ({ window }) => {
  const world = busyWorld();
  const rule = { id: 'mine', name: 'Mine', text: 'logType=SIEM', threshold: 1, windowMinutes: 10, on: true };
  const filter = { name: 'Rejected', text: 'status=failed' };
  world.settings = { ...world.settings, theme: 'dark', logLevel: 'error', watchRules: [rule], liveLogs: { ...world.settings.liveLogs, defang: true, filters: [filter] } };
  const page = await window.open(world, '/settings');
  await page.getByRole('button', { name: 'Reset all preferences…' }).click();
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(world.askedOf('settings.set')).toEqual([]);
  await page.getByRole('button', { name: 'Reset all preferences…' }).click();
  await page.getByRole('button', { name: 'Reset preferences' }).click();
  await expect(page.getByText('Preferences are back at their defaults.').first()).toBeVisible();
  expect(world.settings).toMatchObject({ theme: 'system', logLevel: 'info', watchRules: [rule], liveLogs: { defang: false, filters: [filter] } });
});

test('a file with preferences is shown before it is taken over', async ({ window }) => {
  const world = busyWorld();
  world.preferencesPlan = { reading: 'r1', fileName: 'preferences.json', changes: [{ field: 'theme', before: 'system', after: 'dark' }, { field: 'logLevel', before: 'info', after: 'warn' }], notes: ['“colour” is not known to this version and is left out.'] };
  const page = await window.open(world, '/settings');
  await page.getByRole('button', { name: 'Export preferences…' }).click();
  await expect(page.getByText('Preferences exported.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Import preferences…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import preferences?' });
  await expect(dialog).toContainText('Program log');
  await expect(dialog).toContainText('is not known to this version');
  await picture(page, 'settings-import');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Import' }).click();
  expect(world.askedOf('settings.apply')).toEqual([{ reading: 'r1' }]);
  world.on('settings.choose', () => ({ kind: 'failed', failure: failure('CFG-INVALID'), problems: [{ path: ['file'], message: 'This is no file with preferences.' }] }));
  await page.getByRole('button', { name: 'Import preferences…' }).click();
  await expect(page.getByRole('alert')).toContainText('This is no file with preferences.');
});

test('the pseudo-languages are on offer in a checkout only', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  const language = page.getByRole('radiogroup', { name: 'Language' });
  await expect(language.getByRole('radio')).toHaveCount(2);
  world.info = { ...world.info, fromCheckout: true };
  await window.open(world, '/settings');
  await expect(language.getByRole('radio')).toHaveCount(4);
  await language.getByRole('radio', { name: 'English', exact: true }).click();
  await expect.poll(() => world.settings.language).toBe('en');
});

test('settings work by keys alone', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('theme');
  await expect(page.getByText('1 setting', { exact: true })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'As the system' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => world.settings.theme).toBe('dark');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Theme: back to the default' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => world.settings.theme).toBe('system');
});

for (const [scheme, language, size] of [['light', 'en', 1280], ['dark', 'en', 1280], ['light', 'en', 900], ['light', 'en-XA', 1280], ['light', 'en-XA', 900], ['dark', 'en-XB', 900]] as const) {
  test(`settings in ${scheme}, ${language}, ${String(size)} pixels wide`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = busyWorld();
    world.settings = { ...world.settings, theme: scheme, closeToTray: false, logLevel: 'warn' };
    world.info = { ...world.info, profilePath: `/home/admin/.config/${'a-very-long-folder-name-'.repeat(6)}/mimecast-connector`, fromCheckout: true };
    const page = await window.open(world, '/settings', { width: size, height: 800 }, language);
    await expect(page.getByRole('radio').first()).toBeVisible();
    expect(await isTooWide(page)).toBe(false);
    await window.expectAccessible();
    await picture(page, `settings-${scheme}-${language}-${String(size)}`);
  });
}
