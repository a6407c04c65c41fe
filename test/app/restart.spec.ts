import { logTypes } from '../../shared/model/log-type';
import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { goTo, StatusScreen } from './support/screens';

test('a restart keeps everything, repeats nothing and asks for no secret', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const entry = entryFor(mimecast);
  const first = await launch();
  const before = new StatusScreen(first.page);

  await addConnector(first.page, entry);
  for (const logType of logTypes) await before.expectSettled(logType, mimecast.offered(logType));
  await goTo(first.page, 'Settings');
  await first.page.getByRole('radio', { name: 'Dark', exact: true }).check();
  await first.page.getByRole('radio', { name: 'UTC', exact: true }).check();
  await goTo(first.page, 'Collection Status');
  const delivered = await before.outputCounts('Local files');
  const counts = await Promise.all(logTypes.map((logType) => before.counts(logType)));
  expect(delivered.delivered).toBe(mimecast.everything);
  expect(await first.quit()).toEqual({ code: 0, signal: null });
  const afterQuit = await mimecast.differences(first.eventsDir);
  expect(afterQuit).toEqual([]);

  // Mimecast goes on while nobody collects.
  mimecast.pass();
  const second = await launch();
  const { page } = second;
  const after = new StatusScreen(page);

  await test.step('connector, outputs, counts and settings are there', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeVisible();
    for (const [index, logType] of logTypes.entries()) {
      const now = await after.counts(logType);
      expect(now.fetched).toBeGreaterThanOrEqual(counts[index]?.fetched ?? 0);
      expect(now.delivered).toBeGreaterThanOrEqual(counts[index]?.delivered ?? 0);
    }
    await goTo(page, 'Outputs');
    await expect(page.getByRole('link', { name: 'Local files' })).toBeVisible();
    await goTo(page, 'Settings');
    await expect(page.getByRole('radio', { name: 'Dark', exact: true })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'UTC', exact: true })).toBeChecked();
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  });

  await test.step('collection goes on where it was', async () => {
    await goTo(page, 'Collection Status');
    for (const logType of logTypes) await after.expectSettled(logType, mimecast.offered(logType));
    expect((await after.outputCounts('Local files')).delivered).toBe(mimecast.everything);
    expect(await mimecast.differences(second.eventsDir)).toEqual([]);
  });

  await test.step('the secret is used from the keychain and never shown', async () => {
    await goTo(page, 'Connectors');
    await page.getByRole('link', { name: entry.name }).click();
    await expect(page.getByRole('group', { name: 'Client Secret' })).toContainText(/Stored in .+ · saved \d/);
    await expect(page.getByLabel('Client ID')).toHaveValue(entry.clientId);
    await page.getByRole('button', { name: 'Test Connection' }).click();
    await expect(page.getByText('Connection successful')).toBeVisible();
    const inPage = await page.evaluate(() => [document.documentElement.outerHTML, ...[...document.querySelectorAll('input')].map((input) => input.value)].join('\n'));
    expect(inPage).toContain(entry.clientId);
    expect(inPage).not.toContain(entry.clientSecret);
    expect(JSON.stringify(await second.call('connectors.list', undefined))).not.toContain(entry.clientSecret);
  });
  expect(second.pageErrors).toEqual([]);
});
