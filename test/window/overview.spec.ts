import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { shippedWatchRules } from '../../shared/model/watch-rules';
import { say, wordsOnly } from '../../shared/text/message';
import { ledgerRows } from './support/ledger-samples';
import { historyStatus, hitSample, overviewSample } from './support/overview-samples';
import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld, ok } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];

function overviewWorld(): World {
  const world = busyWorld();
  world.overview = (range) => overviewSample(range);
  world.ledger = ledgerRows(24);
  world.hits = [hitSample(), hitSample({ id: 2, ruleId: 'logon-burst', ruleName: 'Burst of failed log-ons', count: 5, text: 'eventType="Logon Authentication Failed"' })];
  return world;
}

test('a figure leads to its events in Live Logs', async ({ window }) => {
  const world = overviewWorld();
  const page = await window.open(world, '/overview');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeFocused();
  await page.getByRole('link', { name: /^IP Found in RBL: .* show in Live Logs$/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live Logs' })).toBeVisible();
  await expect.poll(() => world.askedOf('preview.rows').at(-1)?.text).toMatch(/^logType=SIEM action=rejected reason="IP Found in RBL" time>="20\S+Z" time<"20\S+Z"$/);
  await expect(page.getByRole('link', { name: 'Live Logs' })).toHaveAttribute('aria-current', 'page');

  await page.goBack();
  await page.getByRole('link', { name: /^<b>bold<\/b>@example.org: / }).click();
  await expect.poll(() => world.askedOf('preview.rows').at(-1)?.text).toContain('sender="<b>bold</b>@example.org"');
});

test('every chart has its figures as a table, with links', async ({ window }) => {
  const page = await window.open(overviewWorld(), '/overview');
  for (const title of ['Events', 'Rejections', 'Held messages', 'Delivery', 'Delay']) {
    await expect(page.getByRole('img', { name: new RegExp(`^${title}: `) })).toBeVisible();
    await page.getByRole('button', { name: `${title} as a table` }).click();
    await expect(page.getByRole('group', { name: `Table: ${title}` }).getByRole('row')).not.toHaveCount(1);
  }
  await page.getByRole('group', { name: 'Table: Events' }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live Logs' })).toBeVisible();
});

test('the time range is asked for, and held', async ({ window }) => {
  const world = overviewWorld();
  const page = await window.open(world, '/overview');
  await page.getByRole('button', { name: '7 days' }).click();
  await expect.poll(() => world.askedOf('history.overview').at(-1)).toEqual({ range: 'week' });
  await expect(page.getByRole('button', { name: '7 days' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: '1 hour' }).click();
  await expect.poll(() => world.askedOf('history.overview').at(-1)).toEqual({ range: 'hour' });
});

test('what the figures lack is said', async ({ window }) => {
  const world = overviewWorld();
  world.overview = (range) => overviewSample(range, { missed: 1204, history: { ...historyStatus, on: false, since: Date.now() - 60_000, problem: say('collector.history.diskIsShort') } });
  const page = await window.open(world, '/overview');
  await expect(page.getByText(/1,204 events of this time are not in these figures/)).toBeVisible();
  await expect(page.getByText(/switched off/)).toBeVisible();
  await expect(page.getByText(/takes nothing in at the moment: Less than 1 GiB/)).toBeVisible();
  await expect(page.getByText(/The history is complete since .* only/)).toBeVisible();
});

test('nothing to show, no history, and a failure each say what is the case', async ({ window }) => {
  const world = overviewWorld();
  world.ledger = [];
  world.overview = (range) => overviewSample(range, { series: [], held: [], lag: [], tops: overviewSample(range).tops.map((top) => ({ ...top, items: [], others: 0 })) });
  const page = await window.open(world, '/overview');
  await expect(page.getByText('Nothing was rejected in this time.')).toBeVisible();
  await window.expectAccessible();
  world.overview = null;
  await page.getByRole('button', { name: '1 hour' }).click();
  await expect(page.getByText('No history to count in')).toBeVisible();
});

test('a rule is switched, edited with a test, added and deleted', async ({ window }) => {
  const world = overviewWorld();
  world.on('history.test', ({ text }) => ok({ matched: 7, hits: 2, events: hitSample().events, since: Date.now() - 86_400_000, searched: 51_000, complete: true, problem: text === '' ? wordsOnly('no') : null }));
  const page = await window.open(world, '/watch');
  await expect(page.getByRole('switch')).toHaveCount(shippedWatchRules().length);
  await expect(page.getByRole('switch', { checked: true })).toHaveCount(0);
  await page.getByRole('switch', { name: 'Malware found' }).click();
  await expect.poll(() => world.settings.watchRules.find(({ id }) => id === 'malware')?.on).toBe(true);

  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog.getByText('Enter a name for the rule.')).toBeVisible();
  await dialog.getByLabel('Name').fill('Mail to the board');
  await dialog.getByLabel('Filter').fill('recipients:board (');
  await expect(dialog.getByRole('button', { name: /^Test/ })).toBeDisabled();
  await dialog.getByLabel('Filter').fill('recipients:board');
  await dialog.getByRole('spinbutton', { name: 'Events' }).fill('3');
  await dialog.getByRole('spinbutton', { name: 'Within minutes' }).fill('30');
  await dialog.getByRole('button', { name: /^Test/ }).click();
  await expect(dialog.getByRole('status')).toContainText('2 hits, 7 matching events among 51,000 events');
  expect(world.askedOf('history.test')).toEqual([{ text: 'recipients:board', threshold: 3, windowMinutes: 30 }]);
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect.poll(() => world.settings.watchRules.at(-1)).toMatchObject({ name: 'Mail to the board', text: 'recipients:board', threshold: 3, windowMinutes: 30, on: true });

  await page.getByRole('button', { name: 'Delete Mail to the board' }).click();
  await page.getByRole('button', { name: 'Delete rule' }).click();
  await expect(page.getByRole('switch', { name: 'Mail to the board' })).toHaveCount(0);
});

test('hits open to their events, and lead to Live Logs', async ({ window }) => {
  const world = overviewWorld();
  const page = await window.open(world, '/watch');
  await page.getByRole('button', { name: /^Malware found/ }).click();
  await expect(page.getByText('Invoice <b>17</b>').first()).toBeVisible();
  await page.getByRole('link', { name: 'Show in Live Logs: Malware found' }).click();
  await expect.poll(() => world.askedOf('preview.rows').at(-1)?.text).toMatch(/^eventType=av time>=/);
});

for (const theme of ['light', 'dark'] as const) {
  for (const { name, path, ready } of [{ name: 'overview', path: '/overview', ready: 'Blocked addresses' }, { name: 'watch', path: '/watch', ready: 'Hits' }]) {
    test(`${name} is accessible, ${theme}`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: theme });
      const page = await window.open(overviewWorld(), path);
      await expect(page.getByRole('heading', { level: 2, name: ready })).toBeVisible();
      if (path === '/watch') await page.getByRole('button', { name: /^Malware found/ }).click();
      await window.expectAccessible();
      if (shots !== undefined) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${name}-${theme}.png`) });
        await window.open(overviewWorld(), path, { width: 900, height: 600 });
        await expect(page.getByRole('heading', { level: 2, name: ready })).toBeVisible();
        await page.screenshot({ path: join(shots, `${name}-${theme}-small.png`) });
        await window.open(overviewWorld(), path, { width: 1280, height: 1900 });
        await expect(page.getByRole('heading', { level: 2, name: ready })).toBeVisible();
        await page.screenshot({ path: join(shots, `${name}-${theme}-tall.png`) });
      }
    });
  }
}

test('what Live Logs no longer holds is looked for in the history, page by page', async ({ window }) => {
  const world = overviewWorld();
  const [event] = hitSample().events;
  if (event === undefined) throw new Error('the sample has an event');
  world.on('history.search', ({ before }) => {
    const page = (from: number, count: number) => Array.from({ length: count }, (_each, n) => ({ ...event, id: String(from + n), subject: `Found ${String(from + n)}` }));
    if (before === null) return ok({ rows: [], next: 900, problem: null });
    return before === 900 ? ok({ rows: page(0, 100), next: 800, problem: null }) : ok({ rows: page(100, 7), next: null, problem: null });
  });
  const page = await window.open(world, '/logs');
  await page.getByRole('combobox', { name: /filter/i }).fill('sender:eve');
  await page.getByRole('button', { name: 'Search history' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('status')).toHaveText('100 events, the newest');
  expect(world.askedOf('history.search').map(({ text, before }) => [text, before])).toEqual([['sender:eve', null], ['sender:eve', 900]]);
  await window.expectAccessible();
  await dialog.getByRole('button', { name: 'More' }).click();
  await expect(dialog.getByRole('status')).toHaveText('107 events in all');
  await expect(dialog.getByText('Found 106')).toBeAttached();
  if (shots !== undefined) await page.screenshot({ path: join(shots, 'history-search.png') });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
});
