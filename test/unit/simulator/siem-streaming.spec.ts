import { describe, expect, it } from 'vitest';

import { NOON, sorted, start, walkStreaming } from './support';

const FROM = new Date(NOON - 23 * 3_600_000).toISOString();

describe('streaming', () => {
  it('offers the same events as the batch files, once each', async () => {
    const { client, simulator } = await start();
    await client.login();
    const { events } = await walkStreaming(client, { dateRangeStartsAt: FROM, pageSize: '37' });
    expect(sorted(events.map((event) => event.processingId))).toEqual(sorted(simulator.truth().keys('siem')));
  });

  it('says eventType and subType and carries the page members', async () => {
    const { client } = await start();
    await client.login();
    const { body } = await client.get('/siem/v1/events/cg', { dateRangeStartsAt: FROM, pageSize: '5' });
    const value = body.value as readonly Record<string, unknown>[];
    expect(value).toHaveLength(5);
    for (const event of value) expect(Object.keys(event)).toEqual(expect.arrayContaining(['eventType', 'subType']));
    for (const event of value) expect(event).not.toHaveProperty('type');
    expect(body).toMatchObject({ pageSize: 5, isCaughtUp: false, '@nextLink': expect.stringContaining('nextPage=') as string });
    expect(Buffer.from(String(body['@nextPage']), 'base64').toString()).toMatch(/^\[receipt=5-\d+, .*\]:1:/);
  });

  it('interleaves the families in the order of time', async () => {
    const { client } = await start();
    await client.login();
    const { events } = await walkStreaming(client, { dateRangeStartsAt: FROM });
    expect(new Set(events.slice(0, 60).map((event) => event.eventType)).size).toBeGreaterThan(4);
  });

  it('narrows to one type and goes on with newer events', async () => {
    const { client, clock } = await start({ liveEventsPerSecond: 20 });
    await client.login();
    const first = await walkStreaming(client, { dateRangeStartsAt: FROM, types: 'journal' });
    expect(new Set(first.events.map((event) => event.eventType))).toEqual(new Set(['journal']));
    clock.now += 30_000;
    const later = await walkStreaming(client, { nextPage: first.cursor });
    expect(later.events.length).toBeGreaterThan(0);
    const keys = [...first.events, ...later.events].map((event) => event.processingId);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    { dateRangeStartsAt: new Date(NOON - 24.1 * 3_600_000).toISOString() },
    { dateRangeStartsAt: '2026-03-10' },
    { dateRangeStartsAt: '2026-03-10T10:00:00Z' },
    { dateRangeStartsAt: FROM, dateRangeEndsAt: 'now' },
    { types: 'nothing' },
    { nextPage: '%%%' },
    { pageSize: '500' },
  ])('answers 400 to %o', async (query) => {
    const { client } = await start();
    await client.login();
    const { status, body } = await client.get('/siem/v1/events/cg', query);
    expect(status).toBe(400);
    expect(body).toHaveProperty('error.code');
  });
});
