import { describe, expect, it } from 'vitest';

import { FILTERS, nextToken,PATHS, records, sorted, start, walkList } from './support';

describe.each(['dlp', 'audit', 'hold'] as const)('%s', (source) => {
  it('pages through every record once', async () => {
    const { client, simulator } = await start();
    await client.login();
    const { keys, replies } = await walkList(client, source, FILTERS[source]);
    expect(replies).toHaveLength(5);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys(source)));
    expect(replies[0]?.body.meta).toMatchObject({ status: 200, pagination: { pageSize: 7, totalCount: 30 } });
    expect(replies[0]?.body.fail).toEqual([]);
  });

  it('answers an empty window with empty data', async () => {
    const { client } = await start({ dlpEvents: 0, auditEvents: 0, heldMessages: 0 });
    await client.login();
    const reply = await client.list(PATHS[source], FILTERS[source], { pageSize: 5 });
    expect(reply.body.data).toEqual([]);
    expect(nextToken(reply)).toBeUndefined();
  });

  it.each([
    ['not json', 'err_validation_invalid_json'],
    [{}, 'err_validation_null'],
    [{ data: [] }, 'err_validation_at_least_one_not_null'],
    [{ data: [{}], meta: { pagination: { pageSize: 0 } } }, 'err_validation_invalid_page_size'],
    [{ data: [{ from: 'yesterday', startDateTime: 'yesterday', start: 'yesterday' }] }, 'err_validation_invalid_date'],
  ])('refuses %j', async (body, code) => {
    const { client } = await start();
    await client.login();
    expect(await client.post(PATHS[source], body)).toMatchObject({ status: 400, body: { meta: { status: 400 }, fail: [{ errors: [{ code }] }] } });
  });

  it('refuses a page token with other filters', async () => {
    const { client } = await start();
    await client.login();
    const token = nextToken(await client.list(PATHS[source], FILTERS[source], { pageSize: 5 })) ?? '';
    expect((await client.list(PATHS[source], { ...FILTERS[source], query: 'x' }, { pageSize: 5, pageToken: token })).status).toBe(400);
    expect((await client.list(PATHS[source], FILTERS[source], { pageSize: 5, pageToken: 'zzz' })).status).toBe(400);
  });

  it('caps a page at 500', async () => {
    const { client } = await start({ dlpEvents: 700, auditEvents: 700, heldMessages: 700 });
    await client.login();
    expect(records(source, await client.list(PATHS[source], FILTERS[source], { pageSize: 5000 }))).toHaveLength(500);
  });
});

describe('dlp', () => {
  const times = (logs: readonly Record<string, unknown>[]): string[] => logs.map((log) => String(log.eventTime));

  it('comes newest first unless asked otherwise', async () => {
    const { client } = await start();
    await client.login();
    const forward = times(records('dlp', await client.list(PATHS.dlp, FILTERS.dlp, { pageSize: 100 })));
    const backward = times(records('dlp', await client.list(PATHS.dlp, { ...FILTERS.dlp, oldestFirst: false }, { pageSize: 100 })));
    expect(forward).toEqual([...forward].sort());
    expect(backward).toEqual([...forward].reverse());
    expect(forward[0]).toMatch(/^2026-03-10T\d\d:\d\d:\d\d\+0000$/);
  });

  it.each(['2026-03-10T06:00:00Z', '2026-03-10T06:00:00+0000', '2026-03-10T06:00:00+00:00', '2026-03-10T08:00:00+0200'])('reads %s', async (from) => {
    const { client } = await start();
    await client.login();
    const found = times(records('dlp', await client.list(PATHS.dlp, { ...FILTERS.dlp, from }, { pageSize: 100 })));
    expect(found.length).toBeGreaterThan(5);
    expect(found.every((time) => time >= '2026-03-10T06:00:00')).toBe(true);
  });

  it('includes both ends of the window', async () => {
    const { client } = await start();
    await client.login();
    const [first] = times(records('dlp', await client.list(PATHS.dlp, FILTERS.dlp, { pageSize: 100 })));
    const hit = records('dlp', await client.list(PATHS.dlp, { from: first, to: first }, { pageSize: 100 }));
    expect(hit).toHaveLength(1);
  });

  it('filters routes and actions', async () => {
    const { client } = await start();
    await client.login();
    const found = records('dlp', await client.list(PATHS.dlp, { ...FILTERS.dlp, routes: ['outbound'], actions: ['hold'] }, { pageSize: 100 }));
    expect(found.length).toBeGreaterThan(0);
    for (const log of found) expect(log).toMatchObject({ route: 'outbound', action: 'hold' });
  });
});

