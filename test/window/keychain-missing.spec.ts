import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('without a keychain the form says so, and memory is a choice', async ({ window }) => {
  const world = busyWorld();
  world.info = { ...world.info, keychainAvailable: false };
  const page = await window.open(world, '/connectors/new');
  const bar = page.getByRole('region', { name: 'Keychain' });
  await expect(bar).toContainText('no secret can be saved');
  await window.expectAccessible();
  await bar.getByRole('button', { name: 'Keep for this session only' }).click();
  await expect(bar).toContainText('gone when the program ends');
  await expect(page.getByText('Kept in memory until the program ends')).toBeVisible();
  expect(world.askedOf('app.keepSecretsForSession')).toEqual([{ on: true }]);
  await bar.getByRole('button', { name: 'Use the keychain again' }).click();
  world.info = { ...world.info, keychainAvailable: true };
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(bar).toHaveCount(0);
});
