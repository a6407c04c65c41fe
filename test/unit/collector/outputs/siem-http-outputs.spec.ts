import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { Secret } from '../../../../electron/collector/kit/secret';
import { bulkUrl } from '../../../../electron/collector/outputs/elasticsearch/elasticsearch-output';
import type { Delivery, Output } from '../../../../electron/collector/outputs/output';
import { createOutput } from '../../../../electron/collector/outputs/registry';
import { splunkUrl } from '../../../../electron/collector/outputs/splunk/splunk-output';
import type { ElasticsearchOutputConfig, HttpNdjsonOutputConfig, SplunkOutputConfig } from '../../../../shared/model/output';
import { idsOf, lawBatch } from '../../../laws/output-law';
import { elasticBulk, ndjson, splunkHec } from '../../../receivers/http-protocols';
import type { HttpProtocol } from '../../../receivers/http-receiver';
import { HttpReceiver } from '../../../receivers/http-receiver';

const never = new AbortController().signal;
const common = { id: 'o', name: 'Output', enabled: true, format: 'both' } as const;
const request = { maxEvents: 100, maxKiB: 1024, gzip: false } as const;

async function receiverOf(protocol: HttpProtocol): Promise<HttpReceiver> {
  const receiver = await HttpReceiver.start(null, protocol);
  onTestFinished(() => receiver.stop());
  return receiver;
}

async function opened(config: SplunkOutputConfig | ElasticsearchOutputConfig | HttpNdjsonOutputConfig, secret: string | null = 's3cret'): Promise<Output> {
  const output = createOutput(config, { clock: systemClock, log: () => undefined, secret: () => Promise.resolve(secret === null ? null : new Secret(secret)), version: '1.2.3' });
  onTestFinished(() => output.close());
  await output.open(null, never);
  return output;
}

const failureOf = (delivery: Delivery): object | null => (delivery.kind === 'delivered' ? null : { code: delivery.failure.code, detail: delivery.failure.detail });

describe('Splunk output', () => {
  const splunk = (url: string, parts: Partial<SplunkOutputConfig> = {}): SplunkOutputConfig => ({ ...common, type: 'splunk-hec', url, ...request, ...parts });

  it('adds the path of the collector where none is given', () => {
    expect(splunkUrl('https://splunk.example.com:8088')).toBe('https://splunk.example.com:8088/services/collector/event');
    expect(splunkUrl('https://splunk.example.com:8088/')).toBe('https://splunk.example.com:8088/services/collector/event');
    expect(splunkUrl('https://proxy.example.com/splunk/services/collector')).toBe('https://proxy.example.com/splunk/services/collector');
  });

  it('wraps every event with its time and where it belongs', async () => {
    const bodies: string[] = [];
    const receiver = await receiverOf({ ...splunkHec, parse: (payload) => {
      bodies.push(payload.toString('utf8'));
      return splunkHec.parse(payload);
    } });
    receiver.authorization = 'Splunk s3cret';
    const output = await opened(splunk(receiver.url, { index: 'mail', sourcetype: 'mimecast:siem', source: 'collector "1"' }));
    expect((await output.deliver([lawBatch(1, 2)], never)).kind).toBe('delivered');
    const envelopes = bodies.join('').trimEnd().split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    expect(envelopes).toMatchObject([
      { time: 1_767_225_600.001, host: 'head office', index: 'mail', sourcetype: 'mimecast:siem', source: 'collector "1"', event: { id: idsOf([lawBatch(1, 2)])[0] } },
      { event: { id: idsOf([lawBatch(1, 2)])[1] } },
    ]);
    expect(envelopes[0]).not.toHaveProperty('fields');
  });

  it('names the id beside a raw record', async () => {
    const bodies: string[] = [];
    const receiver = await receiverOf({ ...splunkHec, parse: (payload) => {
      bodies.push(payload.toString('utf8'));
      return splunkHec.parse(payload);
    } });
    const output = await opened(splunk(receiver.url, { format: 'raw' }));
    await output.deliver([lawBatch(1, 1)], never);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ fields: { event_id: idsOf([lawBatch(1, 1)])[0] } });
  });

  it.each([
    [403, 4, 'OUT-AUTH'],
    [401, 3, 'OUT-AUTH'],
    [400, 7, 'OUT-UNREACHABLE'],
    [400, 10, 'OUT-UNREACHABLE'],
    [503, 9, 'OUT-UNREACHABLE'],
    [500, 8, 'OUT-UNREACHABLE'],
    [429, 9, 'OUT-THROTTLED'],
  ])('keeps the events when Splunk answers %i with code %i', async (status, code, expected) => {
    const receiver = await receiverOf(splunkHec);
    const output = await opened(splunk(receiver.url));
    await output.deliver([lawBatch(1)], never);
    receiver.script.push({ kind: 'status', status, body: JSON.stringify({ text: 'words', code, 'invalid-event-number': 0 }) });
    expect(await output.deliver([lawBatch(2)], never)).toMatchObject({ kind: 'retry', failure: { code: expected, detail: expect.stringContaining('words') as unknown } });
    expect((await output.deliver([lawBatch(2)], never)).kind).toBe('delivered');
    expect(receiver.ids).toEqual(idsOf([lawBatch(1), lawBatch(2)]));
  });

  it('takes the named event out and asks no more than once for each', async () => {
    const receiver = await receiverOf(splunkHec);
    const ids = idsOf([lawBatch(1, 20)]);
    receiver.refuses = (event) => [ids[3], ids[11]].includes(String((event as { readonly id?: unknown }).id));
    const output = await opened(splunk(receiver.url));
    expect(await output.deliver([lawBatch(1, 20)], never)).toMatchObject({ kind: 'refused', events: new Map([[1, [3, 11]]]) });
    expect(receiver.requests.length).toBe(3);
    expect(receiver.ids).toHaveLength(18);
  });

  it('sends no secret that a header cannot carry, and needs one', async () => {
    await expect(opened(splunk('http://127.0.0.1:1'), 'line\nbreak')).rejects.toMatchObject({ failure: { code: 'OUT-AUTH' } });
    await expect(opened(splunk('http://127.0.0.1:1'), null)).rejects.toMatchObject({ failure: { code: 'OUT-SECRET-MISSING' } });
  });
});

