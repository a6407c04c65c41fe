import { failure } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

const tell = { mode: 'tell', channel: 'latest', managed: { mode: false, channel: false } } as const;

test('an update is found, fetched and installed, each step when the person says so', async ({ window }) => {
  const world = busyWorld();
  world.updates = { ...tell, state: { kind: 'idle', checkedAt: Date.UTC(2026, 10, 22, 11, 40) } };
  const page = await window.open(world, '/settings');
  const card = page.getByRole('region', { name: 'Updates' });
  await expect(card).toContainText('This was the newest version at');
  world.updates = { ...tell, state: { kind: 'available', version: '1.3.0', checkedAt: Date.UTC(2026, 10, 22, 12) } };
  await card.getByRole('button', { name: 'Look now' }).click();
  await expect(card.getByRole('status')).toContainText('Version 1.3.0 is there');
  await window.expectAccessible();
  world.updates = { ...tell, state: { kind: 'downloading', version: '1.3.0', percent: 0 } };
  await card.getByRole('button', { name: 'Download' }).click();
  await window.push('updates.changed', { ...tell, state: { kind: 'downloading', version: '1.3.0', percent: 42 } });
  await expect(card.getByRole('status')).toContainText('42 %');
  await expect(card.getByRole('button')).toHaveCount(0);
  await window.expectAccessible();
  await window.push('updates.changed', { ...tell, state: { kind: 'ready', version: '1.3.0' } });
  await card.getByRole('button', { name: 'Restart and install' }).click();
  expect(world.askedOf('updates.install')).toHaveLength(1);
});

test('an update that was refused says so, with what to do', async ({ window }) => {
  const world = busyWorld();
  world.updates = { ...tell, state: { kind: 'failed', version: '1.3.0', failure: failure('APP-UPDATE-REFUSED') } };
  const page = await window.open(world, '/settings');
  const card = page.getByRole('region', { name: 'Updates' });
  await expect(card).toContainText('Update refused');
  await expect(card.getByRole('button', { name: 'Download' })).toBeVisible();
  await window.expectAccessible();
});

test('how much happens by itself is a choice, unless the organization decided', async ({ window }) => {
  const world = busyWorld();
  world.updates = { ...tell, state: { kind: 'idle', checkedAt: null } };
  const page = await window.open(world, '/settings');
  const card = page.getByRole('region', { name: 'Updates' });
  await card.getByRole('radio', { name: 'Look once a day and download; I install' }).click();
  await card.getByRole('radio', { name: /beta/ }).click();
  await expect.poll(() => world.settings.updates).toEqual({ mode: 'download', channel: 'beta' });
  await card.getByRole('button', { name: 'Newer versions: back to the default' }).click();
  await card.getByRole('button', { name: 'Which versions: back to the default' }).click();
  await expect.poll(() => world.settings.updates).toEqual({ mode: 'tell', channel: 'latest' });
  await expect(card.getByRole('button', { name: /back to the default$/ })).toHaveCount(0);
  await window.push('updates.changed', { state: { kind: 'idle', checkedAt: null }, mode: 'tell', channel: 'latest', managed: { mode: true, channel: true } });
  await expect(card.getByText('Managed by your organization.')).toBeVisible();
  await expect(card.getByRole('radio')).toHaveCount(0);
});

test('a copy that others install says who does, and offers nothing', async ({ window }) => {
  const world = busyWorld();
  world.updates = { ...tell, state: { kind: 'off', reason: 'package-manager' } };
  const page = await window.open(world, '/settings');
  const card = page.getByRole('region', { name: 'Updates' });
  await expect(card).toContainText('Update it with the package manager');
  await expect(card.getByRole('button')).toHaveCount(0);
  await expect(card.getByRole('radio')).toHaveCount(0);
});
