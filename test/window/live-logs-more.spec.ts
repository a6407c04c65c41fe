import { bySeq, filter, follow, grid, shown } from './support/live-logs';
import { picture, pictureInBothThemes } from './support/picture';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

test('status and direction narrow with one click, and filters can be undone and redone', async ({ window }) => {
  const page = await window.open(busyWorld(), '/logs');
  await expect(shown(page)).toContainText('400');
  const undo = page.getByRole('button', { name: 'Filter before' });
  await expect(undo).toBeDisabled();
  const status = page.getByRole('group', { name: 'Status' });
  await status.getByRole('button', { name: 'Failed' }).click();
  await expect(filter(page)).toHaveValue('status=failed');
  await expect(status.getByRole('button', { name: 'Failed' })).toHaveAttribute('aria-pressed', 'true');
  await expect(shown(page)).toContainText('134');
  await status.getByRole('button', { name: 'Passed' }).click();
  await expect(filter(page)).toHaveValue('status=passed');
  await page.getByRole('group', { name: 'Direction' }).getByRole('button', { name: 'Outbound' }).click();
  await expect(page.getByText('The filter hides everything')).toBeVisible();
  await pictureInBothThemes(page, 'quick-toggles');
  await window.expectAccessible();

  // Which of the filters on the way here stood long enough to be a step of its own is a matter of time.
  await undo.click();
  await expect(filter(page)).toHaveValue(/^(status=(failed|passed))?$/);
  await grid(page).focus();
  await page.keyboard.press('Control+Shift+z');
  await expect(filter(page)).toHaveValue('status=passed direction=outbound');
  await page.getByRole('group', { name: 'Log types' }).getByRole('button', { name: 'DLP' }).click();
  await grid(page).focus();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('group', { name: 'Log types' }).getByRole('button', { name: 'DLP' })).toHaveAttribute('aria-pressed', 'false');
  await expect(filter(page)).toHaveValue('status=passed direction=outbound');
});

test('drawing over text stops following by itself, and the text stays chosen', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  const cell = bySeq(page, 396).getByRole('gridcell').nth(5);
  const box = await cell.boundingBox();
  if (box === null) throw new Error('no cell');
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 90, box.y + box.height / 2, { steps: 4 });
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  world.preview.add(50);
  await page.mouse.up();
  await expect(page.getByRole('button', { name: 'Jump to latest (50 new)' })).toBeVisible();
  const text = await page.evaluate(() => document.getSelection()?.toString() ?? '');
  expect(text.length).toBeGreaterThan(4);
  expect(await cell.textContent()).toContain(text);
  // It was no click on a row.
  await expect(page.getByRole('region', { name: 'Event details' })).toHaveCount(0);
});

test('bookmarks are listed, gone through with keys, and say when their event has left', async ({ window }) => {
  const world = new World();
  const { preview } = busyWorld();
  world.preview = new (preview.constructor as new (capacity: number) => typeof preview)(300);
  world.preview.add(300, (seq) => (seq === 290 ? { subject: 'Pay\u202Enow' } : {}));
  const page = await window.open(world, '/logs');
  await expect(bySeq(page, 300)).toBeInViewport();
  await grid(page).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('m');
  await page.keyboard.press('Home');
  await expect(bySeq(page, 1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('m');
  await page.keyboard.press('f');
  await bySeq(page, 290).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('m');
  await page.keyboard.press('p');
  await expect(bySeq(page, 1)).toHaveAttribute('aria-selected', 'true');
  await expect(bySeq(page, 1)).toBeInViewport();
  await page.keyboard.press('n');
  await expect(bySeq(page, 290)).toHaveAttribute('aria-selected', 'true');
  await expect(bySeq(page, 290)).toBeInViewport();
  await page.keyboard.press('n');
  await expect(bySeq(page, 300)).toHaveAttribute('aria-selected', 'true');

  world.preview.add(20);
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Bookmarks…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bookmarks' });
  await expect(dialog.getByRole('listitem')).toHaveCount(2);
  await expect(dialog).toContainText('1 bookmarked event has left the view');
  await expect(dialog).toContainText('Pay⟨U+202E⟩now');
  await pictureInBothThemes(page, 'bookmark-list');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: /^Go to the event/ }).first().click();
  await expect(bySeq(page, 290)).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'View' }).click();
  await expect(page.getByRole('menuitemcheckbox', { name: 'Bookmarks only (2)' })).toBeVisible();
});

