import { expect, test } from './support/window';
import { busyWorld } from './support/world';

const shots = process.env['SHOTS'];

test('Ctrl+K goes to a screen by its words, with the keyboard alone', async ({ window }) => {
  const page = await window.open(busyWorld(), '/status');
  await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeFocused();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Screen or action' });
  await expect(field).toBeFocused();
  await page.keyboard.type('led');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('edit');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('dialog').getByRole('option', { selected: true })).toContainText('Edit output DNIF production');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('DNIF production');
});

test('an action of the palette is done; Escape does nothing', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/status');
  await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('pause 1 hour');
  await page.keyboard.press('Enter');
  await expect.poll(() => world.askedOf('background.pause')).toEqual([{ minutes: 60 }]);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('no such thing');
  await expect(page.getByText('Nothing has these words.')).toBeVisible();
});

test('unsaved changes hold the palette back too', async ({ window }) => {
  const page = await window.open(busyWorld(), '/connectors/edit/c1');
  await page.getByLabel('Connector Name').fill('Renamed');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ledger');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'Save the changes?' })).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`palette and shortcut sheet are accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const page = await window.open(busyWorld(), '/status', { width: 900, height: 600 });
    await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeFocused();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Screen or action' })).toBeFocused();
    await window.expectAccessible();
    if (shots !== undefined) await page.screenshot({ path: `${shots}/palette-${scheme}.png` });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+/');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await window.expectAccessible();
    if (shots !== undefined) await page.screenshot({ path: `${shots}/shortcuts-${scheme}.png` });
  });
}
