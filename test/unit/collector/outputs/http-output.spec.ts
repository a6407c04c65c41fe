import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Clock } from '../../../../electron/collector/kit/clock';
import { systemClock } from '../../../../electron/collector/kit/clock';
import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import { retryAfter } from '../../../../electron/collector/outputs/http/http-answer';
import { HttpOutput } from '../../../../electron/collector/outputs/http/http-output';
import type { Delivery, RenderedBatch } from '../../../../electron/collector/outputs/output';
import type { HttpOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { HttpReceiver } from '../../../receivers/http-receiver';
import { selfSigned } from '../../../receivers/self-signed';

const never = new AbortController().signal;

describe('http output', () => {
  let receiver: HttpReceiver;
  const outputs: HttpOutput[] = [];
  const notes: string[] = [];

  beforeEach(async () => {
    receiver = await HttpReceiver.start();
    notes.length = 0;
  });

  afterEach(async () => {
    for (const output of outputs.splice(0)) await output.close();
    await receiver.stop();
  });

  const make = (
    changes: Partial<HttpOutputConfig> = {},
    options: { readonly secret?: () => string | null; readonly answerMs?: number; readonly clock?: Clock } = {},
  ): HttpOutput => {
    const config: HttpOutputConfig = {
      id: 'h',
      name: 'DNIF',
      enabled: true,
      format: 'both',
      type: 'http',
      url: receiver.url,
      auth: { kind: 'none' },
      maxEvents: 100,
      maxKiB: 64,
      gzip: false,
      ...changes,
    };
    const output = new HttpOutput({
      config,
      clock: options.clock ?? systemClock,
      log: (_, text) => notes.push(text),
      secret: () => {
        const text = options.secret?.() ?? null;
        return Promise.resolve(text === null ? null : new Secret(text));
      },
      version: '1.2.3',
      timeouts: { connectMs: 2000, answerMs: options.answerMs ?? 5000 },
    });
    outputs.push(output);
    return output;
  };
  const opened = new WeakSet<HttpOutput>();
  const send = async (output: HttpOutput, batches: readonly RenderedBatch[]): Promise<Delivery> => {
    if (!opened.has(output)) await output.open(null, never);
    opened.add(output);
    return output.deliver(batches, never);
  };
  const failureOf = (delivery: Delivery): { code: string; detail: string | null; retryAfterMs: number | null } | null =>
    delivery.kind === 'delivered' ? null : { code: delivery.failure.code, detail: delivery.failure.detail, retryAfterMs: delivery.failure.retryAfterMs };

  it('posts JSON arrays, across and within batches, under both limits', async () => {
    const batches = [lawBatch(1, 3), lawBatch(2, 5), lawBatch(3, 1)];
    expect(await send(make({ maxEvents: 4 }), batches)).toEqual({ kind: 'delivered' });
    expect(receiver.requests.map((request) => request.events)).toEqual([4, 4, 1]);
    expect(receiver.ids).toEqual(idsOf(batches));
    expect(receiver.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Mimecast-Connector/1.2.3' });
    expect(Object.keys(receiver.requests[0]?.headers ?? {}).filter((name) => name.startsWith('x-'))).toEqual([]);
    expect(receiver.requests[0]?.path).toBe('/tenant/default/block/events');
  });

  it('keeps requests under the byte limit, and sends an event above it alone', async () => {
    const big = lawBatch(2, 1);
    const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ id: idsOf([big])[0], filler: 'x'.repeat(40_000) })}\n`));
    const batches = [lawBatch(1, 100), { ...big, lines, ends: new Uint32Array([lines.length]) }, lawBatch(3, 100)];
    await send(make({ maxKiB: 16, maxEvents: 10_000 }), batches);
    expect(receiver.ids).toEqual(idsOf(batches));
    const sizes = receiver.requests.map((request) => request.bytes);
    expect(sizes.filter((bytes) => bytes > 16 * 1024).length).toBe(1);
    expect(sizes.length).toBeLessThan(12);
  });

  it.each([
    ['basic', { kind: 'basic', username: 'josé' }, { kind: 'basic', username: 'josé', password: 's3cret' }],
    ['bearer', { kind: 'bearer' }, { kind: 'bearer', token: 's3cret' }],
    ['shared secret', { kind: 'shared-secret', header: 'X-Dnif-Key' }, { kind: 'shared-secret', header: 'X-Dnif-Key', secret: 's3cret' }],
    ['HMAC in hex', { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'hex' }, { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'hex', secret: 's3cret' }],
    ['HMAC in base64', { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'base64' }, { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'base64', secret: 's3cret' }],
  ] as const)('authenticates with %s, also compressed', async (_, auth, demanded) => {
    receiver.auth = demanded;
    for (const gzip of [false, true]) {
      const output = make({ auth, gzip }, { secret: () => 's3cret' });
      await output.open(null, never);
      expect(await send(output, [lawBatch(gzip ? 1 : 2)])).toEqual({ kind: 'delivered' });
    }
    const wrong = make({ auth }, { secret: () => 'wrong' });
    await wrong.open(null, never);
    expect(failureOf(await send(wrong, [lawBatch(3)]))).toMatchObject({ code: 'OUT-AUTH', retryAfterMs: 300_000 });
  });

  it('takes a new secret after a refusal without waiting', async () => {
    receiver.auth = { kind: 'bearer', token: 'new' };
    const secrets = ['old', 'new'];
    const output = make({ auth: { kind: 'bearer' } }, { secret: () => secrets.shift() ?? 'new' });
    await output.open(null, never);
    expect(await send(output, [lawBatch(1)])).toEqual({ kind: 'delivered' });
  });

  it('does not open without its secret, or with one that no header can carry', async () => {
    const rejects = async (secret: string | null, code: string): Promise<void> => {
      await expect(make({ auth: { kind: 'bearer' } }, { secret: () => secret }).open(null, never)).rejects.toSatisfy(
        (error) => error instanceof FailureError && error.failure.code === code && !JSON.stringify(error.failure).includes('line\\nbreak'),
      );
    };
    await rejects(null, 'OUT-SECRET-MISSING');
    await rejects('line\nbreak', 'OUT-AUTH');
  });

  it.each([
    [503, {}, 'OUT-UNREACHABLE', null],
    [503, { 'retry-after': '7' }, 'OUT-UNREACHABLE', 7000],
    [429, { 'retry-after': '120' }, 'OUT-THROTTLED', 120_000],
    [429, {}, 'OUT-THROTTLED', null],
    [408, {}, 'OUT-UNREACHABLE', null],
    [500, { 'retry-after': 'nonsense' }, 'OUT-UNREACHABLE', null],
    [401, {}, 'OUT-AUTH', 300_000],
    [403, { 'retry-after': '9' }, 'OUT-AUTH', 9000],
    [302, { location: 'http://192.0.2.1/elsewhere' }, 'OUT-UNREACHABLE', null],
    [404, {}, 'OUT-UNREACHABLE', null],
    [405, {}, 'OUT-UNREACHABLE', null],
  ])('answers %d %j with retry %s', async (status, headers, code, retryAfterMs) => {
    receiver.script.push({ kind: 'status', status, headers, body: 'words' });
    const delivery = await send(make(), [lawBatch(1)]);
    expect(failureOf(delivery)).toMatchObject({ code, retryAfterMs });
    expect(failureOf(delivery)?.detail).toContain(`HTTP ${status}: words`);
    expect(receiver.requests.length).toBe(1);
  });

  it('reads Retry-After as a date too, and bounds it', () => {
    const at = Date.UTC(2026, 0, 5, 12, 0, 0);
    expect(retryAfter('Mon, 05 Jan 2026 12:00:30 GMT', at)).toBe(30_000);
    expect(retryAfter('Mon, 05 Jan 2026 11:00:00 GMT', at)).toBe(0);
    expect(retryAfter('999999', at)).toBe(3_600_000);
    expect(retryAfter('-1', at)).toBeNull();
  });

  it.each([
    ['an error under status 200', '{"status":"failed","message":"queue full"}', 'OUT-UNREACHABLE'],
    ['a web page under status 200', '  <!DOCTYPE html><title>Sign in</title>', 'NET-NOT-API'],
  ])('does not take %s for receipt', async (_, body, code) => {
    receiver.script.push({ kind: 'status', status: 200, body });
    expect(failureOf(await send(make(), [lawBatch(1)]))?.code).toBe(code);
  });

  it('sends only the rest when a delivery of several requests is tried again', async () => {
    const output = make({ maxEvents: 2 });
    const batches = [lawBatch(1, 5), lawBatch(2, 5)];
    receiver.refuses = (event) => (event as { id: string }).id === idsOf(batches)[5];
    receiver.refusalStatus = 500;
    expect((await send(output, batches)).kind).toBe('retry');
    expect(receiver.ids).toEqual(idsOf(batches).slice(0, 4));
    receiver.refuses = () => false;
    expect((await send(output, batches)).kind).toBe('delivered');
    expect(receiver.ids).toEqual(idsOf(batches));
  });

  it('repeats under the same id what a lost answer leaves in doubt', async () => {
    receiver.script.push({ kind: 'accept-and-reset' });
    const output = make();
    expect(failureOf(await send(output, [lawBatch(1)]))?.code).toBe('OUT-UNREACHABLE');
    expect((await send(output, [lawBatch(1)])).kind).toBe('delivered');
    expect(receiver.ids).toEqual([...idsOf([lawBatch(1)]), ...idsOf([lawBatch(1)])]);
  });

  it('does not mistake another batch with a known seq for a delivered one', async () => {
    const output = make();
    await send(output, [lawBatch(1)]);
    await send(output, [{ ...lawBatch(2), seq: 1 }]);
    expect(receiver.ids).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
  });

  it('halves requests that are too large and refuses the one event that is', async () => {
    const big = lawBatch(2, 1);
    const lines = new Uint8Array(Buffer.from(`${JSON.stringify({ id: idsOf([big])[0], filler: 'x'.repeat(9000) })}\n`));
    const batches = [lawBatch(1, 20), { ...big, lines, ends: new Uint32Array([lines.length]) }, lawBatch(3, 20)];
    receiver.maxBytes = 3000;
    const delivery = await send(make({ gzip: true }), batches);
    expect(failureOf(delivery)).toMatchObject({ code: 'OUT-REFUSED', detail: expect.stringContaining('HTTP 413') as string });
    if (delivery.kind === 'refused') expect([...delivery.events]).toEqual([[2, [0]]]);
    expect(receiver.ids).toEqual(idsOf([lawBatch(1, 20), lawBatch(3, 20)]));
  });

  it('lets events wait when the receiver refuses every one of them', async () => {
    receiver.refuses = () => true;
    const output = make();
    const delivery = await send(output, [lawBatch(1, 10)]);
    expect(failureOf(delivery)).toMatchObject({ code: 'OUT-UNREACHABLE', retryAfterMs: 300_000 });
    receiver.refuses = () => false;
    expect((await send(output, [lawBatch(1, 10)])).kind).toBe('delivered');
    expect(receiver.ids).toEqual(idsOf([lawBatch(1, 10)]));
    receiver.refuses = () => true;
    expect((await send(output, [lawBatch(2, 3)])).kind).toBe('refused');
  });

  it('falls back to plain requests when the receiver does not understand compression', async () => {
    receiver.understandsGzip = false;
    const output = make({ gzip: true, maxEvents: 2 });
    expect((await send(output, [lawBatch(1, 6)])).kind).toBe('delivered');
    expect(receiver.ids).toEqual(idsOf([lawBatch(1, 6)]));
    expect(receiver.requests.map((request) => request.headers['content-encoding'] ?? 'plain')).toEqual(['gzip', 'plain', 'plain', 'plain']);
    expect(notes.length).toBe(1);
  });

  it('keeps secrets out of failures, even when the receiver repeats them', async () => {
    const secret = 'hunter2-hunter2';
    receiver.script.push({ kind: 'status', status: 403, body: `Bearer ${secret} is not known; got ${secret} https://example.com/a?sig=${secret} ${'long '.repeat(100)}` });
    const output = make({ auth: { kind: 'shared-secret', header: 'X-Key' } }, { secret: () => secret });
    await output.open(null, never);
    const failure = failureOf(await send(output, [lawBatch(1)]));
    expect(failure?.detail).not.toContain('hunter2');
    expect(failure?.detail?.length).toBeLessThan(230);
  });

  it('ends an answer without end, and takes its status all the same', async () => {
    receiver.answerBody = 'x'.repeat(8 * 1024 * 1024);
    const output = make();
    expect((await send(output, [lawBatch(1)])).kind).toBe('delivered');
    expect((await send(output, [lawBatch(2)])).kind).toBe('delivered');
    expect(receiver.ids).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
  });

  it.each([
    ['a reset', { kind: 'reset' }],
    ['no answer', { kind: 'stall' }],
  ] as const)('answers %s with retry', async (_, misbehaviour) => {
    receiver.script.push(misbehaviour);
    const output = make({}, { answerMs: 200 });
    expect(failureOf(await send(output, [lawBatch(1)]))?.code).toBe('OUT-UNREACHABLE');
    expect((await send(output, [lawBatch(1)])).kind).toBe('delivered');
  });

  it('says when nothing listens or the certificate is not trusted', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise<void>((resolve) => closed.close(() => resolve()));
    expect(failureOf(await send(make({ url: `http://127.0.0.1:${port}/x` }), [lawBatch(1)]))).toMatchObject({
      code: 'OUT-UNREACHABLE',
      detail: expect.stringContaining('ECONNREFUSED') as string,
    });
    const tls = await HttpReceiver.start(selfSigned);
    const failure = failureOf(await send(make({ url: `https://127.0.0.1:${tls.port}/x` }), [lawBatch(1)]));
    expect(failure).toMatchObject({ code: 'NET-TLS', detail: expect.stringContaining('SELF_SIGNED') as string });
    expect(tls.requests.length).toBe(0);
    await tls.stop();
  });
});
