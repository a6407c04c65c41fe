import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { logTypes } from '../../shared/model/log-type';
import { addConnector, ConnectorForm, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import type { PicturedScreen } from './support/picture-names';
import { pictureNames } from './support/picture-names';
import type { RunningApp } from './support/running-app';
import { goTo, StatusScreen } from './support/screens';

/** Set to a folder to keep pictures for the documentation (`npm run pictures` does); nothing is compared with them. */
const shots = process.env['SHOTS'];

type Screen = {
  readonly name: PicturedScreen;
  readonly heading: string | RegExp;
  /** From any screen. */
  readonly open: (page: Page) => Promise<void>;
};

const screens: readonly Screen[] = [
  { name: 'status', heading: 'Collection Status', open: (page) => goTo(page, 'Collection Status') },
  {
    name: 'status-details', heading: 'Collection Status',
    open: async (page) => {
      await goTo(page, 'Collection Status');
      await page.getByRole('button', { name: 'Details: SIEM of Head office' }).click();
      await expect(new StatusScreen(page).detail('SIEM')).toBeVisible();
    },
  },
  {
    name: 'logs', heading: 'Live Logs',
    open: async (page) => {
      await goTo(page, 'Live Logs');
      await page.getByRole('grid', { name: 'Events' }).getByRole('row').nth(5).click();
      await expect(page.getByRole('region', { name: 'Raw record' })).toBeVisible();
    },
  },
  { name: 'ledger', heading: 'Ledger', open: (page) => goTo(page, 'Ledger') },
  { name: 'quarantine', heading: 'Quarantine', open: (page) => goTo(page, 'Quarantine') },
  { name: 'connectors', heading: 'Connectors', open: (page) => goTo(page, 'Connectors') },
  {
    name: 'connector', heading: 'Head office',
    open: async (page) => {
      await goTo(page, 'Connectors');
      await page.getByRole('link', { name: 'Head office' }).click();
      await new ConnectorForm(page).test();
    },
  },
  {
    name: 'connector-new', heading: 'Add connector',
    open: async (page) => {
      await goTo(page, 'Connectors');
      await page.getByRole('button', { name: 'Add connector' }).click();
      await page.getByRole('button', { name: 'Everything in one form' }).click();
    },
  },
  { name: 'outputs', heading: 'Outputs', open: (page) => goTo(page, 'Outputs') },
  {
    name: 'output-http', heading: /^Add .*DNIF HTTPS/,
    open: async (page) => {
      await goTo(page, 'Outputs');
      await page.getByRole('button', { name: 'Add output' }).click();
      await page.getByRole('menuitem', { name: 'DNIF HTTPS', exact: true }).click();
    },
  },
  {
    name: 'output-file', heading: 'Local files',
    open: async (page) => {
      await goTo(page, 'Outputs');
      await page.getByRole('link', { name: 'Local files' }).click();
    },
  },
  { name: 'settings', heading: 'Settings', open: (page) => goTo(page, 'Settings') },
];

/** The heading is there and nothing is wider than the window. */
async function expectFits(page: Page, heading: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(overflow, `${String(heading)} is wider than the window`).toBeLessThanOrEqual(0);
}

const made: string[] = [];

async function shoot(page: Page, name: string): Promise<void> {
  made.push(name);
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  // What the mouse rests on after a click looks different.
  await page.mouse.move(1, 1);
  await page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

async function inTheme(app: RunningApp, theme: 'light' | 'dark'): Promise<void> {
  expect(await app.call('settings.set', { theme })).toMatchObject({ kind: 'ok' });
  await expect.poll(() => app.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(theme === 'dark');
}

test('every screen renders in both themes and fits into the smallest window', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast();
  const app = await launch();
  const { page } = app;

  await app.resize(1280, 800);
  for (const theme of ['light', 'dark'] as const) {
    await inTheme(app, theme);
    await expectFits(page, 'Welcome to Mimecast Connector');
    await shoot(page, `welcome-${theme}`);
  }
  await app.resize(900, 600);
  await expectFits(page, 'Welcome to Mimecast Connector');

  await app.resize(1280, 800);
  await addConnector(page, entryFor(mimecast));
  const status = new StatusScreen(page);
  for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));
  await expect(page.getByText('Collection starts now.'), 'the note of the saved connector has gone').toHaveCount(0, { timeout: 15_000 });

  for (const theme of ['light', 'dark'] as const) {
    await inTheme(app, theme);
    for (const screen of screens) {
      await test.step(`${screen.name} in ${theme}`, async () => {
        await screen.open(page);
        await expectFits(page, screen.heading);
        await shoot(page, `${screen.name}-${theme}`);
      });
    }
  }
  await app.resize(900, 600);
  await inTheme(app, 'light');
  for (const screen of screens) {
    await test.step(`${screen.name} in the smallest window`, async () => {
      await screen.open(page);
      await expectFits(page, screen.heading);
      await shoot(page, `${screen.name}-small`);
    });
  }

  await test.step('a log type that needs a person', async () => {
    await goTo(page, 'Collection Status');
    mimecast.setDenied(['audit']);
    await status.pollNow('Audit_Events');
    await expect(status.state('Audit_Events')).toContainText('Action needed', { timeout: 15_000 });
    await expectFits(page, 'Collection Status');
    await app.resize(1280, 800);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(app, theme);
      await shoot(page, `status-action-${theme}`);
    }
  });
  expect(app.pageErrors).toEqual([]);
  expect([...made].sort()).toEqual([...pictureNames].sort());
});