describe('audit', () => {
  it('requires a window within 60 days', async () => {
    const { client } = await start();
    await client.login();
    expect((await client.list(PATHS.audit, { startDateTime: '2026-03-10T00:00:00Z' })).status).toBe(400);
    expect((await client.list(PATHS.audit, { ...FILTERS.audit, startDateTime: '2025-12-01T00:00:00Z' })).status).toBe(400);
  });

  it('names its categories', async () => {
    const { client } = await start();
    await client.login();
    const { body } = await client.post('/api/audit/get-categories', { data: [] });
    expect(body).toMatchObject({ data: [{ categories: expect.arrayContaining([expect.objectContaining({ code: 'authentication_logs' })]) as unknown }] });
  });

  it('has the eventInfo variants', async () => {
    const { client } = await start({ auditEvents: 400 });
    await client.login();
    const infos = records('audit', await client.list(PATHS.audit, FILTERS.audit, { pageSize: 500 })).map((event) => String(event.eventInfo));
    for (const form of [/, IP: [\d.]+, /, / IP: [\d.]+ Application/, /remote IP : /, /Remote IP is null/, /\n/, /2001:db8::/]) {
      expect(infos.some((info) => form.test(info))).toBe(true);
    }
  });
});

describe('hold', () => {
  it('shows nothing without admin', async () => {
    const { client } = await start();
    await client.login();
    const filter = { ...FILTERS.hold, admin: false };
    expect((await client.list(PATHS.hold, filter, { pageSize: 5 })).body.data).toEqual([]);
    expect((await client.list(PATHS.hold, {}, { pageSize: 5 })).body).toMatchObject({ data: [], meta: { pagination: { totalCount: 0 } } });
  });

  it('silently caps an unpaged call', async () => {
    const { client } = await start({ heldMessages: 1200 });
    await client.login();
    const reply = await client.list(PATHS.hold, FILTERS.hold);
    expect(reply.body.data).toHaveLength(999);
    expect(nextToken(reply)).toBeUndefined();
  });

  it('forgets a released message, without disturbing a walk in progress', async () => {
    const { client, simulator } = await start();
    await client.login();
    const all = await walkList(client, 'hold', FILTERS.hold);
    const first = await client.list(PATHS.hold, FILTERS.hold, { pageSize: 10 });
    simulator.release(29, 0);
    const rest = await client.list(PATHS.hold, FILTERS.hold, { pageSize: 20, pageToken: nextToken(first) });
    const keys = [...records('hold', first), ...records('hold', rest)].map((message) => String(message.id));
    expect(keys).toEqual(all.keys.slice(0, 29));
    expect(simulator.truth().hold).toEqual({ heldNow: 28, everHeld: 30, left: 2 });
    expect((await walkList(client, 'hold', FILTERS.hold)).keys).toEqual(all.keys.slice(1, 29));
    expect(() => simulator.release(30)).toThrow(RangeError);
  });

  it('comes and goes in live mode', async () => {
    const { client, simulator, clock } = await start({ liveEventsPerSecond: 10 });
    clock.now += 1_800_000;
    await client.login();
    const { heldNow, everHeld, left } = simulator.truth().hold;
    expect(everHeld).toBe(30 + 360);
    expect(left).toBeGreaterThan(50);
    const { keys } = await walkList(client, 'hold', FILTERS.hold, 500);
    expect(keys).toHaveLength(heldNow);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().heldKeys('now')));
  });

  it('searches and filters', async () => {
    const { client } = await start();
    await client.login();
    const reason = 'message_hold_applied_dmarc_policy';
    const filter = { ...FILTERS.hold, searchBy: { fieldName: 'reasonCode', value: reason }, filterBy: [{ fieldName: 'route', value: 'inbound' }] };
    const found = records('hold', await client.list(PATHS.hold, filter, { pageSize: 100 }));
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) expect(message).toMatchObject({ reasonCode: reason, route: 'INBOUND' });
  });
});
