import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import { createCollector } from '../../electron/collector/collector';
import { systemClock } from '../../electron/collector/kit/clock';
import { Secret } from '../../electron/collector/kit/secret';
import { decodeFile } from '../../electron/collector/pipeline/file-decoder';
import { Downloads } from '../../electron/collector/sources/mimecast/client/download';
import { createAgent } from '../../electron/collector/sources/mimecast/client/http';
import type { Endpoint, FaultName } from '../../electron/simulator/simulator';
import { FAULTS, startSimulator } from '../../electron/simulator/simulator';
import type { ConnectorConfig } from '../../shared/model/connector';
import { logTypes } from '../../shared/model/log-type';
import { tempDir } from '../support/temp-dir';
import { leave } from './support/figures';
import { hostileAddresses, hostileTexts, nested } from './support/hostile';
import { seeded } from './support/random-value';

const secret = new Secret('audit-client-secret');
const workersDir = resolve(import.meta.dirname, '../../dist/node');

/** What the server answers to every call that is not for a token. */
let answer: (response: ServerResponse) => void = (response) => response.end('{}');
/** When set, the answer to a call for a token too. */
let tokenAnswer: ((response: ServerResponse) => void) | null = null;
const seen: { readonly path: string; readonly authorization: string }[] = [];
const server = createServer((request, response) => {
  seen.push({ path: request.url ?? '', authorization: request.headers.authorization ?? '' });
  request.resume();
  if (request.url?.startsWith('/oauth/token') !== true) answer(response);
  else if (tokenAnswer !== null) tokenAnswer(response);
  else response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"audit-bearer-token-0123456789","expires_in":1800,"token_type":"Bearer"}');
});
let baseUrl = '';

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const connector = (url: string): ConnectorConfig => ({
  id: 'c1', name: 'Audit', baseUrl: url, clientId: 'audit', logTypes: [...logTypes], platform: 'cloud-gateway', siemDelivery: 'batch',
  startFrom: null, pollSeconds: 5, outputs: ['files'], enabled: true,
});

function collector(log: (line: string) => void) {
  return createCollector({
    stateDir: tempDir(),
    workersDir,
    secrets: { connectorSecret: () => Promise.resolve(secret), outputSecret: () => Promise.resolve(null) },
    log: { write: (level, event, fields) => log(JSON.stringify({ level, event, fields })) },
    previewCapacity: 0,
  });
}

const json = (value: unknown) => (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(typeof value === 'string' ? value : JSON.stringify(value));
};
const raw = (body: Buffer, headers: Record<string, string> = {}, status = 200) => (response: ServerResponse): void => {
  response.writeHead(status, headers).end(body);
};

const nestedText = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

