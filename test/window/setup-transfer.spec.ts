import type { SetupPlan } from '../../shared/model/setup-file';
import { expect, test } from './support/window';
import { busyWorld, World } from './support/world';

const plan: SetupPlan = {
  reading: 't1', fileName: 'mimecast-setup.json',
  entries: [
    { index: 0, kind: 'output', name: 'DNIF test', action: 'add', changes: [{ field: 'url', before: null, after: 'https://tenant.example.net:2882/in' }], notes: ['Its secret is not in the file: nothing is sent until you enter it.'] },
    { index: 1, kind: 'output', name: 'Archive', action: 'same', changes: [], notes: [] },
    { index: 2, kind: 'connector', name: 'Head office', action: 'change', changes: [{ field: 'logTypes', before: 'SIEM', after: 'SIEM, DLP' }], notes: [] },
    { index: 3, kind: 'connector', name: 'Branch \u202Egnp', action: 'refused', changes: [], notes: ['The file would send the stored secret to another address or account.'] },
  ],
};

for (const scheme of ['light', 'dark'] as const) {
  test(`the differences are shown before anything changes, in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = busyWorld();
    world.setupPlan = plan;
    const page = await window.open(world, '/connectors', { width: 900, height: 600 });
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Import from a file…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import connectors and outputs?' });
    await expect(dialog.getByRole('checkbox', { name: 'Output DNIF test' })).toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: 'Connector Head office' })).not.toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: /Branch/ })).toBeDisabled();
    await expect(dialog).toContainText(/Log types\s*SIEM → SIEM, DLP/);
    await window.expectAccessible();
    if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/import-${scheme}.png` });
    await dialog.getByRole('checkbox', { name: 'Connector Head office' }).check();
    expect(world.askedOf('setup.apply')).toEqual([]);
    await dialog.getByRole('button', { name: 'Import 2' }).click();
    await expect(dialog).toBeHidden();
    expect(world.askedOf('setup.apply')).toEqual([{ reading: 't1', chosen: [0, 2] }]);
  });
}

test('a broken file says what is wrong; the dialog does not open', async ({ window }) => {
  const world = new World();
  world.on('setup.choose', () => ({
    kind: 'failed', failure: { code: 'CFG-INVALID', detail: null, retryAfterMs: null, at: 0, ref: 'r' },
    problems: [{ path: ['file'], message: 'This is no setup file of Mimecast Connector. Choose a file that Export wrote.' }],
  }));
  const page = await window.open(world, '/outputs');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Import from a file…' }).click();
  await expect(page.getByRole('alert')).toContainText('This is no setup file');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a duplicate starts with the values, another name and no secret', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/connectors');
  await page.getByRole('button', { name: 'Export Head office…' }).click();
  await expect.poll(() => world.askedOf('setup.export')).toEqual([{ connectors: ['c1'], outputs: [] }]);
  await page.getByRole('button', { name: 'Duplicate Head office' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Copy of Head office');
  await expect(page.getByLabel('Connector Name')).toHaveValue('Head office (copy)');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByText('Enter the Client Secret.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Client Secret' }).fill('typed-secret-2');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect.poll(() => world.connectors.map(({ name }) => name)).toEqual(['Head office', 'Head office (copy)']);
  expect(world.askedOf('connectors.save').at(-1)).toMatchObject({ id: '', logTypes: world.connectors[0]?.logTypes, startFrom: null });
});

test('a duplicated output asks for its secret and its folder again', async ({ window }) => {
  const world = busyWorld();
  const page = await window.open(world, '/outputs');
  await page.getByRole('button', { name: 'Duplicate DNIF production' }).click();
  await expect(page.getByLabel('Output Name')).toHaveValue('DNIF production (copy)');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(world.askedOf('outputs.save')).toEqual([]);
  await page.getByRole('link', { name: 'Outputs', exact: true }).first().click();
  await page.getByRole('button', { name: 'Duplicate Archive' }).click();
  await expect(page.getByRole('textbox', { name: /^Folder/ })).toHaveValue('');
});
