import { describeFailure } from '../../shared/failures/catalogue';
import { logTypes } from '../../shared/model/log-type';
import type { HttpReceiver } from '../receivers/http-receiver';
import { addConnector, entryFor } from './support/connector-form';
import { expect, test } from './support/fixtures';
import { HttpOutputForm } from './support/output-form';
import { goTo, StatusScreen } from './support/screens';
import type { SimulatedMimecast } from './support/simulated-mimecast';

type Received = { readonly id: string; readonly eventType: string; readonly raw: Readonly<Record<string, unknown>> };

/** Every record that was offered reached the receiver; at least once is allowed, so repeats are not looked for. */
function expectNothingLost(receiver: HttpReceiver, mimecast: SimulatedMimecast): void {
  const events = receiver.events as readonly Received[];
  const seen = new Set(events.flatMap(({ raw }) => [raw['processingId'], raw['messageId'], raw['id']]));
  for (const source of ['siem', 'dlp', 'audit', 'hold'] as const) {
    expect([...mimecast.keys(source)].filter((key) => !seen.has(key)), `${source} that never arrived`).toEqual([]);
  }
}

test('an HTTP output delivers, waits while its token is refused, and loses nothing', async ({ launch, startMimecast, startReceiver }) => {
  const mimecast = await startMimecast({ live: true });
  const receiver = await startReceiver();
  receiver.auth = { kind: 'bearer', token: 'first-token' };
  const app = await launch();
  const { page } = app;
  const form = new HttpOutputForm(page);
  const status = new StatusScreen(page);
  const name = 'DNIF test';
  const refusal = describeFailure('OUT-AUTH');

  await test.step('a test event passes before anything is saved', async () => {
    await goTo(page, 'Outputs');
    await form.fillNew({ name, url: receiver.url, token: 'not-the-token' });
    await form.sendTestEvent();
    await expect(form.result.getByRole('alert')).toContainText(refusal.title);
    await form.token.fill('first-token');
    await form.sendTestEvent();
    await expect(form.result).toContainText('Test event delivered');
    expect(receiver.events).toHaveLength(1);
    await form.save();
    await expect(page.getByRole('row').filter({ has: page.getByRole('link', { name }) })).toContainText('No connector');
  });

  await test.step('events arrive with the token', async () => {
    await goTo(page, 'Connectors');
    await addConnector(page, entryFor(mimecast));
    for (const logType of logTypes) await status.expectSettled(logType, mimecast.offered(logType));
    expect(await status.outputCounts(name)).toEqual({ waiting: 0, refused: 0, delivered: mimecast.everything });
    expect(await status.outputCounts('Local files')).toEqual({ waiting: 0, refused: 0, delivered: mimecast.everything });
    const taken = receiver.requests.filter((request) => request.status === 200);
    expect(taken.map((request) => request.headers.authorization)).toEqual(taken.map(() => 'Bearer first-token'));
    expectNothingLost(receiver, mimecast);
    expect(new Set(receiver.ids).size).toBe(receiver.ids.length);
  });

  await test.step('a refused token is shown with its remedy, and stops no other output', async () => {
    receiver.auth = { kind: 'bearer', token: 'second-token' };
    mimecast.pass();
    await status.pollNow('SIEM');
    await expect(status.outputRow(name).getByRole('cell').first()).toContainText('Action needed', { timeout: 15_000 });
    const card = page.getByRole('group', { name: 'Table of outputs' });
    await expect(card).toContainText(refusal.title);
    await expect(card).toContainText('Administrator of the receiver');
    await expect(card).toContainText(refusal.remedy);
    await expect.poll(async () => (await status.outputCounts('Local files')).delivered, { timeout: 15_000 }).toBe(mimecast.everything);
    expect(await mimecast.differences(app.eventsDir)).toEqual([]);
    expect((await status.outputCounts(name)).waiting).toBeGreaterThan(0);
  });

  await test.step('with the new token it goes on at once', async () => {
    await page.getByRole('button', { name: 'Open output' }).click();
    await page.getByRole('button', { name: 'Replace Token…' }).click();
    await form.token.fill('second-token');
    await form.save();
    await goTo(page, 'Collection Status');
    await expect(status.outputRow(name).getByRole('cell').first()).toContainText('Active', { timeout: 15_000 });
    await expect.poll(() => status.outputCounts(name), { timeout: 15_000 }).toEqual({ waiting: 0, refused: 0, delivered: mimecast.everything });
    expectNothingLost(receiver, mimecast);
  });
  expect(app.pageErrors).toEqual([]);
});
