import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { helpParts, outputTypes } from '../../renderer/routes';
import { lastTestOf } from '../../shared/model/check-report';
import { say } from '../../shared/text/message';
import { ledgerRows, quarantineWorld } from './support/ledger-samples';
import { reportInMessages, statusInMessages } from './support/message-samples';
import { hitSample, overviewSample } from './support/overview-samples';
import { leaksIn, said, textsCutOff, textsOnScreen } from './support/pseudo';
import { connector, partlyReport } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, ok, World } from './support/world';

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];

type Sight = {
  readonly name: string;
  readonly path: string;
  readonly world?: () => World;
  /** What must be pressed to see it, one name after the other. */
  readonly press?: readonly string[];
  readonly open?: (page: Page) => Promise<void>;
};

function fullWorld(): World {
  const world = busyWorld();
  world.overview = (range) => overviewSample(range);
  world.ledger = ledgerRows(24);
  world.hits = [hitSample()];
  return world;
}

const without = (empty: (world: World) => void) => (): World => {
  const world = fullWorld();
  empty(world);
  return world;
};

function withMessages(): World {
  const world = fullWorld();
  world.status = statusInMessages();
  world.report = reportInMessages();
  world.connectors = [connector({ lastTest: lastTestOf(reportInMessages(), ['SIEM', 'DLP'], '0.1.0') })];
  return world;
}

const keys = (combination: string) => (page: Page): Promise<void> => page.keyboard.press(combination);

const sights: readonly Sight[] = [
  { name: 'welcome', path: '/welcome', world: () => new World() },
  { name: 'status', path: '/status' },
  { name: 'status-details', path: '/status', press: ['Details: '] },
  { name: 'status-messages', path: '/status', world: withMessages, press: ['Details: '] },
  { name: 'ledger-gaps', path: '/ledger', world: withMessages },
  { name: 'overview-problem', path: '/overview', world: without((world) => { world.overview = (range) => overviewSample(range, { history: { ...overviewSample(range).history, problem: say('collector.history.diskIsShort') } }); }) },
  { name: 'watch-problem', path: '/watch', world: without((world) => { world.on('history.test', () => ok({ matched: 0, hits: 0, events: [], since: 0, searched: 0, complete: false, problem: say('filter.problem.regexTooMuch') })); }), press: ['Edit or test', 'Test against'] },
  { name: 'logs-bad-filter', path: '/logs', open: (page) => page.getByRole('combobox').fill('subject:/(?=a)/ (') },
  { name: 'logs-refused-filter', path: '/logs', world: without((world) => { world.preview.problem = say('filter.problem.regexTooMuch'); }) },
  { name: 'logs-history-problem', path: '/logs', world: without((world) => { world.on('history.search', () => ok({ rows: [], next: null, problem: say('filter.problem.regexTooMuch') })); }), press: ['Search history'] },
  { name: 'status-pause', path: '/status', press: ['Pause collection'] },
  { name: 'status-empty', path: '/status', world: () => new World() },
  { name: 'overview', path: '/overview' },
  { name: 'overview-table', path: '/overview', press: ['By log type'], open: (page) => page.locator('main button[aria-pressed="false"]').last().click() },
  { name: 'overview-nothing', path: '/overview', world: without((world) => { world.ledger = []; world.overview = (range) => overviewSample(range, { series: [], held: [], lag: [], missed: 3, tops: overviewSample(range).tops.map((top) => ({ ...top, items: [], others: 2 })) }); }) },
  { name: 'overview-no-history', path: '/overview', world: busyWorld },
  { name: 'watch', path: '/watch', press: ['Malware found'] },
  { name: 'watch-add', path: '/watch', press: ['Add rule'] },
  { name: 'watch-edit', path: '/watch', press: ['Edit or test', 'Test against'] },
  { name: 'watch-delete', path: '/watch', world: without((world) => { world.settings = { ...world.settings, notifications: 'none', watchRules: [{ id: 'own', name: 'Mail to the board', text: 'recipients:board', threshold: 3, windowMinutes: 30, on: true }] }; }), press: ['Delete'] },
  { name: 'watch-empty', path: '/watch', world: busyWorld },
  { name: 'logs', path: '/logs', open: async (page) => { await page.getByRole('row').nth(10).click(); } },
  { name: 'logs-empty', path: '/logs', world: () => new World() },
  ...['Columns', 'Highlights', 'Pause on match', 'Keyboard'].map((dialog) => ({ name: `logs-${dialog.toLowerCase().replaceAll(' ', '-')}`, path: '/logs', press: ['View', dialog] })),
  { name: 'logs-export', path: '/logs', press: ['Copy, export, clear', 'Export the list'] },
  { name: 'ledger', path: '/ledger', press: ['Outputs: '] },
  { name: 'ledger-empty', path: '/ledger', world: busyWorld },
  { name: 'quarantine', path: '/quarantine', world: quarantineWorld, open: async (page) => { await page.getByRole('grid').focus(); await page.keyboard.press('ArrowDown'); } },
  { name: 'quarantine-discard', path: '/quarantine', world: quarantineWorld, open: async (page) => { await page.getByRole('grid').focus(); await page.keyboard.press('Control+a'); await page.keyboard.press('Delete'); } },
  { name: 'quarantine-empty', path: '/quarantine', world: busyWorld },
  { name: 'connectors', path: '/connectors' },
  { name: 'connectors-more', path: '/connectors', press: ['More actions'] },
  { name: 'connectors-delete', path: '/connectors', press: ['Delete'] },
  { name: 'connector-last-test', path: '/connectors/edit/c1', world: withMessages, press: ['Checks of the last test'] },
  { name: 'connector-test', path: '/connectors/edit/c1', world: withMessages, press: ['Test Connection'] },
  { name: 'connectors-empty', path: '/connectors', world: () => new World() },
  { name: 'connector-new', path: '/connectors/new', press: ['Advanced', 'Test and save'] },
  { name: 'connector-guide', path: '/connectors/guide' },
  { name: 'connector-copy', path: '/connectors/copy/c1' },
  { name: 'connector-edit', path: '/connectors/edit/c1', world: without((world) => { world.report = partlyReport(world.connectors[0]?.clientId ?? ''); }), press: ['Test Connection'] },
  { name: 'outputs', path: '/outputs' },
  { name: 'outputs-add', path: '/outputs', press: ['Add output'] },
  { name: 'outputs-delete', path: '/outputs', press: ['Delete'] },
  { name: 'outputs-empty', path: '/outputs', world: () => new World() },
  ...outputTypes.map((type) => ({ name: `output-${type}`, path: `/outputs/new/${type}`, press: ['Advanced'] })),
  { name: 'output-edit', path: '/outputs/edit/o1', world: withMessages, press: ['Send test event'] },
  { name: 'output-copy', path: '/outputs/copy/o1' },
  { name: 'settings', path: '/settings' },
  // What changed is a document, and in English.
  ...helpParts.filter((part) => part !== 'changes').map((part) => ({ name: `help-${part}`, path: `/help/${part}`, ...(part === 'diagnostics' ? { press: ['Run diagnostics'] } : {}) })),
  { name: 'help-failure', path: '/help/failure/MC-AUTH-401' },
  { name: 'palette', path: '/overview', open: keys('Control+k') },
  { name: 'shortcuts', path: '/overview', open: keys('Control+/') },
];

