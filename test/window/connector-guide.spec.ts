import type { Page } from '@playwright/test';

import { failure, goodReport, partlyReport } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

const shots = process.env['SHOTS'];
const next = (page: Page): Promise<void> => page.getByRole('button', { name: 'Next', exact: true }).click();
const step = (page: Page, title: string): Promise<void> => expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible();

async function fillAll(page: Page): Promise<void> {
  await page.getByLabel('Connector Name').fill('Branch');
  await next(page);
  await page.getByLabel('Client ID').fill('abcdef0123456789');
  await page.getByRole('textbox', { name: 'Client Secret' }).fill('typed-secret-1');
  await next(page);
  await page.getByRole('checkbox', { name: 'SIEM' }).check();
  await next(page);
  await step(page, 'Step 4 of 5: Where to send');
  await next(page);
  await step(page, 'Step 5 of 5: Test and start');
}

test('five steps lead from nothing to a tested connector that collects', async ({ window }) => {
  const world = busyWorld();
  world.report = goodReport();
  const page = await window.open(world, '/connectors');
  await page.getByRole('button', { name: 'Add connector' }).click();
  await step(page, 'Step 1 of 5: Name and region');
  await fillAll(page);
  await expect(page.getByText('typed-secret-1')).toHaveCount(0);
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Connection successful' })).toBeVisible();
  expect(world.askedOf('connectors.save')).toEqual([]);
  await page.getByRole('button', { name: 'Start collecting' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  expect(world.askedOf('connectors.save')).toEqual([expect.objectContaining({ id: '', name: 'Branch', logTypes: ['SIEM'], outputs: ['o1', 'o2'], clientSecret: 'typed-secret-1', baseUrl: 'https://api.services.mimecast.com' })]);
});

test('a step that lacks something says so on its field; steps can be gone to in any order', async ({ window }) => {
  const page = await window.open(new World(), '/connectors/guide');
  await next(page);
  await expect(page.getByText(/Enter a name for the connector/)).toBeVisible();
  await expect(page.getByLabel('Connector Name')).toBeFocused();
  await page.getByRole('button', { name: /5\. Test and start/ }).click();
  await page.getByRole('button', { name: 'Enter Log Types' }).click();
  await step(page, 'Step 3 of 5: Log types');
  await page.getByRole('button', { name: /5\. Test and start/ }).click();
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await step(page, 'Step 1 of 5: Name and region');
});

test('an API 1.0 host is recognized by its name', async ({ window }) => {
  const page = await window.open(busyWorld(), '/connectors/guide');
  await page.getByLabel('Connector Name').fill('Branch');
  await page.getByRole('radio', { name: 'Another address' }).check();
  await page.getByLabel('Base URL').fill('https://eu-api.mimecast.com');
  await next(page);
  await expect(page.getByText(/eu-api\.mimecast\.com is an API 1\.0 host/)).toBeVisible();
  await page.getByLabel('Base URL').fill('https://login.mimecast.com');
  await next(page);
  await expect(page.getByText(/login\.mimecast\.com is a web site for people/)).toBeVisible();
  await page.getByRole('radio', { name: 'Germany' }).check();
  await next(page);
  await step(page, 'Step 2 of 5: Credentials');
});

test('what was entered stays while looking elsewhere, but not the secret', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/guide');
  await fillAll(page);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.goBack();
  await step(page, 'Step 5 of 5: Test and start');
  await expect(page.getByText('Branch', { exact: true })).toBeVisible();
  await expect(page.getByText('Enter the Client Secret.')).toBeVisible();
});

test('a problem that main finds is shown on its step', async ({ window }) => {
  const world = busyWorld();
  world.on('connectors.save', () => ({ kind: 'failed', failure: failure('CFG-INVALID'), problems: [{ path: ['name'], message: 'Another connector has this name.' }] }));
  const page = await window.open(world, '/connectors/guide');
  await fillAll(page);
  await page.getByRole('button', { name: 'Save without a passed test' }).click();
  await step(page, 'Step 1 of 5: Name and region');
  await expect(page.getByText('Another connector has this name.')).toBeVisible();
});

test('the list for the Mimecast administrator has the exact words of the chosen log types', async ({ window }) => {
  const page = await window.open(busyWorld(), '/connectors/guide');
  await page.getByRole('button', { name: /3\. Log types/ }).click();
  await page.getByRole('checkbox', { name: 'Audit_Events' }).check();
  await page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: (text: string) => { document.title = text; return Promise.resolve(); } } });
  });
  await page.getByRole('button', { name: 'Copy for my Mimecast administrator' }).click();
  await expect.poll(() => page.title()).toContain('Account | Logs | Read');
  expect(await page.title()).not.toContain('SIEM');
});

for (const scheme of ['light', 'dark'] as const) {
  test(`every step is accessible and fits into 900 by 600, in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = busyWorld();
    world.report = partlyReport('abcdef0123456789');
    const page = await window.open(world, '/connectors/guide', { width: 900, height: 600 });
    const look = async (name: string): Promise<void> => {
      await window.expectAccessible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)).toBe(false);
      if (shots !== undefined) await page.screenshot({ path: `${shots}/guide-${name}-${scheme}.png` });
    };
    await look('1');
    for (const [index, title] of ['Credentials', 'Log types', 'Where to send', 'Test and start'].entries()) {
      await page.getByRole('button', { name: new RegExp(`\\d\\. ${title}`) }).click();
      await step(page, `Step ${String(index + 2)} of 5: ${title}`);
      await look(String(index + 2));
    }
    await page.getByRole('button', { name: /1\. Name/ }).click();
    await fillAll(page);
    await page.getByRole('button', { name: 'Test Connection' }).click();
    await expect(page.getByRole('region', { name: 'Test result' })).toBeVisible();
    await look('6-tested');
  });
}
