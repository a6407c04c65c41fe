import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('one connector is paused from its row, with an end, and resumed there', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/status');
  const [connector] = world.connectors;
  const name = connector?.name ?? '';
  await window.expectAccessible();
  await page.getByRole('button', { name: `Pause: ${name}` }).first().click();
  await page.getByRole('menuitem', { name: 'Pause for 1 hour' }).click();
  await expect.poll(() => world.askedOf('background.pauseConnector')).toEqual([{ id: connector?.id, minutes: 60 }]);
  // The whole collection is not paused: no bar.
  await expect(page.getByRole('region', { name: 'Pause' })).toHaveCount(0);
  await page.getByRole('button', { name: `Paused: ${name}` }).first().click();
  await expect(page.getByText('Paused until')).toBeVisible();
  await page.getByRole('menuitem', { name: 'Resume this connector' }).click();
  await expect.poll(() => world.askedOf('background.resumeConnector')).toEqual([{ id: connector?.id }]);
  await expect(page.getByRole('button', { name: `Pause: ${name}` }).first()).toBeVisible();
});