async function look(page: Page, { press = [], open }: Sight): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const name of press) await page.getByRole('button', { name: said(name) }).or(page.getByRole('menuitem', { name: said(name) })).first().click();
  await open?.(page);
  await expect(page.locator('.fui-Spinner')).toHaveCount(0);
  await settled(page);
}

/** A dialog that is still fading in is not what a person looks at. */
async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.getAnimations().filter((each) => each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity).length)).toBe(0);
}

/** What lies over the screen: it must still be open when the window has become small, or nothing would be seen of it there. */
const layers = (page: Page): Promise<number> => page.locator('[role="menu"], [role="dialog"], [role="alertdialog"]').count();

const wider = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** From right to left a screen is turned round as a whole, so one sight of each is enough. */
const turned = sights.filter(({ name, press, open }) => name === 'output-http' || (press === undefined && open === undefined) || ['status-messages', 'connector-last-test', 'help-diagnostics'].includes(name));

for (const [language, scheme, seen] of [['en-XA', 'light', sights], ['en-XB', 'dark', turned]] as const) {
  for (const sight of seen) {
    test(`${sight.name} speaks ${language} whole, fits and is accessible`, async ({ window }) => {
      await window.page.emulateMedia({ colorScheme: scheme });
      const world = (sight.world ?? fullWorld)();
      const page = await window.open(world, sight.path, { width: 1280, height: 800 }, language);
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'en-XB' ? 'rtl' : 'ltr');
      await look(page, sight);
      if (shots !== undefined) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${sight.name}-${language}.png`) });
      }
      expect.soft(leaksIn(await page.evaluate(textsOnScreen), world), 'texts outside of the catalogue').toEqual([]);
      expect.soft(await page.evaluate(textsCutOff), 'texts that are cut off').toEqual([]);
      expect.soft(await wider(page), 'scrolls sideways at 1280').toBeLessThanOrEqual(0);
      await window.expectAccessible();

      const open = await layers(page);
      await window.resize(900, 600);
      await settled(page);
      expect(await layers(page)).toBe(open);
      if (shots !== undefined) await page.screenshot({ path: join(shots, `${sight.name}-${language}-small.png`) });
      expect.soft(await page.evaluate(textsCutOff), 'texts that are cut off at 900').toEqual([]);
      expect.soft(await wider(page), 'scrolls sideways at 900').toBeLessThanOrEqual(0);
    });
  }
}
