import type { Page } from '@playwright/test';

import type { Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';
import { connector, failure, goodReport, partlyReport, refusedReport } from './support/samples';
import { expect, test } from './support/window';
import { busyWorld, ok } from './support/world';

const copied = (page: Page): Promise<string> => page.evaluate(() => (globalThis as unknown as { copied?: string }).copied ?? '');

/** The system's clipboard is shared with whatever else runs; the page keeps its own note. */
const watchClipboard = (page: Page): Promise<void> =>
  page.evaluate(() => {
    navigator.clipboard.writeText = (text) => {
      (globalThis as unknown as { copied?: string }).copied = text;
      return Promise.resolve();
    };
  });

test('the form can be filled in and saved with the keyboard alone', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors');
  await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'More actions' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Add connector' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Add connector' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Everything in one form' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Add connector' })).toBeFocused();

  const tabTo = async (name: string, role: 'textbox' | 'checkbox' | 'button'): Promise<void> => {
    const target = page.getByRole(role, { name, exact: true });
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`Tab does not reach ${role} ${name}`);
  };
  await tabTo('Connector Name', 'textbox');
  await page.keyboard.type('Branch');
  await tabTo('SIEM', 'checkbox');
  await page.keyboard.press('Space');
  await tabTo('Hold_Message_List', 'checkbox');
  await page.keyboard.press('Space');
  await tabTo('Client ID', 'textbox');
  await page.keyboard.type('abcdef0123456789');
  await tabTo('Client Secret', 'textbox');
  await page.keyboard.type('s3cret-by-hand');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  expect(world.askedOf('connectors.save')).toEqual([
    expect.objectContaining({ id: '', name: 'Branch', logTypes: ['SIEM', 'Hold_Message_List'], clientId: 'abcdef0123456789', clientSecret: 's3cret-by-hand', outputs: ['o1', 'o2'], startFrom: null, pollSeconds: null }),
  ]);
});

test('what is wrong stands under its field, tied to it, and the first wrong field has the focus', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/new');
  await page.getByRole('button', { name: 'Test and save' }).click();
  const name = page.getByLabel('Connector Name');
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/Enter a name for the connector/);
  await expect(page.getByRole('group', { name: 'Log Types' })).toHaveAccessibleDescription('Choose at least one log type.');
  await expect(page.getByLabel('Client ID')).toHaveAccessibleDescription(/Enter the Client ID/);
  await expect(page.getByRole('textbox', { name: 'Client Secret' })).toHaveAccessibleDescription(/Enter the Client Secret/);
  expect(world.askedOf('connectors.save')).toEqual([]);
  await window.expectAccessible();
});

test('a wrong value under Advanced opens it', async ({ window }) => {
  const page = await window.open(busyWorld(), '/connectors/edit/c1');
  const advanced = page.getByRole('button', { name: 'Advanced' });
  await advanced.click();
  await page.getByLabel('Base URL').fill('https://eu-api.mimecast.com');
  await page.getByLabel('Poll interval').fill('1');
  await advanced.click();
  await expect(page.getByLabel('Base URL')).toBeHidden();
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByLabel('Base URL')).toHaveAccessibleDescription(/is an API 1.0 host/);
  await expect(page.getByLabel('Poll interval')).toHaveAccessibleDescription(/seconds or more/);
});

test('what main finds wrong lands on its field', async ({ window }) => {
  const world = busyWorld();
  world.on('connectors.save', () => ({ kind: 'failed', failure: failure('CFG-INVALID'), problems: [{ path: ['name'], message: 'Another connector has this name.' }] }));
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByLabel('Connector Name')).toHaveAccessibleDescription('Another connector has this name.');
  await expect(page.getByLabel('Connector Name')).toBeFocused();
});

test('a keychain that refuses is said, and nothing pretends to be saved', async ({ window }) => {
  const world = busyWorld();
  world.on('connectors.save', () => ({ kind: 'failed', failure: failure('PC-KEYCHAIN', 'org.freedesktop.secrets is locked'), problems: [] }));
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByRole('alert')).toContainText('Keychain not available');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Head office');
});

test('a stored secret is a sentence; replacing it can be taken back', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/edit/c1');
  const group = page.getByRole('group', { name: 'Client Secret' });
  await expect(group).toContainText('Stored in Secret Service');
  await expect(group.getByRole('textbox')).toHaveCount(0);

  await page.getByRole('button', { name: 'Replace Client Secret…' }).click();
  const field = page.getByRole('textbox', { name: 'Client Secret' });
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect(field).toHaveAttribute('type', 'password');
  await expect(field).toHaveAttribute('autocomplete', 'off');
  await field.fill('new-secret-77');
  const show = page.getByRole('switch', { name: 'Show Client Secret' });
  await expect(show).toHaveAttribute('aria-checked', 'false');
  await show.click();
  await expect(show).toHaveAttribute('aria-checked', 'true');
  await expect(field).toHaveAttribute('type', 'text');

  await page.getByRole('button', { name: 'Cancel replacing Client Secret' }).click();
  await expect(group).toContainText('Stored in Secret Service');
  expect(await page.content()).not.toContain('new-secret-77');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect.poll(() => world.askedOf('connectors.save').at(-1)).toMatchObject({ id: 'c1', clientSecret: null });
});

test('a typed secret is in its field only, and gone with the form', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Replace Client Secret…' }).click();
  await page.getByRole('textbox', { name: 'Client Secret' }).fill('only-in-the-field');
  const elsewhere = (): Promise<boolean> =>
    page.evaluate(() => {
      const text = document.body.innerText;
      const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].filter((each) => !(element instanceof HTMLInputElement && each.name === 'value')).map((each) => each.value));
      return [text, ...attributes, JSON.stringify({ ...localStorage, ...sessionStorage }), location.href].some((each) => each.includes('only-in-the-field'));
    });
  expect(await elsewhere()).toBe(false);
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connectors');
  expect(await page.content()).not.toContain('only-in-the-field');
  await page.goto('app://window/index.html#/connectors/edit/c1');
  await expect(page.getByRole('group', { name: 'Client Secret' })).toContainText('Stored in Secret Service');
});

