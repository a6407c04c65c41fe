import { failure } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('a pause is shown on every screen, with its end, and can be ended there', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  await page.getByRole('button', { name: 'Pause for 15 minutes' }).click();
  expect(world.askedOf('background.pause')).toEqual([{ minutes: 15 }]);
  const bar = page.getByRole('region', { name: 'Pause' });
  await expect(bar).toContainText('Collection is paused until');
  await page.getByRole('link', { name: 'Collection Status' }).first().click();
  await expect(bar).toBeVisible();
  await window.expectAccessible();
  await bar.getByRole('button', { name: 'Resume' }).click();
  await expect(bar).toHaveCount(0);
  // From the tray: the window hears of it by the feed.
  await window.push('background.changed', { startAtLogin: 'off', pause: { since: 0, until: null } });
  await expect(bar).toContainText('until you resume it');
});

test('start at sign-in is what the system says', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/settings');
  const toggle = page.getByRole('switch', { name: 'Start at sign-in' });
  await expect(toggle).not.toBeChecked();
  world.on('background.setStartAtLogin', () => ({ kind: 'ok', value: { startAtLogin: 'needs-approval', pause: null } }));
  await toggle.click();
  await expect(page.getByText('macOS waits for your approval')).toBeVisible();
  world.on('background.setStartAtLogin', () => ({ kind: 'failed', failure: failure('PC-DISK-FULL'), problems: [] }));
  await toggle.click();
  await expect(page.getByRole('alert')).toContainText('Disk full');
  await window.push('background.changed', { startAtLogin: 'unsupported', pause: null });
  await expect(toggle).toBeDisabled();
  await window.expectAccessible();
});
