import type { Page } from '@playwright/test';

import { PreviewAskSchema } from '../../shared/model/preview';
import { bySeq, follow, grid, shown } from './support/live-logs';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

/** Where a row stands inside the list, in pixels. */
const topOf = (page: Page, seq: number): Promise<number> => bySeq(page, seq).evaluate((row) => Math.round(row.getBoundingClientRect().top));

test('the newest event stays in sight while following, and only what is visible exists', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '401');
  world.preview.add(250);
  await expect(bySeq(page, 650)).toBeInViewport();
  expect(await grid(page).getByRole('row').count()).toBeLessThan(80);
  const asks = world.askedOf('preview.rows');
  expect(asks.every((ask) => ask.count <= 200)).toBe(true);
});

test('scrolling up ends following; what is read does not move, also when the oldest leave the buffer', async ({ window }) => {
  const world = new World();
  const small = busyWorld();
  world.connectors = small.connectors;
  world.status = small.status;
  world.preview = new (small.preview.constructor as new (capacity: number) => typeof small.preview)(600);
  world.preview.add(600);
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 600)).toBeInViewport();
  await grid(page).hover();
  await page.mouse.wheel(0, -2600);
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  await expect(bySeq(page, 495)).toBeInViewport();
  await expect(bySeq(page, 600)).toHaveCount(0);
  const before = await topOf(page, 495);

  world.preview.add(180);
  await expect(page.getByRole('button', { name: 'Jump to latest (180 new)' })).toBeVisible();
  await expect.poll(() => topOf(page, 495)).toBe(before);

  await page.getByRole('button', { name: /Jump to latest/ }).click();
  await expect(bySeq(page, 780)).toBeInViewport();
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true');
});

test('scrolling back to the end follows again', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).hover();
  await page.mouse.wheel(0, -900);
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  await page.mouse.wheel(0, 5000);
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true');
});

test('Pause freezes the list, counts what came, and Resume shows it', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await page.getByRole('button', { name: 'Pause' }).click();
  world.preview.add(1284);
  await expect(page.getByText('Paused · 1,284 new')).toBeVisible();
  await expect(page.getByText('collection and delivery go on')).toBeVisible();
  await expect(bySeq(page, 400)).toBeInViewport();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '401');
  await window.expectAccessible();
  await page.keyboard.press('Control+e');
  await expect(bySeq(page, 1684)).toBeInViewport();
  await expect(page.getByText(/^Paused/)).toBeHidden();
});

test('text and log type narrow the list, and the three kinds of empty are told apart', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  const chips = page.getByRole('group', { name: 'Log types' });
  await chips.getByRole('button', { name: 'DLP' }).click();
  await expect(grid(page).getByRole('row').nth(1)).toContainText('hold');
  await expect(shown(page)).toContainText('67');
  await page.getByRole('combobox', { name: 'Filter' }).fill('parcel nowhere');
  await expect(page.getByText('The filter hides everything')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filter' }).click();
  await expect(shown(page)).toContainText('400');

  await page.keyboard.press('Control+Shift+Delete');
  await expect(page.getByText('No events yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(shown(page)).toContainText('400');
  await page.keyboard.press('Control+Shift+Delete');
  await expect(page.getByText('No events yet')).toBeVisible();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused before anything arrived')).toBeVisible();
  world.preview.add(3);
  await expect(page.getByText('3 events arrived since.')).toBeVisible();
});

test('the list is one tab stop with the keys of a grid', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).focus();
  await page.keyboard.press('ArrowUp');
  await expect(bySeq(page, 400)).toHaveAttribute('aria-selected', 'true');
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('ArrowUp');
  await expect(bySeq(page, 399)).toHaveAttribute('aria-selected', 'true');
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'event-399');
  await page.keyboard.press('Home');
  await expect(bySeq(page, 1)).toHaveAttribute('aria-selected', 'true');
  await expect(bySeq(page, 1)).toBeInViewport();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowDown');
  await expect(bySeq(page, 2)).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Event details' });
  await expect(details.getByRole('heading', { name: 'Normalized' })).toBeVisible();
  await expect(details).toContainText('agg-2');
  await page.keyboard.press('ArrowDown');
  await expect(details).toContainText('agg-3');
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(grid(page)).toBeFocused();

  await page.keyboard.press('f');
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(page.getByText(/^Paused/)).toBeVisible();
});

test('what others wrote is text: no links, no mark-up, invisible characters are shown', async ({ window }) => {
  const world = new World();
  const hostile = 'Pay\u202Efdp.exe <img src=x onerror=alert(1)> https://evil.example.com/ zero\u200Bwidth';
  world.preview.add(1, () => ({ subject: hostile, sender: 'boss@example.com\u0007' }));
  const page = await window.open(world, '/logs');
  const row = bySeq(page, 1);
  await expect(row).toContainText('Pay⟨U+202E⟩fdp.exe <img src=x onerror=alert(1)> https://evil.example.com/ zero⟨U+200B⟩width');
  await expect(row).toContainText('boss@example.com␇');
  await row.click();
  const details = page.getByRole('region', { name: 'Event details' });
  await expect(details).toContainText('⟨U+202E⟩');
  await details.getByRole('tab', { name: 'Text' }).click();
  await expect(details.getByRole('region', { name: 'Raw record' })).toContainText('⟨U+202E⟩');
  await expect(details.locator('a, img')).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelector('main')?.textContent.includes('\u202E'))).toBe(false);
});

test('one question at a time, and none while the screen is left', async ({ window }) => {
  const world = busyWorld();
  let open = 0;
  let most = 0;
  world.on('preview.rows', async (ask) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => { setTimeout(resolve, 40); });
    open -= 1;
    return { kind: 'ok', value: world.preview.rows(PreviewAskSchema.parse(ask)) };
  });
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).hover();
  for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, -300);
  await expect.poll(() => world.askedOf('preview.rows').length).toBeGreaterThan(8);
  expect(most).toBe(1);
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect.poll(() => open).toBe(0);
  const asked = world.askedOf('preview.rows').length;
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(() => world.settings.theme).toBe('dark');
  expect(world.askedOf('preview.rows').length).toBe(asked);
});
