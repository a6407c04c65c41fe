import { gunzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { FAULT_NAMES, type FaultName,FAULTS, parseFaultRules } from '../../../electron/simulator/simulator';
import { batchKeys, download, events, lines, type ListedFile,page, sorted, start, walkBatch, walkStreaming } from './support';

async function oneFile(fault: FaultName, limits: { times?: number } = {}): Promise<{ file: ListedFile; setUp: Awaited<ReturnType<typeof start>> }> {
  const setUp = await start({ faults: [{ fault, ...limits }] });
  await setUp.client.login();
  const [file] = page(await setUp.client.batch({ type: 'receipt', pageSize: '1' })).value;
  if (file === undefined) throw new Error('no file listed');
  return { file, setUp };
}

describe('damage to a download', () => {
  it.each<[FaultName, number, (body: Buffer, file: ListedFile) => void]>([
    ['signedUrl403', 403, (body) => expect(body.toString()).toContain('<Code>AccessDenied</Code>')],
    ['signedUrl404', 404, (body) => expect(body.toString()).toContain('<Code>NoSuchKey</Code>')],
    ['truncatedFile', 200, (body, file) => {
      expect(body.length).toBeLessThan(file.size);
      expect(() => gunzipSync(body)).toThrow();
    }],
    ['corruptFile', 200, (body, file) => {
      expect(body.length).toBe(file.size);
      expect(() => gunzipSync(body)).toThrow();
    }],
    ['emptyFile', 200, (body) => expect(body).toHaveLength(0)],
    ['nonGzipFile', 200, (body) => expect(() => gunzipSync(body)).toThrow()],
    ['proxyHtml', 200, (body) => expect(body.toString()).toContain('<html>')],
    ['serverError', 500, (body) => expect(body.toString()).toContain('<Error>')],
  ])('%s, then whole again', async (fault, status, check) => {
    const { file, setUp } = await oneFile('slow', { times: 0 });
    setUp.simulator.setFaults([{ fault, on: 'siem.file', times: 1 }]);
    const response = await fetch(file.url);
    expect(response.status).toBe(status);
    check(Buffer.from(await response.arrayBuffer()), file);
    expect([...setUp.simulator.truth().unrecoverable()]).toEqual([]);
    expect(lines(await download(file.url))).toHaveLength(20);
  });

  it('bombFile inflates to 200 MiB from little', async () => {
    const { file } = await oneFile('bombFile');
    const body = await download(file.url);
    expect(gunzipSync(body).length / body.length).toBeGreaterThan(1000);
  });

  it('permanent damage names the keys that may be missing, until the file arrives whole', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'corruptFile', match: 'email_receipt_000001' }] });
    await client.login();
    const { files } = await walkBatch(client, { type: 'receipt' });
    const whole = new Set<string>();
    for (const file of files) {
      if (file.url.includes('email_receipt_000001')) await download(file.url);
      else for (const event of await events(file)) whole.add(event.processingId);
    }
    const lost = [...simulator.truth().unrecoverable()];
    expect(lost).toHaveLength(20);
    expect(lost.every((key) => !whole.has(key))).toBe(true);
    const truth = new Set(simulator.truth().keys('siem'));
    expect(lost.every((key) => truth.has(key))).toBe(true);
    simulator.setFaults([]);
    expect(await batchKeys(client, { type: 'receipt' })).toEqual(expect.arrayContaining(lost));
    expect([...simulator.truth().unrecoverable()]).toEqual([]);
  });

  it('probability without times damages the same files every time', async () => {
    const { client, simulator } = await start({ events: 2000, faults: [{ fault: 'signedUrl404', probability: 0.3 }] });
    await client.login();
    const { files } = await walkBatch(client, { type: 'receipt,process' });
    const pattern = async (): Promise<string> => (await Promise.all(files.map((file) => fetch(file.url)))).map((response) => response.status).join();
    const first = await pattern();
    expect(await pattern()).toBe(first);
    expect(first).toContain('200');
    expect(first).toContain('404');
    expect([...simulator.truth().unrecoverable()].length).toBeGreaterThan(20);
  });
});

