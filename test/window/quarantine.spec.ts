import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import type { QuarantineItem } from '../../shared/model/quarantine';
import { item, mixedItems, quarantineWorld } from './support/ledger-samples';
import { busyStatus, failure, stream } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, ok } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];

const many = (count: number): QuarantineItem[] => Array.from({ length: count }, (_, index) => item(count - index));
const rows = (page: Page) => page.getByRole('grid', { name: 'Quarantined items' }).getByRole('row').filter({ has: page.getByRole('gridcell') });
const selected = (page: Page) => rows(page).and(page.locator('[aria-selected="true"]'));

test('items stand newest first with reason, source, size and the output that refused them', async ({ window }) => {
  const page = await window.open(quarantineWorld(), '/quarantine');
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).nth(0)).toContainText(/Head office.*SIEM.*Event too large for the output.*1,310,720 bytes.*batch 88121.*64\.0 KiB.*DNIF production/s);
  await expect(rows(page).nth(1)).toContainText(/Record unreadable.*Unexpected end of JSON input.*line 2706.*1\.2 KiB.*–/s);
  await expect(rows(page).nth(2)).toContainText('Log file unreadable');
  await expect(page.getByRole('link', { name: /^Quarantine/ })).toContainText('3');
});

test('an empty quarantine says what that means', async ({ window }) => {
  const page = await window.open(busyWorld(), '/quarantine');
  await expect(page.getByRole('heading', { name: 'Nothing in quarantine' })).toBeVisible();
  await expect(page.getByText(/Every record that arrived could be read/)).toBeVisible();
  await expect(page.getByRole('link', { name: /^Quarantine/ })).toHaveAccessibleName('Quarantine');
});

test('the details show reason, remedy and the bytes as text that cannot deceive', async ({ window }) => {
  const world = quarantineWorld();
  world.on('quarantine.read', () => ok({ text: '{"subject":"invoice\u202Efdp.exe","link":"<a href=https://example.com>x</a>"' }));
  const page = await window.open(world, '/quarantine');
  await rows(page).nth(1).click();
  const detail = page.getByRole('region', { name: 'Item details' });
  await expect(detail).toContainText('A record is not valid JSON or exceeds a limit.');
  await expect(detail).toContainText('It is kept in quarantine as received.');
  await expect(detail.getByText('Reads the record again')).toBeVisible();
  const bytes = detail.getByRole('region', { name: 'Kept bytes' });
  await expect(bytes).toContainText('⟨U+202E⟩');
  await expect(bytes.getByRole('link')).toHaveCount(0);
  await rows(page).nth(2).click();
  await expect(detail).toContainText('Cannot be tried again: only a part of it was kept.');
  await expect(detail).toContainText('First 64.0 KiB, the rest was not kept');
  await rows(page).nth(0).click();
  await expect(detail).toContainText('Sends it to DNIF production again.');
  await page.getByRole('button', { name: 'Close details' }).click();
  await expect(detail).toBeHidden();
  await expect(page.getByRole('grid')).toBeFocused();
});

test('bytes that were given up, an item that is gone and a long one each say so', async ({ window }) => {
  const world = quarantineWorld([item(3, { size: 0, cut: true, retryable: false }), item(2), item(1)]);
  world.on('quarantine.read', ({ id }) => ok({ text: id === 3 ? '' : id === 2 ? null : 'a'.repeat(6000) }));
  const page = await window.open(world, '/quarantine');
  const bytes = page.getByRole('region', { name: 'Kept bytes' });
  await rows(page).nth(0).click();
  await expect(bytes).toContainText('No bytes are kept of it.');
  await rows(page).nth(1).click();
  await expect(bytes).toContainText('This item is not in quarantine any more.');
  await rows(page).nth(2).click();
  await bytes.getByRole('button', { name: 'Show all (1,904 more characters)' }).click();
  await expect(bytes).toContainText('a'.repeat(6000));
});