test('choosing a row while following keeps the rows in sight, wherever the list stood before', async ({ window }) => {
  const page = await window.open(busyWorld(), '/logs');
  await expect(bySeq(page, 400)).toBeInViewport();
  await grid(page).focus();
  await page.keyboard.press('Home');
  await expect(bySeq(page, 1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('f');
  await expect(bySeq(page, 400)).toBeInViewport();
  await page.keyboard.press('ArrowUp');
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  // Two questions later: the answer to the first was under way.
  const asked = window.world.askedOf('preview.rows').length;
  await expect.poll(() => window.world.askedOf('preview.rows').length).toBeGreaterThan(asked + 2);
  await expect(bySeq(page, 400)).toHaveAttribute('aria-selected', 'true');
  await expect(bySeq(page, 390)).toBeInViewport();
});

test('times are moments, ages, or the span since the row before', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  const time = bySeq(page, 400).getByRole('gridcell').first();
  await expect(time).toHaveText(/^22 Nov 11:40:54\.800$/);
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'View' }).click();
    await page.getByRole('menuitemradio', { name }).click();
    await page.keyboard.press('Escape');
  };
  await choose('Times since the row before');
  await expect(time).toHaveText('+137 ms');
  await expect(time.locator('time')).toHaveAttribute('title', '22 Nov 11:40:54.800');
  await expect(grid(page).getByRole('columnheader').first()).toHaveText('Time (difference)');
  await pictureInBothThemes(page, 'time-steps');
  await choose('Times as age');
  await expect(time).toHaveText(/^\d+ [a-z]+ ago$/);
  expect(world.settings.liveLogs.times).toBe('age');
  await window.expectAccessible();
});

test('highlights travel as text, and a text that is none is refused', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/logs');
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Highlights…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Paste JSON…' }).click();
  const field = dialog.getByRole('textbox', { name: 'Highlights as JSON' });
  await field.fill('[{"text":"a","colour":1},{"text":"b","colour":1}]');
  await expect(dialog.getByText('This is no set of highlights.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Take over' })).toBeDisabled();
  await field.fill('[{"text":"invoice","colour":2},{"text":"board","colour":5}]');
  await pictureInBothThemes(page, 'highlights-import');
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await expect(dialog.getByText('2 highlights taken over.')).toBeVisible();
  expect(world.settings.liveLogs.highlights).toEqual([{ text: 'invoice', colour: 2 }, { text: 'board', colour: 5 }]);
  await dialog.getByRole('button', { name: 'Copy as JSON' }).click();
  await expect(dialog.getByText('Copied.')).toBeVisible();
});

test('the queue to the outputs is on this screen, and the history is asked for the message', async ({ window }) => {
  const page = await window.open(busyWorld(), '/logs');
  await expect(page.getByRole('banner').or(page.locator('main header')).first()).toContainText(/312 waiting for outputs \(last confirmed \d+ s ago\)/);
  await bySeq(page, 398).click();
  const details = page.getByRole('region', { name: 'Event details' });
  await details.getByRole('tab', { name: 'Delivery' }).click();
  await expect(details.getByRole('button', { name: 'Search history for this message' })).toBeVisible();
  await details.getByRole('button', { name: 'Search history for this message' }).click();
  await expect(page.getByRole('dialog', { name: 'Search history' })).toContainText('messageGroupId=agg-398');
});

test('what others wrote is text in the filter, its parts, its words, the columns and the menus too', async ({ window }) => {
  const world = new World();
  const hostile = 'Pay\u202Efdp <img src=x onerror=alert(1)> javascript:alert(1)';
  world.preview.add(3, () => ({ subject: hostile }));
  const page = await window.open(world, '/logs');
  await bySeq(page, 3).click();
  const details = page.getByRole('region', { name: 'Event details' });
  const normalized = details.getByRole('region', { name: 'Normalized event' });
  await normalized.getByRole('button', { name: 'Actions for subject' }).click();
  await page.getByRole('menuitem', { name: 'Filter for this value' }).click();
  await expect(page.getByRole('list', { name: 'Parts of the filter' })).toContainText('Pay⟨U+202E⟩fdp <img src=x');
  await expect(page.getByText(/^Shown: subject is/)).toContainText('Pay⟨U+202E⟩fdp <img src=x');
  await page.getByRole('button', { name: 'Search history' }).click();
  await expect(page.getByRole('dialog', { name: 'Search history' })).toContainText('Pay⟨U+202E⟩fdp <img src=x');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'View' }).click();
  await page.getByRole('menuitem', { name: 'Pause on match…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('"never\u202Ecoming"');
  await page.getByRole('button', { name: 'Wait for it' }).click();
  await expect(page.getByText('Pausing at the next event that matches')).toContainText('never⟨U+202E⟩coming');
  const titles = await grid(page).locator('[title]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
  expect(titles).toContain('Pay⟨U+202E⟩fdp <img src=x onerror=alert(1)> javascript:alert(1)');
  expect(titles.join('')).not.toContain('\u202E');
  await filter(page).fill('subject:');
  await expect(page.getByRole('option').first()).toContainText('Pay⟨U+202E⟩fdp <img src=x');
  await expect(page.locator('main a[href^="javascript"], main img')).toHaveCount(0);
  expect(await page.evaluate(() => document.querySelector('main')?.textContent.includes('\u202E'))).toBe(false);
});

for (const [language, scheme] of [['en-XA', 'light'], ['en-XB', 'dark']] as const) {
  test(`nothing is cut in ${language}`, async ({ window }) => {
    for (const width of [1280, 900]) {
      const page = await window.open(busyWorld(), '/logs', { width, height: 700 }, language);
      await page.emulateMedia({ colorScheme: scheme });
      await bySeq(page, 398).click();
      await expect(page.locator('[data-event-details]')).toBeVisible();
      await picture(page, `logs-${language}-${String(width)}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
      // What does not fit must wrap; only the cells of the list and marked lines end with an ellipsis.
      const cut = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('main button, main [data-counters], main label, main h3')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent));
      expect(cut).toEqual([]);
    }
  });
}
