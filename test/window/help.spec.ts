import { failureCodes } from '../../shared/failures/catalogue';
import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('troubleshooting lists every message of the program and finds by words', async ({ window }) => {
  const page = await window.open(busyWorld(), '/help');
  const entries = page.getByRole('list', { name: 'Messages' }).getByRole('listitem');
  await expect(entries).toHaveCount(failureCodes.length);
  await window.expectAccessible();
  const search = page.getByRole('searchbox', { name: 'Search the messages' });
  await search.fill('proxy forbids');
  await expect(entries).toHaveCount(1);
  await expect(entries).toContainText('Network administrator');
  await search.fill('mc-auth-401');
  await expect(entries.first()).toContainText('Client ID or Client Secret refused');
  await search.fill('nothing like this');
  await expect(page.getByText('No message has these words')).toBeVisible();
});

test('diagnostics show who must act, and the report before it is saved', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/help/diagnostics');
  await page.getByRole('button', { name: 'Run diagnostics' }).click();
  const steps = page.getByRole('list', { name: 'Steps' });
  await expect(steps.getByRole('listitem')).toHaveCount(3);
  await expect(steps).toContainText('Ask your network team to allow the hosts of Mimecast');
  await expect(page.getByRole('status').filter({ hasText: '1 failed, 1 warning' })).toBeVisible();
  await expect(page.getByLabel('Preview of the report')).toContainText('Mimecast Connector: diagnostics report');
  expect(world.askedOf('support.saveReport')).toHaveLength(0);
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Save report…' }).click();
  await expect(page.getByText('Report saved.').first()).toBeVisible();
});

test('the log, storage and what changed', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/help/log');
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('radio', { name: 'Errors', exact: true }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await window.expectAccessible();
  await page.getByRole('tab', { name: 'Storage' }).click();
  await expect(page.getByRole('list', { name: 'Storage' })).toContainText('412 files');
  await page.getByRole('button', { name: 'Open folder of Spool' }).click();
  expect(world.askedOf('support.openFolder')).toEqual([{ id: 'spool' }]);
  await window.expectAccessible();
  await page.getByRole('tab', { name: 'What changed' }).click();
  await expect(page.getByRole('heading', { name: '1.2.0 - 2026-11-22' })).toBeVisible();
  await expect(page.getByText('A proxy of your own.')).toBeVisible();
  await window.expectAccessible();
});