/** Answers of a server that is broken, or not Mimecast at all, or wants to do harm. */
const hostileAnswers: readonly (readonly [string, (response: ServerResponse) => void])[] = [
  ['nothing', raw(Buffer.alloc(0))],
  ['null', json('null')],
  ['a number', json('17')],
  ['a text', json('"x"')],
  ['an array', json('[]')],
  ['cut JSON', json('{"data":[{"id":')],
  ['JSON and more', json('{"data":[]} trailing')],
  ['two answers', json('{"data":[]}{"data":[{"id":1}]}')],
  ['100000 levels', json(nestedText)],
  ['100000 levels in data', json(`{"data":[${nestedText}],"value":[${nestedText}]}`)],
  ['__proto__', json('{"__proto__":{"polluted":"yes"},"data":[{"__proto__":{"polluted":"yes"}}],"value":[{"__proto__":{"polluted":"yes"}}]}')],
  ['constructor', json('{"constructor":{"prototype":{"polluted":"yes"}},"data":[]}')],
  ['data that is no list', json({ data: { length: 1e9 }, value: { length: 1e9 } })],
  ['data of nulls', json({ data: [null, null], value: [null], meta: null })],
  ['pages without end', json({ data: [], meta: { pagination: { next: 'x' } }, '@nextPage': 'x', isCaughtUp: false })],
  ['a page token of 1 MiB', json({ data: [], meta: { pagination: { next: 'n'.repeat(1_048_576) } }, '@nextPage': 'n'.repeat(1_048_576) })],
  ['a total below zero', json({ data: [], meta: { pagination: { totalCount: -1, pageSize: 1e308 } } })],
  ['gzip that is none', raw(Buffer.from('no gzip'), { 'content-encoding': 'gzip' })],
  ['cut gzip', raw(gzipSync('{"data":[]}').subarray(0, 12), { 'content-encoding': 'gzip' })],
  ['a bomb of 200 MiB', raw(gzipSync(Buffer.alloc(200 * 1024 * 1024, 32)), { 'content-encoding': 'gzip' })],
  ['an unknown encoding', raw(Buffer.from('{}'), { 'content-encoding': 'zstd' })],
  ['encodings without end', raw(Buffer.from('{}'), { 'content-encoding': Array(200).fill('gzip').join(', ') })],
  ['17 MiB', raw(Buffer.alloc(17 * 1024 * 1024, 32))],
  ['invalid UTF-8', raw(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), { 'content-type': 'application/json' })],
  ['UTF-16', raw(Buffer.from('{"data":[]}', 'utf16le'), { 'content-type': 'application/json; charset=utf-16' })],
  ['NULs', raw(Buffer.alloc(1_000))],
  ['HTML', raw(Buffer.from('<html><script>alert(1)</script>'), { 'content-type': 'text/html' })],
  ['XML with entities', raw(Buffer.from('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'), { 'content-type': 'application/xml' })],
  ['a redirect to http', raw(Buffer.alloc(0), { location: 'http://192.0.2.1/' }, 302)],
  ['a redirect to a file', raw(Buffer.alloc(0), { location: 'file:///etc/passwd' }, 301)],
  ['a redirect to itself', raw(Buffer.alloc(0), { location: '/' }, 307)],
  ['204', raw(Buffer.alloc(0), {}, 204)],
  ['401 with HTML', raw(Buffer.from('<h1>login</h1>'), { 'www-authenticate': 'Negotiate' }, 401)],
  ['407', raw(Buffer.from('proxy'), { 'proxy-authenticate': 'Basic realm="x"' }, 407)],
  ['418', raw(Buffer.from('short and stout'), {}, 418)],
  ['599', raw(Buffer.from('{}'), {}, 599)],
  ['a failure with a script as its text', json({ fail: [{ errors: [{ code: '<img src=x onerror=alert(1)>', message: '\u001b[31m\r\nforged line' }] }] })],
  ['a failure that repeats our secret', json({ fail: [{ errors: [{ code: 'x', message: 'client_secret=audit-client-secret Bearer audit-bearer-token-0123456789' }] }] })],
  ['a broken connection', (response) => void response.destroy()],
  ['half an answer', (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"data":');
    setImmediate(() => response.destroy());
  }],
  ['headers of 12 KiB', raw(Buffer.from('{}'), { 'x-long': 'h'.repeat(12_000) })],
  ['a Date from the year 275760', raw(Buffer.from('{}'), { date: 'Sat, 13 Sep 275760 00:00:00 GMT' })],
  ['a Date that is none', raw(Buffer.from('{}'), { date: '\u00ff\u00ff' })],
  ...hostileTexts.filter((text) => text.length < 10_000).map((text, index) => [`hostile text ${String(index)}`, json({ data: [{ id: text, [text]: text }], value: [{ url: text, type: text }], meta: { pagination: { next: text }, status: text }, '@nextPage': text })] as const),
];

describe('answers of the API', () => {
  it.each(hostileAnswers.map(([name, act]) => ({ name, act })))('$name', async ({ act }) => {
    const lines: string[] = [];
    const tested = collector((line) => lines.push(line));
    onTestFinished(async () => {
      tokenAnswer = null;
      await tested.stop({ deadlineMs: 1_000 });
    });
    answer = act;
    const limit = AbortSignal.timeout(30_000);
    const before = process.memoryUsage().rss;
    const asData = await tested.check(connector(baseUrl), secret, limit);
    tokenAnswer = act;
    const asToken = await tested.check(connector(baseUrl), secret, limit);
    const told = JSON.stringify([asData, asToken]) + lines.join('');
    expect(told).not.toContain('audit-client-secret');
    expect(told).not.toContain('audit-bearer-token');
    expect(told).not.toContain('APP-BUG');
    expect('polluted' in {}).toBe(false);
    // The largest answer is 16 MiB; a bomb that is inflated would show.
    expect(process.memoryUsage().rss - before).toBeLessThan(350 * 1024 * 1024);
    expect(asToken.items.find(({ id }) => id === 'token')?.state).not.toBe('passed');
  });

  it('are counted', (context) => {
    leave(context, { tried: { 'API answers': hostileAnswers.length * 2 } });
  });
});

