import { describe, expect, it } from 'vitest';

import { ALL_TYPES, batchKeys, download, events, lines, page, sorted, start, walkBatch } from './support';

const LIST = ALL_TYPES.join(',');

describe('batch listing', () => {
  it('offers every event exactly once, with a list of types', async () => {
    const { client, simulator } = await start();
    await client.login();
    const keys = await batchKeys(client, { type: LIST, pageSize: '3' });
    expect(keys).toHaveLength(300);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys('siem')));
  });

  it('offers every event exactly once, type by type, by date', async () => {
    const { client, simulator } = await start();
    await client.login();
    const keys: string[] = [];
    for (const type of ALL_TYPES) keys.push(...(await batchKeys(client, { type, pageSize: '100', dateRangeStartsAt: '2026-03-09' })));
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys('siem')));
  });

  it('keeps families apart and names files after them', async () => {
    const { client } = await start();
    await client.login();
    const { files } = await walkBatch(client, { type: LIST });
    for (const file of files) {
      const found = new Set((await events(file)).map((event) => event.type ?? event.eventType));
      expect(found.size).toBe(1);
    }
    expect(files.map((file) => new URL(file.url).pathname)).toContainEqual(expect.stringMatching(/\/email_ttp_url_\d{6}\.json\.gz$/));
  });

  it('tells the compressed size and an expiry', async () => {
    const { client, clock } = await start({ signedUrlSeconds: 60 });
    await client.login();
    const { value } = page(await client.batch({ type: 'receipt', pageSize: '2' }));
    expect(value).toHaveLength(2);
    for (const file of value) {
      expect((await download(file.url)).length).toBe(file.size);
      expect(Date.parse(file.expiry)).toBe(clock.now + 60_000);
    }
  });

  it('resumes a cursor for ever and yields only newer files', async () => {
    const { client, simulator, clock } = await start({ liveEventsPerSecond: 20, liveFileSeconds: 10 });
    await client.login();
    const first = await walkBatch(client, { type: LIST });
    const quiet = page(await client.batch({ type: LIST, nextPage: first.cursor }));
    expect(quiet).toMatchObject({ value: [], caughtUp: true });
    clock.now += 35_000;
    const later = await walkBatch(client, { type: LIST, nextPage: quiet.next });
    const keys = (await Promise.all([...first.files, ...later.files].map((file) => events(file)))).flat().map((event) => event.processingId);
    expect(keys).toHaveLength(simulator.truth().siem);
    expect(simulator.truth().siem).toBeGreaterThan(850);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys('siem')));
  });

  it('never dates an event into the future', async () => {
    const { client, clock } = await start({ liveEventsPerSecond: 20 });
    await client.login();
    clock.now += 60_000;
    const { files } = await walkBatch(client, { type: LIST });
    const times = (await Promise.all(files.map((file) => events(file)))).flat().map((event) => event.timestamp);
    expect(Math.max(...times)).toBeLessThanOrEqual(clock.now);
    expect(Math.min(...times)).toBeGreaterThan(clock.now - 12.1 * 3_600_000);
  });

  it('filters a subtype', async () => {
    const { client } = await start();
    await client.login();
    const all = (await Promise.all((await walkBatch(client, { type: 'process' })).files.map((file) => events(file)))).flat();
    const held = (await Promise.all((await walkBatch(client, { type: 'process:Hld' })).files.map((file) => events(file)))).flat();
    const expected = all.filter((event) => event.action === 'Hld').map((event) => event.processingId);
    expect(expected.length).toBeGreaterThan(0);
    expect(held.map((event) => event.processingId)).toEqual(expected);
  });

  it('limits days with dateRangeEndsAt', async () => {
    const { client } = await start({ historyHours: 48 });
    await client.login();
    const { files } = await walkBatch(client, { type: 'receipt', dateRangeStartsAt: '2026-03-09', dateRangeEndsAt: '2026-03-09' });
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file.url).toContain('/2026/03/09/');
  });

  it.each([
    { type: 'receipt', dateRangeStartsAt: '2026-03-10T00:00:00.000Z' },
    { type: 'receipt', dateRangeStartsAt: '2026-03-02' },
    { type: 'receipt', dateRangeStartsAt: '2026-03-10', dateRangeEndsAt: '2026-03-09' },
    { type: 'receipt', dateRangeEndsAt: '2026-02-30' },
    { type: 'receipt', pageSize: '101' },
    { type: 'receipt', pageSize: '0' },
    { type: 'Receipt' },
    { type: 'entities' },
    { type: 'receipt', nextPage: 'bm9uc2Vuc2U=' },
    {},
  ])('answers 400 with the SIEM envelope to %o', async (query) => {
    const { client } = await start();
    await client.login();
    const { status, body } = await client.batch(query);
    expect(status).toBe(400);
    expect(body).toEqual({ error: { code: expect.any(String) as string, message: expect.any(String) as string } });
  });

  it('accepts the seventh day back', async () => {
    const { client } = await start();
    await client.login();
    expect((await client.batch({ type: 'receipt', dateRangeStartsAt: '2026-03-03' })).status).toBe(200);
  });
});

describe('signed URLs', () => {
  it('refuse a bearer token, a forged signature and a late visitor', async () => {
    const { client, clock } = await start({ signedUrlSeconds: 60 });
    await client.login();
    const url = page(await client.batch({ type: 'receipt' })).value[0]?.url ?? '';
    expect((await fetch(url, { headers: { authorization: `Bearer ${client.token}` } })).status).toBe(400);
    const forged = await fetch(url.replace(/X-Amz-Signature=.../, 'X-Amz-Signature=000'));
    expect(forged.status).toBe(403);
    expect(await forged.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await fetch(url)).status).toBe(200);
    clock.now += 61_000;
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url.replace('60', '6000'))).status).toBe(403);
  });

  it('serve a gzip file, not a gzip encoding', async () => {
    const { client } = await start();
    await client.login();
    const response = await fetch(page(await client.batch({ type: 'receipt' })).value[0]?.url ?? '');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(lines(Buffer.from(await response.arrayBuffer()))).toHaveLength(20);
  });
});

describe('Cloud Integrated', () => {
  it('offers three families of their own, and none of the other product', async () => {
    const { client, simulator } = await start({ platform: 'cloud-integrated' });
    await client.login();
    expect(await client.batch({ type: 'receipt' })).toMatchObject({ status: 403, body: { fail: [{ code: 'app_forbidden' }] } });
    const { body } = await client.get('/siem/v1/batch/events/ci', { type: 'entities,mailflow,urlclick' });
    const found = (await Promise.all((body.value as { url: string; expiry: string; size: number }[]).map((file) => events(file)))).flat();
    expect(sorted(found.map((event) => event.processingId))).toEqual(sorted(simulator.truth().keys('siem')));
    const entity = found.find((event) => event.type === 'entities');
    expect(entity).toMatchObject({ attachments: expect.any(Array) as unknown[], recipients: expect.any(Array) as unknown[], historicalMail: expect.any(Boolean) as boolean });
    expect(entity?.processingId).toMatch(/^[0-9a-f]{64}_\d+$/);
  });
});
