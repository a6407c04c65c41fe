import { logTypes } from '../../shared/model/log-type';
import { readLines } from '../receivers/file-reader';
import { ConnectorForm, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { goTo, StatusScreen } from './support/screens';

test('from the first start to events in files', async ({ launch, startMimecast }) => {
  const mimecast = await startMimecast({ live: true });
  const app = await launch();
  const { page } = app;

  await test.step('the first run offers the demo and a connector', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Mimecast Connector' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try the demo' })).toBeVisible();
    await page.getByRole('button', { name: 'Add connector' }).click();
    await page.getByRole('button', { name: 'Everything in one form' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Add connector' })).toBeVisible();
  });

  await test.step('Test Connection works before anything is saved', async () => {
    const form = new ConnectorForm(page);
    await form.fill(entryFor(mimecast));
    await form.test();
    const verdict = form.result.getByRole('status').filter({ hasText: 'Connection successful' });
    await expect(verdict).toContainText(new RegExp(`${String(new Date().getFullYear())}, \\d{2}:\\d{2}:\\d{2} .* took \\d`));
    await expect(form.check('Access token')).toContainText('Passed');
    for (const logType of logTypes) await expect(form.check(logType)).toContainText(/Passed|Warning/);
    const saved = await app.call('connectors.list', undefined);
    expect(saved).toMatchObject({ kind: 'ok', value: [] });
    await form.save();
  });

  const status = new StatusScreen(page);
  await test.step('every log type becomes active and every record reaches the files', async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Collection Status' })).toBeVisible();
    for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));
    await expect(status.outputRow('Local files').getByRole('cell').first()).toContainText('Active');
    expect(await mimecast.differences(app.eventsDir)).toEqual([]);
  });

  await test.step('Live Logs shows them, raw and normalized', async () => {
    await goTo(page, 'Live Logs');
    const events = page.getByRole('grid', { name: 'Events' }).getByRole('row');
    // The first row is the header.
    await expect(events.nth(10)).toBeVisible();
    await events.nth(5).click();
    const details = page.getByRole('region', { name: 'Event details' });
    await expect(details.getByRole('heading', { name: 'Raw' })).toBeVisible();
    await expect(details.getByRole('heading', { name: 'Normalized' })).toBeVisible();
    await expect(details.getByRole('region', { name: 'Normalized event' })).toContainText('Head office');
    await details.getByRole('tab', { name: 'Text' }).click();
    const raw = await details.getByRole('region', { name: 'Raw record' }).innerText();
    expect(JSON.parse(raw)).toBeInstanceOf(Object);
  });

  await test.step('what happens later arrives too', async () => {
    await goTo(page, 'Collection Status');
    const before = mimecast.everything;
    mimecast.pass();
    expect(mimecast.everything).toBeGreaterThan(before);
    await status.pollNow('SIEM');
    for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));
    expect(await mimecast.differences(app.eventsDir)).toEqual([]);
  });

  await test.step('a message that leaves the hold queue is reported once', async () => {
    mimecast.release(0, 3);
    await status.pollNow('Hold_Message_List');
    await status.expectSettled('Hold_Message_List', mimecast.offered('Hold_Message_List') + 2);
    const events = (await readLines(app.eventsDir)).map((line) => JSON.parse(line.text) as { readonly eventType: string; readonly raw: { readonly lastSeen?: { readonly id: string } } });
    const left = events.filter((event) => event.eventType === 'no_longer_held').map((event) => event.raw.lastSeen?.id);
    expect(left.toSorted()).toEqual(mimecast.heldThatLeft());
    expect(await mimecast.differences(app.eventsDir)).toEqual([]);
  });

  expect(app.pageErrors).toEqual([]);
  expect(await app.quit()).toEqual({ code: 0, signal: null });
});