test('items are selected with the keyboard like files', async ({ window }) => {
  const page = await window.open(quarantineWorld(many(12)), '/quarantine');
  const grid = page.getByRole('grid', { name: 'Quarantined items' });
  await expect(rows(page)).toHaveCount(12);
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(selected(page)).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(selected(page)).toHaveCount(3);
  await expect(page.getByRole('checkbox', { name: '3 of 12 selected' })).toBeVisible();
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Space');
  await expect(selected(page)).toHaveCount(4);
  await expect(rows(page).nth(4)).toHaveAttribute('aria-selected', 'true');
  await expect(rows(page).nth(3)).toHaveAttribute('aria-selected', 'false');
  await expect(grid).toHaveAttribute('aria-activedescendant', await rows(page).nth(4).getAttribute('id') ?? '');
  await page.keyboard.press('Control+a');
  await expect(selected(page)).toHaveCount(12);
  await page.keyboard.press('Escape');
  await expect(selected(page)).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(rows(page).nth(11)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Delete');
  await expect(page.getByRole('alertdialog')).toContainText('Discard 1 item?');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alertdialog')).toBeHidden();
  await expect(selected(page)).toHaveCount(1);
});

test('items are selected with the mouse like files', async ({ window }) => {
  const page = await window.open(quarantineWorld(many(12)), '/quarantine');
  await rows(page).nth(1).click();
  await rows(page).nth(3).click({ modifiers: ['Shift'] });
  await expect(selected(page)).toHaveCount(3);
  await rows(page).nth(2).click({ modifiers: ['ControlOrMeta'] });
  await expect(selected(page)).toHaveCount(2);
  await rows(page).nth(4).locator('[data-check]').click();
  await expect(selected(page)).toHaveCount(3);
  await page.getByRole('checkbox', { name: '3 of 12 selected' }).click();
  await expect(selected(page)).toHaveCount(12);
  await page.getByRole('checkbox', { name: '12 of 12 selected' }).click();
  await expect(selected(page)).toHaveCount(0);
});

test('Retry sends what can be tried again, says what became of it and updates list and badge', async ({ window }) => {
  const world = quarantineWorld();
  const page = await window.open(world, '/quarantine');
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  world.on('quarantine.retry', ({ ids }) => {
    world.quarantine = { total: 2, items: world.quarantine.items.filter((each) => each.id !== 903) };
    return ok({ requeued: 1, duplicates: 0, kept: ids.length - 1 });
  });
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByRole('status').filter({ hasText: '1 item is back on the way to the outputs. 1 item still cannot be read and stays here.' })).toBeVisible();
  expect(world.askedOf('quarantine.retry')).toEqual([{ ids: [903, 902] }]);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('link', { name: /^Quarantine/ })).toContainText('2');
});

test('Retry rests with its reason where it cannot help', async ({ window }) => {
  const world = quarantineWorld();
  const page = await window.open(world, '/quarantine');
  const retry = page.getByRole('button', { name: 'Retry' });
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await expect(retry).toHaveAccessibleDescription('Select items first');
  await rows(page).nth(2).click();
  await expect(retry).toHaveAttribute('aria-disabled', 'true');
  await expect(retry).toHaveAccessibleDescription('Cannot be tried again: only a part of it was kept.');
  await rows(page).nth(1).click();
  await expect(retry).not.toHaveAttribute('aria-disabled', 'true');
  await rows(page).nth(2).click({ modifiers: ['ControlOrMeta'] });
  await expect(retry).toHaveAccessibleDescription('1 of 2 can be tried again');
});

test('Discard names what is lost and what stays counted', async ({ window }) => {
  const world = quarantineWorld();
  const page = await window.open(world, '/quarantine');
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await page.getByRole('button', { name: 'Discard…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Discard 3 items?' });
  await expect(dialog).toContainText('Their bytes are deleted for good');
  await expect(dialog).toContainText('2 stay counted as quarantined in the ledger.');
  await expect(dialog).toContainText('1 stays counted as refused by the output.');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Discard 3 items' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing in quarantine' })).toBeVisible();
  expect(world.askedOf('quarantine.discard')).toEqual([{ ids: [903, 902, 901] }]);
  await expect(page.getByText('3 items discarded').last()).toBeVisible();
});

test('after a discard the keyboard stays at its place', async ({ window }) => {
  const page = await window.open(quarantineWorld(many(6)), '/quarantine');
  await rows(page).nth(2).click();
  await page.keyboard.press('Tab');
  await page.getByRole('grid').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Discard 1 item' }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(page.getByRole('grid')).toHaveAttribute('aria-activedescendant', 'quarantined-3');
});

test('Export saves what is selected, and says where', async ({ window }) => {
  const world = quarantineWorld();
  const page = await window.open(world, '/quarantine');
  await rows(page).nth(0).click();
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect.poll(() => world.askedOf('quarantine.export')).toEqual([{ ids: [903] }]);
  await expect(page.getByText(/saved to/)).toHaveCount(0);
  world.on('quarantine.export', () => ok({ path: '/home/admin/items.ndjson' }));
  await page.getByRole('button', { name: 'Export…' }).click();
  await expect(page.getByText('1 item saved to /home/admin/items.ndjson').last()).toBeVisible();
});

