import { describe, expect, it } from 'vitest';

import { ALL_TYPES, batchKeys, download, FILTERS, nextToken, NOON, page, PATHS, records, sorted, start, walkBatch, walkList, walkStreaming } from './support';

const LIST = ALL_TYPES.join(',');
const LISTS = ['dlp', 'audit', 'hold'] as const;
const FROM = new Date(NOON - 23 * 3_600_000).toISOString();

describe.each(LISTS)('page faults on %s', (source) => {
  it('dataEmptyArray ends the walk with an empty page', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'dataEmptyArray', on: source }] });
    await client.login();
    const { keys, replies } = await walkList(client, source, FILTERS[source]);
    expect(replies).toHaveLength(6);
    expect(replies.at(-1)?.body.data).toEqual([]);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys(source)));
  });

  it('missingPagination leaves it out on the last page', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'missingPagination', on: source }] });
    await client.login();
    const { keys, replies } = await walkList(client, source, FILTERS[source]);
    expect(replies.at(-1)?.body.meta).toEqual({ status: 200 });
    expect(replies[0]?.body.meta).toHaveProperty('pagination');
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys(source)));
  });

  it('nextWithEmptyData never ends by itself', async () => {
    const { client } = await start({ faults: [{ fault: 'nextWithEmptyData', on: source }] });
    await client.login();
    await expect(walkList(client, source, FILTERS[source], 10, 20)).rejects.toThrow('never ended');
    let reply = await client.list(PATHS[source], FILTERS[source], { pageSize: 100 });
    expect(records(source, reply)).toHaveLength(30);
    reply = await client.list(PATHS[source], FILTERS[source], { pageSize: 100, pageToken: nextToken(reply) });
    expect(reply.body.data).toEqual([]);
    expect(nextToken(reply)).toBeDefined();
  });

  it('repeatedPage shows every page twice and still ends', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'repeatedPage', on: source }] });
    await client.login();
    const { keys, replies } = await walkList(client, source, FILTERS[source]);
    expect(replies).toHaveLength(10);
    expect(keys).toHaveLength(60);
    expect(sorted(new Set(keys))).toEqual(sorted(simulator.truth().keys(source)));
  });

  it('overlappingPages begins with the last three of the page before', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'overlappingPages', on: source }] });
    await client.login();
    const { keys } = await walkList(client, source, FILTERS[source], 10);
    expect(keys.slice(10, 13)).toEqual(keys.slice(7, 10));
    expect(sorted(new Set(keys))).toEqual(sorted(simulator.truth().keys(source)));
  });

  it('protoKeys, int64Ids and outOfOrder keep every record', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'protoKeys' }, { fault: 'int64Ids' }, { fault: 'outOfOrder' }] });
    await client.login();
    const { keys, replies } = await walkList(client, source, FILTERS[source], 15);
    const text = replies.map((reply) => reply.text).join('');
    expect(text.match(/"__proto__":/g)).toHaveLength(3);
    expect(text.match(/"internalId":9223372036854775807/g)).toHaveLength(3);
    expect(sorted(keys)).toEqual(sorted(simulator.truth().keys(source)));
    simulator.setFaults([]);
    expect((await walkList(client, source, FILTERS[source], 15)).keys).not.toEqual(keys);
  });
});

