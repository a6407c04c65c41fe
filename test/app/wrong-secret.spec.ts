import type { Locator } from '@playwright/test';

import { describeFailure } from '../../shared/failures/catalogue';
import { addConnector, ConnectorForm, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { goTo, StatusScreen } from './support/screens';

const refused = describeFailure('MC-AUTH-401');

/** Stage, title, who must act, remedy: what an administrator needs to hear about a refused secret. */
async function expectExplained(place: Locator): Promise<void> {
  await expect(place).toContainText('Authentication stage');
  await expect(place).toContainText(refused.title);
  await expect(place).toContainText('Who acts');
  await expect(place).toContainText('Mimecast administrator');
  await expect(place).toContainText(refused.remedy);
}

test('a wrong secret is explained, may be saved, and heals when it is replaced', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast();
  const app = await launch();
  const { page } = app;
  const entry = entryFor(mimecast, { clientSecret: 'not-the-right-one', logTypes: ['DLP', 'Audit_Events'] });
  const status = new StatusScreen(page);
  const form = new ConnectorForm(page);

  await test.step('Test Connection says what is wrong', async () => {
    await page.getByRole('button', { name: 'Add connector' }).click();
    await page.getByRole('button', { name: 'Everything in one form' }).click();
    await form.fill(entry);
    await form.test();
    await expect(form.result.getByRole('alert')).toContainText(refused.title);
    await expect(form.check('Access token')).toContainText('Failed');
    await expectExplained(form.check('Access token'));
    for (const logType of entry.logTypes) await expect(form.check(logType)).toContainText('Skipped');
  });

  await test.step('saving it all the same is possible, and the status says so', async () => {
    await form.save();
    for (const logType of entry.logTypes) await expect(status.state(logType)).toContainText('Action needed', { timeout: 15_000 });
    await expectExplained(status.detail('DLP'));
    expect(await status.counts('DLP')).toMatchObject({ fetched: 0, delivered: 0 });
  });

  await test.step('the right secret heals it without a restart', async () => {
    await goTo(page, 'Connectors');
    await page.getByRole('link', { name: entry.name }).click();
    await page.getByRole('button', { name: 'Replace Client Secret…' }).click();
    await form.secret.fill(mimecast.clientSecret);
    await form.save();
    await goTo(page, 'Collection Status');
    for (const logType of entry.logTypes) await status.expectSettled(logType, mimecast.offered(logType));
    await expect(page.getByText('Action needed')).toHaveCount(0);
    expect(await mimecast.differences(app.eventsDir, entry.logTypes)).toEqual([]);
  });
});

test('a secret that Mimecast withdraws later is noticed', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast();
  const app = await launch();
  const status = new StatusScreen(app.page);
  await addConnector(app.page, entryFor(mimecast, { logTypes: ['DLP'] }));
  await status.expectSettled('DLP', mimecast.offered('DLP'));

  mimecast.rotateSecret('a-new-one');
  await expect(status.state('DLP')).toContainText('Action needed', { timeout: 15_000 });
  await expectExplained(status.detail('DLP'));
});