test('more items come when asked for, in the order of their age', async ({ window }) => {
  const world = quarantineWorld(many(620));
  const page = await window.open(world, '/quarantine');
  await expect(rows(page)).toHaveCount(100);
  await page.getByRole('button', { name: 'Load more (520 left)' }).click();
  await expect(rows(page)).toHaveCount(200);
  for (const count of [300, 400, 500, 600, 620]) {
    await page.getByRole('button', { name: /Load more/ }).click();
    await expect(rows(page)).toHaveCount(count);
  }
  await expect(page.getByRole('button', { name: /Load more/ })).toBeHidden();
  await expect(rows(page).nth(619)).toContainText('siem-20261122-1.json.gz line 3');
  // More than one question may carry: in parts, and an export asks for fewer.
  await page.getByRole('checkbox', { name: 'Select all' }).check();
  await expect(page.getByRole('button', { name: 'Export…' })).toHaveAccessibleDescription('Select 500 items or fewer');
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => world.askedOf('quarantine.retry').map(({ ids }) => ids.length)).toEqual([500, 120]);
});

test('new items appear while the list is open, and the badge follows on every screen', async ({ window }) => {
  const world = quarantineWorld();
  const page = await window.open(world, '/quarantine');
  await rows(page).nth(1).click();
  world.quarantine = { total: 4, items: [item(904), ...mixedItems()] };
  await window.push('collection.status', { ...busyStatus(), streams: [stream('SIEM', { counts: { fetched: 5, duplicates: 0, quarantined: 4, spooled: 0, released: 1, delivered: {}, refused: {} } })] });
  // The window lets three seconds pass between two questions for the total.
  await expect(rows(page)).toHaveCount(4, { timeout: 20_000 });
  await expect(rows(page).nth(2)).toHaveAttribute('aria-selected', 'true');
  await window.push('app.navigate', { route: '/settings' });
  await expect(page.getByRole('link', { name: /^Quarantine/ })).toContainText('4');
});

test('a failed action stays on screen, and the items with it', async ({ window }) => {
  const world = quarantineWorld();
  world.on('quarantine.discard', () => ({ kind: 'failed', failure: failure('PC-SPOOL', 'SQLITE_READONLY'), problems: [] }));
  const page = await window.open(world, '/quarantine');
  await rows(page).nth(0).click();
  await page.getByRole('button', { name: 'Discard…' }).click();
  await page.getByRole('button', { name: 'Discard 1 item' }).click();
  await expect(page.getByRole('alert')).toContainText('Spool not usable');
  await expect(rows(page)).toHaveCount(3);
});

for (const scheme of ['light', 'dark'] as const) {
  test(`quarantine is accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = quarantineWorld([...mixedItems(), ...Array.from({ length: 30 }, (_, index) => item(900 - index, { detail: 'Unterminated string in JSON at position 1204' }))]);
    world.on('quarantine.read', () => ok({ text: '{"aggregateId":"J5JwSy0HNvG7AvCg1sgDvQ_1715708284","processingId":"processingId","accountId":"C0A0","timestamp":1715708287466,"senderEnvelope":"auser@example.com","subject":"Status update\u0000\u202E for' }));
    const page = await window.open(world, '/quarantine');
    await rows(page).nth(1).click();
    await rows(page).nth(3).click({ modifiers: ['Shift'] });
    await expect(page.getByRole('region', { name: 'Kept bytes' })).toContainText('aggregateId');
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `quarantine-${scheme}.png`) });
    }
    await window.expectAccessible();
    await page.getByRole('button', { name: 'Discard…' }).click();
    await expect(page.getByRole('alertdialog')).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: join(shots, `quarantine-discard-${scheme}.png`) });
    await window.expectAccessible();
  });

  test(`an empty quarantine is accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const page = await window.open(busyWorld(), '/quarantine');
    await expect(page.getByRole('heading', { name: 'Nothing in quarantine' })).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: join(shots, `quarantine-empty-${scheme}.png`) });
    await window.expectAccessible();
  });
}

test('quarantine fits into 900 by 600', async ({ window }) => {
  const page = await window.open(quarantineWorld(), '/quarantine', { width: 900, height: 600 });
  await rows(page).nth(0).click();
  await expect(page.getByRole('region', { name: 'Item details' })).toBeVisible();
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'quarantine-small.png') });
  expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false);
  await window.expectAccessible();
});
