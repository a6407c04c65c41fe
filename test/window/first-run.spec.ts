import { failure } from './support/samples';
import { expect, test } from './support/window';
import { World } from './support/world';

test('the first start leads to the welcome page, and from there into the demo and out again', async ({ window }) => {
  const page = await window.open(new World());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Mimecast Connector');
  await expect(page.getByText('Demo data:')).toBeHidden();

  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  const watermark = page.getByText('Demo data: nothing comes from or goes to Mimecast or DNIF');
  await expect(watermark).toBeVisible();
  for (const screen of ['Live Logs', 'Connectors', 'Outputs', 'Settings']) {
    await page.getByRole('link', { name: screen, exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(screen);
    await expect(watermark).toBeVisible();
  }

  await page.getByRole('button', { name: 'Leave demo' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Mimecast Connector');
  await expect(watermark).toBeHidden();
});

test('a demo that does not start says why and stays on the page', async ({ window }) => {
  const world = new World();
  world.on('app.startDemo', () => ({ kind: 'failed', failure: failure('PC-DISK-FULL', 'ENOSPC'), problems: [] }));
  const page = await window.open(world);
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(page.getByRole('alert')).toContainText('Disk full');
  await expect(page.getByRole('button', { name: 'Try the demo' })).toBeEnabled();
});

test('a first connector needs no detour for its output', async ({ window }) => {
  const world = new World();
  const page = await window.open(world);
  await page.getByRole('button', { name: 'Add connector' }).click();
  await page.getByRole('button', { name: 'Everything in one form' }).click();
  await page.getByLabel('Connector Name').fill('Head office');
  await page.getByRole('checkbox', { name: 'SIEM' }).check();
  await page.getByLabel('Client ID').fill('abcdef0123456789');
  await page.getByRole('textbox', { name: 'Client Secret' }).fill('typed-secret-1');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByText('Choose at least one output')).toBeVisible();

  await page.getByRole('button', { name: 'Write to a folder…' }).click();
  await expect.poll(() => world.outputs.length).toBe(1);
  await page.getByRole('button', { name: 'Test and save' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Collection Status');
  expect(world.askedOf('connectors.save').at(-1)).toMatchObject({ id: '', name: 'Head office', logTypes: ['SIEM'], outputs: ['o1'], clientSecret: 'typed-secret-1', enabled: true });
});
