import type { Page } from '@playwright/test';

import { bySeq, details, filter, grid, shown } from './support/live-logs';
import { pictureInBothThemes } from './support/picture';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

/** Fills in what the list is to pause on. */
async function askForWanted(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Pause on match…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('subject:wanted');
}

/** Waits for it among others, and sees that the list stops there. */
async function expectWanted(page: Page, world: World): Promise<void> {
  await page.getByRole('button', { name: 'Wait for it' }).click();
  await expect(page.getByText('Pausing at the next event that matches')).toBeVisible();
  world.preview.add(20);
  world.preview.add(1, () => ({ subject: 'The wanted one' }));
  world.preview.add(20);
  await expect(page.getByText('Paused · 20 new')).toBeVisible();
  await expect(bySeq(page, 421)).toHaveAttribute('aria-selected', 'true');
}

test('the filter completes fields and values, says what it does, and keeps the last good one', async ({ window }) => {
  const page = await window.open(busyWorld(), '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await page.keyboard.press('Control+f');
  await expect(filter(page)).toBeFocused();
  await page.keyboard.type('act');
  await expect(page.getByRole('option', { name: /^action:/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(filter(page)).toHaveValue('action:');
  await page.keyboard.type('bl');
  await expect(page.getByRole('option', { name: /^block/ })).toBeVisible();
  await pictureInBothThemes(page, 'completion');
  await window.expectAccessible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(filter(page)).toHaveValue('action:block ');
  await expect(page.getByText('action contains “block”')).toBeVisible();
  await expect(shown(page)).toContainText('67');
  await page.keyboard.type('sender:(');
  await expect(page.getByRole('alert')).toContainText('Character 14: Brackets cannot follow sender:');
  await expect(shown(page)).toContainText('67');
  await expect(filter(page)).toHaveAttribute('aria-invalid', 'true');
  await pictureInBothThemes(page, 'filter-error');
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Remove action:block' }).click();
  await expect(shown(page)).toContainText('400');
});

test('values become filters and columns; the mapping shows both ways', async ({ window }) => {
  const page = await window.open(busyWorld(), '/logs');
  await bySeq(page, 398).click();
  const raw = details(page).getByRole('region', { name: 'Raw record' });
  const normalized = details(page).getByRole('region', { name: 'Normalized event' });
  await expect(raw.getByText('→ sender')).toBeVisible();
  await expect(normalized.getByText('← subject')).toBeVisible();
  await expect(raw.getByText('raw only').first()).toBeVisible();
  await raw.getByText('→ sender').hover();
  await expect(normalized.locator('li').filter({ hasText: '← senderEnvelope' })).toHaveClass(/lit/);
  await pictureInBothThemes(page, 'detail');
  await window.expectAccessible();

  await raw.getByRole('button', { name: 'Actions for tlsVersion' }).click();
  await page.getByRole('menuitem', { name: 'Add as column' }).click();
  await expect(grid(page).getByRole('columnheader', { name: 'raw.tlsVersion' })).toBeVisible();
  await expect(bySeq(page, 398)).toContainText('TLSv1.3');
  await normalized.getByRole('button', { name: 'Actions for eventType' }).click();
  await page.getByRole('menuitem', { name: 'Filter out this value' }).click();
  await expect(page.getByRole('list', { name: 'Parts of the filter' })).toContainText('-eventType=');
  await expect(shown(page)).not.toContainText('400 of');

  await raw.getByRole('textbox', { name: 'Search in raw record' }).fill('agg');
  await expect(raw.getByRole('listitem')).toHaveCount(1);
  await details(page).getByRole('tab', { name: 'Delivery' }).click();
  await expect(details(page).getByRole('region', { name: 'Ledger of this event' })).toContainText('Not known any more');
  await expect(details(page).getByText('this event', { exact: true })).toBeVisible();
  await pictureInBothThemes(page, 'delivery');
  await window.expectAccessible();
});

test('columns, highlights and filters are remembered', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await page.getByRole('button', { name: 'View' }).click();
  await pictureInBothThemes(page, 'view-menu');
  await page.getByRole('menuitem', { name: 'Columns…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Recipients' }).click();
  await dialog.getByRole('button', { name: 'Subject: to the left' }).click();
  await dialog.getByRole('button', { name: 'Status: wider' }).click();
  await pictureInBothThemes(page, 'columns');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(grid(page).getByRole('columnheader')).toHaveText([/^Time/, 'Log type', 'Type', 'Action', 'Status', 'Subject', 'Sender']);
  expect(world.settings.liveLogs.layouts['all']?.find(({ field }) => field === 'status')?.width).toBe(102);

  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Highlights…' }).click();
  for (const text of ['invoice', 'sender1', 'DLP', 'person', 'review', 'Lunch', 'board', 'hold', 'Purchase']) {
    await dialog.getByRole('textbox', { name: 'Text' }).fill(text);
    await dialog.getByRole('button', { name: 'Add' }).click();
  }
  await pictureInBothThemes(page, 'highlights');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(grid(page).locator('mark').first()).toBeVisible();
  await pictureInBothThemes(page, 'highlighted');
  await window.expectAccessible();

  await filter(page).fill('sender:sender1 -action=block');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('menuitem', { name: 'Save this filter…' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).or(dialog.getByRole('combobox', { name: 'Name' })).fill('From one');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => world.settings.liveLogs.filters).toEqual([{ name: 'From one', text: 'sender:sender1 -action=block' }]);
  await filter(page).fill('');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByRole('menuitem', { name: 'From one' }).click();
  await expect(filter(page)).toHaveValue('sender:sender1 -action=block');
});

test('bookmarks stay under any filter, and the list pauses at what is waited for', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('m');
  await filter(page).fill('logType:siem');
  await expect(shown(page)).toContainText('201');
  await expect(bySeq(page, 400).getByLabel('Bookmarked')).toBeVisible();
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Bookmarks only (1)' }).click();
  await page.keyboard.press('Escape');
  await expect(shown(page)).toContainText('1 of 400');
  await pictureInBothThemes(page, 'bookmarks');
  await filter(page).fill('');

  await askForWanted(page);
  await pictureInBothThemes(page, 'pause-on');
  await expectWanted(page, world);
  await window.expectAccessible();
});

test('an event that is waited for comes into sight while older ones are read', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await bySeq(page, 398).click();
  await expect(page.getByRole('button', { name: 'Follow' })).toHaveAttribute('aria-pressed', 'false');
  await askForWanted(page);
  await expectWanted(page, world);
  await expect(bySeq(page, 421)).toBeInViewport();
});

test('several events are chosen and copied, and the list is exported', async ({ window }) => {
  const world = busyWorld();
  world.on('preview.export', async (_ask, signal) => {
    await new Promise<void>((resolve) => { signal.addEventListener('abort', () => { resolve(); }); });
    return { kind: 'failed', failure: { code: 'APP-CANCELLED', detail: null, retryAfterMs: null, at: 0, ref: 'X' }, problems: [] };
  });
  world.on('preview.exportProgress', () => ({ kind: 'ok', value: { done: 123 } }));
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(grid(page).locator('[aria-selected=true]')).toHaveCount(3);
  await page.keyboard.press('Control+c');
  await expect(page.getByText('3 events copied').first()).toBeVisible();
  expect(world.askedOf('preview.text')[0]).toMatchObject({ list: { after: 397, upTo: 400 }, format: 'ndjson' });
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Copy, export, clear' }).click();
  await page.getByRole('menuitem', { name: 'Copy 400 events as CSV' }).click();
  await expect.poll(() => world.askedOf('preview.text').at(-1)).toMatchObject({ list: { after: 0, upTo: 400 }, format: 'csv' });

  await page.getByRole('button', { name: 'Copy, export, clear' }).click();
  await page.getByRole('menuitem', { name: 'Export the list…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: /Redact/ }).click();
  await dialog.getByRole('button', { name: 'Choose file…' }).click();
  await expect(dialog.getByText('123 events written')).toBeVisible();
  await pictureInBothThemes(page, 'export');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  expect(world.askedOf('preview.export')).toMatchObject([{ redact: true, format: 'ndjson' }]);
});

test('the time span is narrowed by dragging; times, addresses and keys have their switches', async ({ window }) => {
  const world = new World();
  world.preview.add(60, () => ({ subject: 'See https://evil.example.com/a' }));
  const page = await window.open(world, '/logs', { width: 900, height: 600 });
  const chart = page.getByRole('img', { name: /^Arrivals from/ });
  await expect(chart).toBeVisible();
  const box = await chart.boundingBox();
  if (box === null) throw new Error('no chart');
  await page.mouse.move(box.x + box.width * 0.25, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 12);
  await page.mouse.up();
  await expect(filter(page)).toHaveValue(/^arrived>="2026-11-22T11:40:0.*" arrived<"2026-/);
  await expect(page.getByText(/of 60 shown/)).toContainText(/^(29|30|31) of/);
  await pictureInBothThemes(page, 'small');
  await window.expectAccessible();
  await page.getByRole('button', { name: 'Whole span' }).click();
  await expect(filter(page)).toHaveValue('');

  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Defang addresses' }).click();
  await page.keyboard.press('Escape');
  await expect(bySeq(page, 60)).toContainText('hxxps://evil[.]example[.]com/a');
  await grid(page).focus();
  await page.keyboard.press('?');
  await pictureInBothThemes(page, 'keys');
  await window.expectAccessible();
  await page.getByRole('checkbox', { name: 'Keys of one letter work in the list' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await grid(page).focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Times in UTC' }).click();
  await expect.poll(() => world.settings.timeZone).toBe('local');
});
