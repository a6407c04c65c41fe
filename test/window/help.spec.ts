import { helpParts, pathTo } from '../../renderer/routes';
import { failureCodes } from '../../shared/failures/catalogue';
import { isTooWide, picture } from './support/picture';
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
  await expect(steps).toContainText('Ask your network team to allow this host and port');
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
  await page.getByRole('button', { name: 'Open folder Spool' }).click();
  expect(world.askedOf('support.openFolder')).toEqual([{ id: 'spool' }]);
  await window.expectAccessible();
  await page.getByRole('tab', { name: 'What changed' }).click();
  await expect(page.getByRole('heading', { name: '1.2.0 - 2026-11-22' })).toBeVisible();
  await expect(page.getByText('A proxy of your own.')).toBeVisible();
  await window.expectAccessible();
});

test('the copy of the spool is removed after a question, and its room is free again', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/help/storage');
  const storage = page.getByRole('list', { name: 'Storage' });
  await expect(storage).toContainText('spool.v4-20261120T081500Z.db');
  await picture(page, 'storage-copy');
  await page.getByRole('button', { name: 'Remove copy…' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('The spool itself stays as it is.');
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(world.askedOf('support.removeSpoolCopy')).toEqual([]);
  await page.getByRole('button', { name: 'Remove copy…' }).click();
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Remove copy', exact: true }).click();
  await expect(page.getByText('Copy of the spool removed.').first()).toBeVisible();
  await expect(storage).not.toContainText('spool.v4-');
  expect(world.askedOf('support.removeSpoolCopy')).toHaveLength(1);
});

test('a link to a failure scrolls to its message, marks it and gives it the focus', async ({ window }) => {
  const page = await window.open(busyWorld(), '/help/failure/PC-DISK-FULL');
  const entry = page.getByRole('listitem').filter({ hasText: 'PC-DISK-FULL' });
  await expect(entry).toBeFocused();
  await expect(entry).toBeInViewport();
  await expect(entry).toHaveAttribute('aria-current', 'true');
  await picture(page, 'help-failure');
  await window.expectAccessible();
  await window.open(busyWorld(), '/help/failure/NO-SUCH-CODE');
  await expect(page.getByRole('alert')).toHaveText('There is no message with the code NO-SUCH-CODE.');
});

test('the guide can be run again from Help', async ({ window }) => {
  const page = await window.open(busyWorld(), '/help');
  await page.getByRole('button', { name: 'Connect an account step by step' }).click();
  await expect(page).toHaveURL(/#\/connectors\/guide$/);
});

test('what the log leaves out by its settings is said', async ({ window }) => {
  const world = busyWorld();
  world.settings = { ...world.settings, logLevel: 'error' };
  const page = await window.open(world, '/help/log');
  await expect(page.getByRole('status').filter({ hasText: 'Settings say that only errors are written.' })).toBeVisible();
});

for (const [scheme, language, size] of [['light', 'en', 1280], ['dark', 'en', 900], ['light', 'en-XA', 900], ['dark', 'en-XB', 1280]] as const) {
  test(`help in ${scheme}, ${language}, ${String(size)} pixels wide`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    for (const part of helpParts) {
      const page = await window.open(busyWorld(), pathTo.help(part), { width: size, height: 800 }, language);
      if (part === 'diagnostics') {
        await page.getByRole('button').filter({ hasText: /diagnostics|đíáğñóšťíçš/i }).click();
        await expect(page.locator('pre')).toBeVisible();
      }
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await isTooWide(page)).toBe(false);
      await window.expectAccessible();
      await picture(page, `help-${part}-${scheme}-${language}-${String(size)}`);
    }
  });
}