test('white space around a pasted secret is removed, and that is said', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/new');
  const field = page.getByRole('textbox', { name: 'Client Secret' });
  await field.focus();
  await field.evaluate((element) => {
    const data = new DataTransfer();
    data.setData('text', '  pasted-secret \n');
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(field).toHaveValue('pasted-secret');
  await expect(page.getByText('White space around the pasted text was removed.')).toBeVisible();
});

test('Test Connection works on values that are not saved and says so with the time', async ({ window }) => {
  const world = busyWorld();
  world.report = goodReport();
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByLabel('Connector Name').fill('Head office 2');
  await page.getByRole('button', { name: 'Test Connection' }).click();
  const verdict = page.getByRole('status').filter({ hasText: 'Connection successful' });
  await expect(verdict).toContainText(/\d{2} \w{3} \d{4}, \d{2}:\d{2}:\d{2} UTC · took 1\.2 s/);
  await expect(page.getByRole('list', { name: 'Checks' }).getByRole('listitem')).toHaveCount(4);
  expect(world.askedOf('connectors.check')).toEqual([expect.objectContaining({ id: 'c1', name: 'Head office 2', clientSecret: null })]);
  expect(world.askedOf('connectors.save')).toEqual([]);
  await page.getByLabel('Connector Name').fill('Head office 3');
  await expect(verdict).toContainText('values changed since this test');
});

test('a refused test names stage, sentence, who acts and what to do, with the details folded away', async ({ window }) => {
  const world = busyWorld();
  world.report = refusedReport();
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('alert')).toContainText('Client ID or Client Secret refused');
  const failed = page.getByRole('listitem').filter({ hasText: 'Access token' });
  await expect(failed).toContainText('Authentication stage');
  await expect(failed).toContainText('Mimecast administrator');
  await expect(failed).toContainText('generate new keys');
  await expect(failed.getByText('HTTP 401 invalid_client')).toBeHidden();
  await failed.getByRole('button', { name: /Technical details/ }).click();
  await expect(failed.getByText('HTTP 401 invalid_client')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'SIEM' }).filter({ hasText: 'Skipped' })).toBeVisible();
});

test('the copied report holds neither the whole Client ID nor a secret', async ({ window }) => {
  const world = busyWorld();
  const { clientId } = connector();
  world.report = partlyReport(clientId);
  const page = await window.open(world, '/connectors/edit/c1');
  await watchClipboard(page);
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('alert')).toContainText('1 of 4 log types cannot be read');
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect.poll(() => copied(page)).toContain('[failed] DLP');
  const text = await copied(page);
  expect(text).toContain(`${clientId.slice(0, 4)}…${clientId.slice(-4)}`);
  expect(text).not.toContain(clientId);
  expect(text).toContain('MC-PERM-403');
});

test('a running test can be cancelled, and holds Save back meanwhile', async ({ window }) => {
  const world = busyWorld();
  let aborted = false;
  world.on('connectors.check', (_draft, signal) =>
    new Promise<Outcome<Reply<'connectors.check'>>>((resolve) => {
      signal.addEventListener('abort', () => {
        aborted = true;
        resolve({ kind: 'failed', failure: failure('APP-CANCELLED'), problems: [] });
      });
    }));
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByRole('button', { name: 'Test Connection' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Testing the connection' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Test and save' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Test Connection' })).toBeDisabled();
  await page.getByRole('button', { name: 'Cancel test' }).click();
  await expect.poll(() => aborted).toBe(true);
  await expect(page.getByRole('alert')).toContainText('Cancelled');
  await expect(page.getByRole('button', { name: 'Test and save' })).toBeEnabled();
});

test('unsaved changes are not lost by leaving', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors/edit/c1');
  await page.getByLabel('Connector Name').fill('Renamed');
  await page.getByRole('link', { name: 'Settings' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Save the changes?' });
  await dialog.getByRole('button', { name: 'Keep editing' }).click();
  await expect(page.getByLabel('Connector Name')).toHaveValue('Renamed');

  await page.getByRole('link', { name: 'Settings' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  expect(world.connectors[0]?.name).toBe('Renamed');

  await page.goBack();
  await expect(page.getByLabel('Connector Name')).toHaveValue('Renamed');
  await page.getByLabel('Connector Name').fill('Again');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connectors');
  expect(world.connectors[0]?.name).toBe('Renamed');
});

test('the list enables, disables and deletes, naming the consequence', async ({ window }) => {
  const world = busyWorld();
  world.on('connectors.setEnabled', ({ enabled }) => {
    world.connectors = [connector({ enabled })];
    return ok(connector({ enabled }));
  });
  const page = await window.open(world, '/connectors');
  const row = page.getByRole('row').filter({ hasText: 'Head office' });
  await expect(row).toContainText('aB3d…89YZ');
  await expect(row).not.toContainText(connector().clientId);
  await row.getByRole('switch', { name: 'Collect Head office' }).click();
  await expect(row).toContainText('Paused');

  await row.getByRole('button', { name: 'Delete Head office…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Delete connector “Head office”?' });
  await expect(dialog).toContainText('312 events waiting for delivery will be discarded.');
  await expect(dialog).toContainText('The Client Secret is removed from the keychain');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Delete connector' }).click();
  await expect(dialog).toBeHidden();
  await expect.poll(() => world.connectors.length).toBe(0);
});