describe('addresses of log files', () => {
  it('are fetched over https only, without the token, and never elsewhere', async (context) => {
    const agent = createAgent();
    onTestFinished(() => agent.close());
    const downloads = new Downloads({ agent, clock: systemClock, tempDir: join(tempDir(), 'd') });
    const refused = [...hostileAddresses, 'https://user@example.com/x', 'http://192.0.2.1/x', 'http://127.0.0.1.example.com/x', 'http://localhost.example.com/', 'http://2130706433.example.com/', 'ws://127.0.0.1/', 'HTTP://EXAMPLE.COM/', 'https://'].filter((url) => !/^https:\/\/docs\.dnif\.it(\.|:|\\)|^https:docs|^https:\/\/(example\.com|docs\.dnif\.it)\/(#|$)/.test(url));
    for (const url of refused) {
      await expect(downloads.fetch(url, null, AbortSignal.timeout(5_000)), url).rejects.toThrow(/not a secure address/);
    }
    seen.length = 0;
    answer = (response) => void response.writeHead(302, { location: `${baseUrl}/elsewhere` }).end();
    await expect(downloads.fetch(`${baseUrl}/file?X-Amz-Signature=audit-signature`, null, AbortSignal.timeout(5_000))).rejects.not.toThrow(/audit-signature/);
    expect(seen).toEqual([{ path: '/file?X-Amz-Signature=audit-signature', authorization: '' }]);
    leave(context, { tried: { 'addresses of log files': refused.length + 1 } });
  });
});

describe('log files', () => {
  const random = seeded(77);
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const flipped = (at: number): Buffer => {
    const good = Buffer.from(gzipSync(Array.from({ length: 500 }, (_, index) => `{"id":${String(index)}}\n`).join('')));
    good[at % good.length] = (good[at % good.length] ?? 0) ^ 0xff;
    return good;
  };
  const lines = (...texts: readonly string[]): Buffer => gzipSync(texts.map((text) => `${text}\n`).join(''));
  const files: readonly Buffer[] = [
    Buffer.alloc(0),
    gzipSync(''),
    gzipSync('\n\n\n'),
    gzipSync('\ufeff{"a":1}\r\n'),
    Buffer.concat([gzipSync('{"a":1}\n'), Buffer.from('rest')]),
    Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]),
    gzipSync(gzipSync('{"a":1}\n')),
    gzipSync(Buffer.alloc(64 * 1024 * 1024, 32)),
    lines(`{"a":"${'x'.repeat(17 * 1024 * 1024)}"}`),
    lines(nestedText),
    lines(JSON.stringify(nested(2_000))),
    lines('{"__proto__":{"polluted":"yes"}}', '{"constructor":{"prototype":{"polluted":"yes"}}}'),
    lines('{"a":9223372036854775807}', '{"a":1e999}', '{"a":-0}', '{"a":1,"a":2}'),
    lines('[1]', 'null', '"x"', '17', 'true', '{', '}', '{}', "{'a':1}", '{"a":undefined}', '{"a":NaN}'),
    gzipSync(Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d, 0x0a])),
    gzipSync(Buffer.from('{"a":1}\n', 'utf16le')),
    ...hostileTexts.filter((text) => text.length < 10_000).map((text) => lines(JSON.stringify({ subject: text, processingId: text, type: text, timestamp: text, senderEnvelope: text }))),
    ...Array.from({ length: 20 }, (_, index) => bytes(1 + index * 97)),
    ...Array.from({ length: 30 }, (_, index) => flipped(index * 41)),
    ...Array.from({ length: 20 }, (_, index) => gzipSync(bytes(index * 53))),
  ];

  it('never stop the decoder, and what they hold is decoded or set aside', async (context) => {
    for (const [index, file] of files.entries()) {
      for (const logType of ['SIEM', 'DLP'] as const) {
        let steps = 0;
        let parts = 0;
        for await (const { chunk, broken } of decodeFile(logType, { kind: 'bytes', bytes: new Uint8Array(file) }, `file-${String(index)}`)) {
          steps += 1;
          parts += (chunk?.count ?? 0) + broken.length;
        }
        expect(steps, `file ${String(index)}`).toBeGreaterThan(0);
        expect(parts, `file ${String(index)}`).toBeLessThan(2_000);
      }
    }
    expect('polluted' in {}).toBe(false);
    leave(context, { tried: { 'log files': files.length * 2 } });
  });
});

describe('a simulated Mimecast with every fault at once', () => {
  it('leaves a collector that still runs, answers and stops', async (context) => {
    const rules = (Object.entries(FAULTS) as unknown as [FaultName, { readonly on: readonly Endpoint[] }][])
      .filter(([name]) => !['hang', 'slow', 'notLicensed404', 'lateEvents'].includes(name))
      .flatMap(([fault, { on }]) => on.map((endpoint) => ({ fault, on: endpoint, probability: 0.1, seed: 5 })));
    const mimecast = await startSimulator({ seed: 9, events: 3_000, eventsPerFile: 100, dlpEvents: 200, auditEvents: 200, heldMessages: 100, clientSecret: secret.reveal(), faults: rules });
    const lines: string[] = [];
    const tested = collector((line) => lines.push(line));
    onTestFinished(async () => {
      await tested.stop({ deadlineMs: 5_000 });
      await mimecast.close();
    });
    const folder = tempDir();
    await tested.start({
      connectors: [{ ...connector(mimecast.url), clientId: mimecast.clientId, startFrom: null }],
      outputs: [{ id: 'files', name: 'Files', enabled: true, format: 'both', type: 'file', path: folder, rotateMiB: 16 }],
    });
    const end = Date.now() + 15_000;
    while (Date.now() < end && mimecast.requests().length < 400) {
      await new Promise((wait) => setTimeout(wait, 100));
      for (const logType of logTypes) tested.pollNow('c1', logType);
    }
    expect(await tested.ledger.unbalanced()).toEqual([]);
    expect(tested.status().streams).toHaveLength(4);
    const told = lines.join('\n') + JSON.stringify(tested.status());
    expect(told).not.toContain(secret.reveal());
    expect(told).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
    expect(told).not.toContain('APP-BUG');
    leave(context, { tried: { 'simulator faults': rules.length } });
  });
});