describe.each(['batch', 'streaming'] as const)('page faults on %s', (kind) => {
  const on = `siem.${kind}` as const;

  it('repeatedPage and emptyPageWithCursor lose nothing', async () => {
    for (const fault of ['repeatedPage', 'emptyPageWithCursor'] as const) {
      const { client, simulator } = await start({ faults: [{ fault, on }] });
      await client.login();
      const keys = kind === 'batch' ? await batchKeys(client, { type: LIST, pageSize: '4' }) : (await walkStreaming(client, { dateRangeStartsAt: FROM, pageSize: '40' })).events.map((event) => event.processingId);
      expect(keys).toHaveLength(fault === 'repeatedPage' ? 600 : 300);
      expect(sorted(new Set(keys))).toEqual(sorted(simulator.truth().keys('siem')));
    }
  });

  it('overlappingPages repeats a little and still ends', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'overlappingPages' }] });
    await client.login();
    const keys = kind === 'batch' ? await batchKeys(client, { type: LIST, pageSize: '6' }) : (await walkStreaming(client, { dateRangeStartsAt: FROM, pageSize: '40' })).events.map((event) => event.processingId);
    expect(keys.length).toBeGreaterThan(310);
    expect(sorted(new Set(keys))).toEqual(sorted(simulator.truth().keys('siem')));
  });

  it('poisonedCursor yields nothing for ever, a query by date goes on', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'poisonedCursor', times: 1 }] });
    await client.login();
    const path = `/siem/v1${kind === 'batch' ? '/batch' : ''}/events/cg`;
    const first: Record<string, string> = kind === 'batch' ? { type: 'receipt,av', pageSize: '1' } : { pageSize: '1' };
    const cursor = String((await client.get(path, first)).body['@nextPage']);
    expect(Buffer.from(cursor, 'base64').toString()).toMatch(/^\[(\w+=0-0(, )?)+\]:0:null$/);
    simulator.setFaults([]);
    for (let i = 0; i < 3; i += 1) expect((await client.get(path, { ...first, nextPage: cursor })).body).toMatchObject({ value: [], '@nextPage': cursor, isCaughtUp: true });
    expect((await client.get(path, first)).body.value).toHaveLength(1);
  });

  it('isCaughtUpMissing leaves the member out; enhancedLoggingOff is empty and caught up, and gives all later', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'isCaughtUpMissing', times: 1 }] });
    await client.login();
    const path = `/siem/v1${kind === 'batch' ? '/batch' : ''}/events/cg`;
    expect((await client.get(path, { type: 'receipt' })).body).not.toHaveProperty('isCaughtUp');
    simulator.setFaults([{ fault: 'enhancedLoggingOff' }]);
    const { body } = await client.get(path, { type: LIST });
    expect(body).toMatchObject({ value: [], isCaughtUp: true });
    simulator.setFaults([]);
    const nextPage = String(body['@nextPage']);
    const keys = kind === 'batch' ? await batchKeys(client, { type: LIST, nextPage }) : (await walkStreaming(client, { nextPage })).events;
    expect(keys).toHaveLength(300);
  });
});

describe('faults of the batch listing', () => {
  it('repeatedFileUrl lists a file twice', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'repeatedFileUrl' }] });
    await client.login();
    const { value } = page(await client.batch({ type: 'receipt', pageSize: '3' }));
    expect(value.map((file) => file.url)).toEqual([value[0]?.url, value[0]?.url, value[2]?.url, value[3]?.url]);
    const { files } = await walkBatch(client, { type: LIST });
    const urls = [...new Set(files.map((file) => file.url))];
    expect((await Promise.all(urls.map(download))).length).toBe(files.length - 1);
    expect(simulator.truth().siem).toBe(300);
  });
});

describe('lateEvents', () => {
  it.each(['dlp', 'audit'] as const)('shows some %s records only later', async (source) => {
    const { client, simulator, clock } = await start({ liveEventsPerSecond: 20, faults: [{ fault: 'lateEvents', on: source, ms: 120_000 }] });
    clock.now += 100_000;
    await client.login();
    const early = await walkList(client, source, FILTERS[source], 500);
    expect(early.keys).toHaveLength(simulator.truth()[source]);
    expect(simulator.truth()[source]).toBeLessThan(130);
    clock.now += 100_000;
    const later = await walkList(client, source, { ...FILTERS[source] }, 500);
    const missed = later.keys.filter((key) => !early.keys.includes(key));
    const place = (key: string | undefined): number => later.keys.indexOf(key ?? '');
    expect(missed.length).toBeGreaterThan(80);
    // Late means: between records that were shown before.
    expect(missed.some((key) => place(key) > place(early.keys[0]) && place(key) < place(early.keys.at(-1)))).toBe(true);
    expect(sorted(later.keys)).toEqual(sorted(simulator.truth().keys(source)));
    clock.now += 1_000_000;
    simulator.setFaults([]);
    expect(simulator.truth()[source]).toBe(30 + 1200);
  });

  it('dates some SIEM events back and keeps their keys', async () => {
    const plain = await start();
    await plain.client.login();
    const late = await start({ faults: [{ fault: 'lateEvents', ms: 7_200_000 }] });
    await late.client.login();
    const oldest = async ({ client }: typeof plain): Promise<{ min: number; keys: string[] }> => {
      const { events } = await walkStreaming(client, { dateRangeStartsAt: FROM });
      return { min: Math.min(...events.map((event) => event.timestamp)), keys: sorted(events.map((event) => event.processingId)) };
    };
    const [a, b] = [await oldest(plain), await oldest(late)];
    expect(b.min).toBeLessThan(a.min - 7_000_000);
    expect(b.keys).toEqual(a.keys);
    expect(sorted(await batchKeys(late.client, { type: LIST }))).toEqual(a.keys);
  });
});