describe('content of a file', () => {
  it.each<[FaultName, (raw: Buffer) => void]>([
    ['badLine', (raw) => {
      const bad = raw.toString().trim().split('\n').filter((line) => !line.endsWith('}'));
      expect(bad).toHaveLength(1);
      expect(() => JSON.parse(bad[0] ?? '') as unknown).toThrow();
    }],
    ['hugeLine', (raw) => expect(Math.max(...raw.toString().split('\n').map((line) => line.length))).toBeGreaterThan(20 * 1_048_576)],
    ['invalidUtf8', (raw) => expect(() => new TextDecoder('utf-8', { fatal: true }).decode(raw)).toThrow()],
    ['deepNesting', (raw) => expect(raw.toString()).toContain('['.repeat(20_000))],
    ['bomMark', (raw) => expect([...raw.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])],
    ['crlfLines', (raw) => expect(raw.toString().match(/\r\n/g)?.length).toBeGreaterThanOrEqual(20)],
    ['protoKeys', (raw) => expect(raw.toString().match(/"__proto__":/g)).toHaveLength(2)],
    ['int64Ids', (raw) => expect(raw.toString().match(/"internalId":9223372036854775807/g)).toHaveLength(2)],
    ['unknownType', (raw) => expect(raw.toString().match(/"quantum protect"/g)).toHaveLength(2)],
    ['outOfOrder', (raw) => {
      const times = raw.toString().trim().split('\n').map((line) => Number(/"timestamp":(\d+)/.exec(line)?.[1]));
      expect(times).not.toEqual([...times].sort((a, b) => a - b));
    }],
  ])('%s shows itself, costs no event, and the size holds', async (fault, check) => {
    const { file, setUp } = await oneFile(fault, { times: 1 });
    const gzip = await download(file.url);
    expect(gzip.length).toBe(file.size);
    const raw = gunzipSync(gzip);
    check(raw);
    const found = new Set(raw.toString('latin1').match(/"processingId":"[^"]+"/g)?.map((part) => part.slice(16, -1)));
    setUp.simulator.setFaults([]);
    const again = page(await setUp.client.batch({ type: 'receipt', pageSize: '2' })).value;
    expect(again[0]?.size).toBe(file.size);
    const plain = await start();
    await plain.client.login();
    const [twin] = page(await plain.client.batch({ type: 'receipt', pageSize: '1' })).value;
    if (twin === undefined) throw new Error('no file listed');
    for (const event of await events(twin)) expect(found.has(event.processingId)).toBe(true);
    const extras = [...setUp.simulator.truth().extras()];
    const allowed = new Set([...(await events(twin)).map((event) => event.processingId), ...extras, 'extra_badLine']);
    expect([...found].every((key) => allowed.has(key))).toBe(true);
    expect(extras).toHaveLength(['hugeLine', 'invalidUtf8', 'deepNesting'].includes(fault) ? 1 : 0);
  });

  it('the streaming view can be twisted as well, without losing an event', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'unknownType' }, { fault: 'protoKeys' }, { fault: 'outOfOrder' }] });
    await client.login();
    const { events: found } = await walkStreaming(client, { pageSize: '50' });
    expect(found.some((event) => event.eventType === 'quantum protect')).toBe(true);
    expect(sorted(found.map((event) => event.processingId))).toEqual(sorted(simulator.truth().keys('siem')));
  });
});

describe('the catalogue', () => {
  it('describes every fault and where it acts', () => {
    for (const name of FAULT_NAMES) {
      expect(FAULTS[name].description.length).toBeGreaterThan(20);
      expect(FAULTS[name].on.length).toBeGreaterThan(0);
    }
  });

  it.each<[unknown, RegExp]>([
    [{}, /expected a JSON array/],
    [[null], /expected an object/],
    [[{ fault: 'x' }], /unknown fault/],
    [[{ fault: 'slow', ms: '1' }], /"ms" must be a number/],
    [[{ fault: 'slow', wait: 1 }], /unknown member "wait"/],
    [[{ fault: 'poisonedCursor', on: 'dlp' }], /acts on siem.batch, siem.streaming/],
  ])('refuses %j', (value, reason) => {
    expect(() => parseFaultRules(value)).toThrow(reason);
  });
});
