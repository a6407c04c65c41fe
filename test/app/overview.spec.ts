import { join } from 'node:path';

import { expect, test } from './support/fixtures';

/** Set to a folder to keep a picture. */
const shots = process.env['SHOTS'];

test('the overview counts what the demo collects, its figures lead to the events, and a rule finds them', async ({ launch }) => {
  const app = await launch({ args: ['--demo'] });
  const { page } = app;
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const figure = page.getByRole('link', { name: /^SIEM, All: [\d,]+ events?, show in Live Logs$/ });
  await expect(figure).toBeVisible({ timeout: 40_000 });

  // Nothing that was collected is missing from the counts: the history holds as many events as were spooled, once it has caught up.
  await expect.poll(async () => {
    const answer = await app.call('history.overview', { range: 'week' });
    const ledger = await app.call('ledger.rows', { from: 0, to: Date.now() + 3_600_000 });
    if (answer.kind !== 'ok' || answer.value === null || ledger.kind !== 'ok') return 'no answer';
    const { history } = answer.value;
    const collected = ledger.value.reduce((sum, row) => sum + row.spooled + row.released, 0);
    return collected > 0 && history.events + history.notIndexed + history.waiting >= collected && history.problem === null ? 'all there' : `${String(history.events)} of ${String(collected)}`;
  }, { timeout: 60_000 }).toBe('all there');

  if (shots !== undefined) await page.screenshot({ path: join(shots, 'demo-overview.png') });
  await figure.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Live Logs' })).toBeVisible();
  await expect(page.getByRole('grid').getByRole('row').nth(1)).toBeVisible();

  await page.getByRole('link', { name: 'Watch Rules' }).click();
  await page.getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Anything of SIEM');
  await dialog.getByLabel('Filter').fill('logType=SIEM');
  await dialog.getByRole('button', { name: /^Test against/ }).click();
  await expect(dialog.getByRole('status')).toContainText(/[\d,]+ hits?, [\d,]+ matching events? among/, { timeout: 30_000 });
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(page.getByRole('button', { name: /^Anything of SIEM/ }).first()).toBeVisible({ timeout: 60_000 });
  expect(app.pageErrors).toEqual([]);
});