describe('Elasticsearch output', () => {
  const elastic = (url: string, parts: Partial<ElasticsearchOutputConfig> = {}): ElasticsearchOutputConfig => ({
    ...common, type: 'elasticsearch', url, index: 'logs-mimecast', auth: { kind: 'none' }, ...request, ...parts,
  });

  it('asks for the bulk address of the index, below any path', () => {
    expect(bulkUrl('https://elastic.example.com:9200', 'logs')).toBe('https://elastic.example.com:9200/logs/_bulk?filter_path=errors,error,items.*.status,items.*.error');
    expect(bulkUrl('https://proxy.example.com/es/', 'a.b-c')).toMatch(/^https:\/\/proxy\.example\.com\/es\/a\.b-c\/_bulk\?/);
  });

  it.each([
    [{ kind: 'basic', username: 'elastic' }, `Basic ${Buffer.from('elastic:s3cret').toString('base64')}`],
    [{ kind: 'api-key' }, 'ApiKey s3cret'],
    [{ kind: 'bearer' }, 'Bearer s3cret'],
  ] as const)('authenticates with %j', async (auth, header) => {
    const receiver = await receiverOf(elasticBulk());
    receiver.authorization = header;
    const output = await opened(elastic(receiver.url, { auth }));
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    expect(receiver.requests[0]?.path).toMatch(/\/logs-mimecast\/_bulk\?filter_path=/);
  });

  it('takes a repeat for what it is', async () => {
    const receiver = await receiverOf(elasticBulk());
    const output = await opened(elastic(receiver.url));
    receiver.script.push({ kind: 'accept-and-reset' });
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('retry');
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    expect(receiver.events).toHaveLength(3);
  });

  const items = (...statuses: readonly number[]): string =>
    JSON.stringify({ errors: true, items: statuses.map((status) => ({ create: status < 300 ? { status } : { status, error: { type: `type_${status}`, reason: 'words', caused_by: { type: 'inner', reason: 'cause' } } } })) });

  it('keeps what is refused for now and what is not', async () => {
    const receiver = await receiverOf(elasticBulk());
    const output = await opened(elastic(receiver.url));
    receiver.script.push({ kind: 'status', status: 200, body: items(201, 429, 400) });
    const first = await output.deliver([lawBatch(1)], never);
    expect(failureOf(first)).toEqual({ code: 'OUT-THROTTLED', detail: 'HTTP 429: type_429: words; inner: cause' });
    const second = await output.deliver([lawBatch(1)], never);
    expect(second).toMatchObject({ kind: 'refused', failure: { detail: 'HTTP 400: type_400: words; inner: cause' }, events: new Map([[1, [2]]]) });
    // Only the one that had to wait was sent again.
    expect(receiver.events).toHaveLength(1);
  });

  it.each([
    ['an item without permission', items(201, 403, 201), 'OUT-AUTH'],
    ['a missing index', items(404, 404, 404), 'OUT-UNREACHABLE'],
    ['a shard that is away', items(201, 503, 201), 'OUT-UNREACHABLE'],
    ['too few items', items(201), 'OUT-UNREACHABLE'],
    ['something that is not JSON', 'gateway', 'OUT-UNREACHABLE'],
    ['a web page', '<!DOCTYPE html><html></html>', 'NET-NOT-API'],
  ])('sends again after %s', async (_, body, code) => {
    const receiver = await receiverOf(elasticBulk());
    const output = await opened(elastic(receiver.url));
    receiver.script.push({ kind: 'status', status: 200, body });
    expect(await output.deliver([lawBatch(1)], never)).toMatchObject({ kind: 'retry', failure: { code } });
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
  });

  it('does not fill the quarantine when every event is refused from the start', async () => {
    const receiver = await receiverOf(elasticBulk());
    receiver.refuses = () => true;
    const output = await opened(elastic(receiver.url));
    expect(await output.deliver([lawBatch(1)], never)).toMatchObject({ kind: 'retry', failure: { code: 'OUT-UNREACHABLE', detail: expect.stringContaining('refuses every event') as unknown } });
  });

  it('halves a request that is too large', async () => {
    const receiver = await receiverOf(elasticBulk());
    receiver.maxBytes = 2_000;
    const output = await opened(elastic(receiver.url));
    expect((await output.deliver([lawBatch(1, 40)], never)).kind).toBe('delivered');
    expect(receiver.events).toHaveLength(40);
    expect(receiver.requests.some(({ status }) => status === 413)).toBe(true);
  });
});

describe('NDJSON output', () => {
  it('signs the payload and says what it sends', async () => {
    const receiver = await receiverOf(ndjson);
    receiver.auth = { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'hex', secret: 's3cret' };
    const output = await opened({ ...common, type: 'http-ndjson', url: receiver.url, auth: { kind: 'hmac-sha256', header: 'X-Sign', encoding: 'hex' }, ...request, gzip: true });
    expect((await output.deliver([lawBatch(1)], never)).kind).toBe('delivered');
    expect(receiver.requests[0]?.headers).toMatchObject({ 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' });
  });
});
