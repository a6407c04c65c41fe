import { logTypes } from '../../shared/model/log-type';
import { ConnectorForm, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { StatusScreen } from './support/screens';

/** Word for word as the Mimecast console shows it (API.md §7.3). */
const permission = 'Account | Logs | Read';

test('one log type without permission stops no other, and starts when the permission comes', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ denied: ['audit'] });
  const app = await launch();
  const { page } = app;
  const form = new ConnectorForm(page);
  const status = new StatusScreen(page);
  const allowed = logTypes.filter((logType) => logType !== 'Audit_Events');

  await test.step('the test names the log type and the permission it lacks', async () => {
    await page.getByRole('button', { name: 'Add connector' }).click();
    await page.getByRole('button', { name: 'Everything in one form' }).click();
    await form.fill(entryFor(mimecast));
    await form.test();
    await expect(form.result.getByRole('alert')).toContainText('1 of 4 log types cannot be read');
    for (const logType of allowed) await expect(form.check(logType)).toContainText(/Passed|Warning/);
    await expect(form.check('Audit_Events')).toContainText('Failed');
    await expect(form.check('Audit_Events')).toContainText(permission);
  });

  await test.step('the others are collected', async () => {
    await form.save();
    for (const logType of allowed) await status.expectSettled(logType, mimecast.offered(logType));
    await expect(status.state('Audit_Events')).toContainText('Action needed');
    await expect(status.state('Audit_Events')).toContainText('Permission missing');
    await expect(status.detail('Audit_Events')).toContainText(permission);
    expect(await status.counts('Audit_Events')).toMatchObject({ fetched: 0, delivered: 0 });
    expect(await mimecast.differences(app.eventsDir, allowed)).toEqual([]);
  });

  await test.step('Poll now after the permission was given heals it', async () => {
    mimecast.setDenied([]);
    await status.pollNow('Audit_Events');
    await status.expectSettled('Audit_Events', mimecast.offered('Audit_Events'));
    expect(await mimecast.differences(app.eventsDir)).toEqual([]);
  });
});
