import type { Locator, Page } from '@playwright/test';

import { item, quarantineWorld } from './support/ledger-samples';
import { expect, test } from './support/window';
import type { World } from './support/world';

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: typeof name === 'string' });
const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Events' });
const navigation = (page: Page, name: string): Locator => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });

/** Has the focus by keys, as if a person had come to it. */
async function stand(at: Locator): Promise<Locator> {
  await at.focus();
  await expect(at).toBeFocused();
  return at;
}

/** Chooses an entry of a menu with keys alone. */
async function choose(page: Page, menu: Locator, entry: string | RegExp): Promise<Locator> {
  await stand(menu);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: entry }).focus();
  await page.keyboard.press('Enter');
  return menu;
}

async function press(page: Page, at: Locator, ...keys: readonly string[]): Promise<Locator> {
  await stand(at);
  for (const key of keys) await page.keyboard.press(key);
  return at;
}

async function listOfEvents(page: Page, ...keys: readonly string[]): Promise<Locator> {
  await expect(page.locator('[role=row][data-seq="400"]')).toBeInViewport();
  return press(page, grid(page), ...keys);
}

type Case = {
  readonly name: string;
  readonly path: string;
  /** Opens it, and says who has the focus afterwards. */
  readonly open: (page: Page) => Promise<Locator>;
};

const view = (page: Page): Locator => button(page, 'View');

const cases: readonly Case[] = [
  { name: 'the palette', path: '/connectors', open: (page) => press(page, button(page, 'Add connector'), 'Control+k') },
  { name: 'the sheet of keys', path: '/ledger', open: (page) => press(page, page.getByRole('combobox', { name: 'Time' }), 'Control+/') },
  {
    name: 'the sheet of keys, from the palette', path: '/connectors',
    open: async (page) => {
      const at = await press(page, button(page, 'Add connector'), 'Control+k');
      await page.keyboard.type('shortcuts');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      return at;
    },
  },
  { name: 'a new watch rule', path: '/watch', open: (page) => press(page, button(page, 'Add rule'), 'Enter') },
  { name: 'a watch rule', path: '/watch', open: (page) => press(page, button(page, 'Edit or test Malware found'), 'Enter') },
  { name: 'the end of a watch rule', path: '/watch', open: (page) => press(page, button(page, 'Delete Mine'), 'Enter') },
  { name: 'the end of a connector', path: '/connectors', open: (page) => press(page, button(page, 'Delete Head office…'), 'Enter') },
  { name: 'the end of an output', path: '/outputs', open: (page) => press(page, button(page, 'Delete DNIF production…'), 'Enter') },
  { name: 'a file with a set-up', path: '/connectors', open: (page) => choose(page, button(page, 'More actions'), 'Import from a file…') },
  { name: 'a file with preferences', path: '/settings', open: (page) => press(page, button(page, 'Import preferences…'), 'Enter') },
  { name: 'the reset of all preferences', path: '/settings', open: (page) => press(page, button(page, 'Reset all preferences…'), 'Enter') },
  { name: 'the discarding of an item', path: '/quarantine', open: (page) => press(page, page.getByRole('grid', { name: 'Quarantined items' }), 'ArrowDown', 'Delete') },
  {
    name: 'unsaved changes of a connector', path: '/connectors/edit/c1',
    open: async (page) => {
      await page.getByLabel('Connector Name').fill('Renamed');
      return press(page, navigation(page, 'Ledger'), 'Enter');
    },
  },
  {
    name: 'unsaved changes of an output', path: '/outputs/edit/o1',
    open: async (page) => {
      await page.getByLabel('Output Name').fill('Renamed');
      return press(page, navigation(page, 'Ledger'), 'Enter');
    },
  },
  {
    name: 'unsaved network settings', path: '/settings',
    open: async (page) => {
      await page.getByRole('radio', { name: 'TLS 1.3' }).check();
      return press(page, navigation(page, 'Ledger'), 'Enter');
    },
  },
  { name: 'columns', path: '/logs', open: (page) => choose(page, view(page), 'Columns…') },
  { name: 'highlights', path: '/logs', open: (page) => choose(page, view(page), 'Highlights…') },
  { name: 'pause on match', path: '/logs', open: (page) => choose(page, view(page), 'Pause on match…') },
  { name: 'the keys of Live Logs', path: '/logs', open: (page) => choose(page, view(page), /^Keyboard/) },
  { name: 'the keys of Live Logs, by a key', path: '/logs', open: (page) => listOfEvents(page, '?') },
  {
    name: 'bookmarks', path: '/logs',
    open: async (page) => {
      await listOfEvents(page, 'ArrowUp', 'm');
      return choose(page, view(page), 'Bookmarks…');
    },
  },
  { name: 'the name of a filter', path: '/logs', open: (page) => choose(page, button(page, 'Saved filters'), 'Save this filter…') },
  { name: 'the saved filters', path: '/logs', open: (page) => choose(page, button(page, 'Saved filters'), 'Delete saved filters…') },
  { name: 'the export of the list', path: '/logs', open: (page) => choose(page, button(page, 'Copy, export, clear'), 'Export the list…') },
  { name: 'the history', path: '/logs', open: (page) => press(page, button(page, 'Search history'), 'Enter') },
];

function world(): World {
  const made = quarantineWorld();
  made.quarantine = { total: 2, items: [item(2), item(1)] };
  made.setupPlan = { reading: 't1', fileName: 'setup.json', entries: [{ index: 0, kind: 'output', name: 'Archive', action: 'add', changes: [], notes: [] }] };
  made.preferencesPlan = { reading: 'r1', fileName: 'preferences.json', changes: [{ field: 'theme', before: 'system', after: 'dark' }], notes: [] };
  made.settings = {
    ...made.settings,
    watchRules: [{ id: 'mine', name: 'Mine', text: 'sender:alice', threshold: 1, windowMinutes: 10, on: true }],
    liveLogs: { ...made.settings.liveLogs, filters: [{ name: 'Alice', text: 'sender:alice' }] },
  };
  return made;
}

for (const { name, path, open } of cases) {
  test(`${name}: Escape closes it and the focus goes back`, async ({ window }) => {
    const page = await window.open(world(), path);
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    const opener = await open(page);
    const dialog = page.locator('[role="dialog"], [role="alertdialog"]');
    await expect(dialog).toBeVisible();
    await expect.poll(() => dialog.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(opener).toBeFocused();
  });
}

test('where the row of the button is gone, the heading of the screen has the focus', async ({ window }) => {
  const page = await window.open(world(), '/watch');
  await press(page, button(page, 'Delete Mine'), 'Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete rule' }).press('Enter');
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('what the dialog leads to keeps the focus', async ({ window }) => {
  const page = await window.open(world(), '/logs');
  await listOfEvents(page, 'ArrowUp', 'm');
  await choose(page, view(page), 'Bookmarks…');
  await page.getByRole('dialog').getByRole('button', { name: /^Go to/ }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(grid(page)).toBeFocused();
});
