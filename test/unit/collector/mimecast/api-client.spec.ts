import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { ApiCall } from '../../../../electron/collector/sources/mimecast/client/api-client';
import { listPages } from '../../../../electron/collector/sources/mimecast/client/list-pages';
import { clientOf, clientSecret, failureOf, never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';
import type { Asked, Reply, WebServer } from '../../../support/web-server';
import { json, serve } from '../../../support/web-server';

const call: ApiCall = { method: 'POST', path: '/api/dlp/get-logs', body: { data: [{}] } };

/** A vendor whose token address works; `answer` gets the data calls, numbered from 1. */
async function vendor(answer: (asked: Asked, number: number) => Reply): Promise<WebServer & { readonly data: Asked[] }> {
  let tokens = 0;
  const data: Asked[] = [];
  const server = await serve((asked) => {
    if (asked.url === '/oauth/token') return json({ access_token: `token-${(tokens += 1)}`, expires_in: 1799 });
    data.push(asked);
    return answer(asked, data.length);
  });
  return { ...server, data };
}

describe('ApiClient.call', () => {
  it('sends token, body and query, and gives the answer parsed and as text', async () => {
    const text = '{"data":[{"big":9223372036854775807}],"meta":{"status":200}}';
    const server = await vendor(() => ({ body: text }));
    const client = clientOf(server.url);
    const page = await client.call(call, never);
    expect(page.text).toBe(text);
    expect(server.data[0]).toMatchObject({ method: 'POST', url: '/api/dlp/get-logs', body: '{"data":[{}]}' });
    expect(server.data[0]?.headers).toMatchObject({ authorization: 'Bearer token-1', 'content-type': 'application/json', 'accept-encoding': 'gzip, deflate', accept: 'application/json' });
    await client.call({ method: 'GET', path: '/siem/v1/events/cg', query: { nextPage: 'a+b/c=', pageSize: '100' } }, never);
    expect(server.data[1]?.url).toBe('/siem/v1/events/cg?nextPage=a%2Bb%2Fc%3D&pageSize=100');
    expect(server.data[1]?.headers['content-type']).toBeUndefined();
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('takes an answer in %s', async (encoding, compress) => {
    const server = await vendor(() => ({ headers: { 'content-encoding': encoding }, body: compress(Buffer.from('{"data":["ü"]}')) }));
    expect((await clientOf(server.url).call(call, never)).text).toBe('{"data":["ü"]}');
  });

  it('takes a byte order mark off', async () => {
    const server = await vendor(() => ({ body: '\ufeff{"data":[]}' }));
    expect((await clientOf(server.url).call(call, never)).text).toBe('{"data":[]}');
  });

  it('gets a new token at a 401 and tries once more', async () => {
    const server = await vendor((asked) => (asked.headers.authorization === 'Bearer token-1' ? json({ fail: [{ code: 'token_expired' }] }, { status: 401 }) : json({ data: [] })));
    await clientOf(server.url).call(call, never);
    expect(server.data.map((asked) => asked.headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('fails at the second 401, and starts with a new token next time', async () => {
    const server = await vendor((_asked, number) => (number <= 2 ? json({ fail: [{ code: 'Unauthorized Request' }] }, { status: 401 }) : json({ data: [] })));
    const client = clientOf(server.url);
    expect(await failureOf(client.call(call, never))).toMatchObject({ code: 'MC-AUTH-REFUSED', detail: 'HTTP 401, Unauthorized Request' });
    await client.call(call, never);
    expect(server.data).toHaveLength(3);
  });

  it.each([
    ['403', json({ fail: [{ errors: [{ code: 'err_xdk_forbidden', message: 'No' }] }] }, { status: 403 }), 'MC-PERM-403'],
    ['app_forbidden', json({ fail: [{ code: 'app_forbidden' }] }, { status: 403 }), 'MC-PRODUCT-403'],
    ['404', { status: 404, body: '' }, 'MC-LICENCE-404'],
    ['400 without words', { status: 400, body: '' }, 'MC-REQUEST-400'],
    ['500', json({ error: { code: 'internal_error', message: 'x' } }, { status: 500 }), 'MC-SERVER-5XX'],
    ['fail[] under 200', json({ meta: { status: 200 }, data: [], fail: [{ errors: [{ code: 'err_temporary', message: 'Later' }] }] }), 'MC-FAIL-200'],
    ['meta.status under 200', json({ meta: { status: 403 }, data: [] }), 'MC-PERM-403'],
    ['a web page', { body: ' <html>Sign in</html>', headers: { 'content-type': 'text/html' } }, 'NET-NOT-API'],
    ['a web page with 403', { status: 403, body: '<html>Blocked</html>' }, 'NET-NOT-API'],
    ['a redirect', { status: 302, headers: { location: 'https://portal.example/' }, body: '' }, 'NET-NOT-API'],
    ['an empty answer', { body: '' }, 'MC-ANSWER-SHAPE'],
    ['half of an answer', { body: '{"data":[' }, 'MC-ANSWER-SHAPE'],
    ['a list', { body: '[]' }, 'MC-ANSWER-SHAPE'],
    ['null', { body: 'null' }, 'MC-ANSWER-SHAPE'],
    ['a broken compression', { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }, 'MC-ANSWER-SHAPE'],
    ['a bomb', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20)) }, 'MC-ANSWER-SHAPE'],
    ['17 MiB', { body: `{"data":"${'x'.repeat(17 * 1024 * 1024)}"}` }, 'MC-ANSWER-SHAPE'],
  ] as const)('%s is %s', async (_name, reply, code) => {
    const server = await vendor(() => reply);
    expect((await failureOf(clientOf(server.url).call(call, never))).code).toBe(code);
  });

  it('carries the wait of a 429 only', async () => {
    const server = await vendor((_asked, number) => (number === 1 ? { status: 429, headers: { 'retry-after': '9' }, body: '' } : { status: 503, body: '' }));
    const client = clientOf(server.url);
    expect(await failureOf(client.call(call, never))).toMatchObject({ code: 'MC-RATE-429', retryAfterMs: 9000 });
    expect(await failureOf(client.call(call, never))).toMatchObject({ code: 'MC-SERVER-5XX', retryAfterMs: null });
  });

  it('keeps the token out of the failure when the answer repeats it', async () => {
    const server = await vendor((asked) => json({ fail: [{ code: 'x', message: `Bad ${String(asked.headers.authorization).slice(7)}` }] }, { status: 400 }));
    expect((await failureOf(clientOf(server.url).call(call, never))).detail).toBe('HTTP 400, x, Bad ••••••');
  });

  it('ends an answer that trickles', async () => {
    const clock = new FakeClock();
    const server = await serve((asked, raw) => {
      if (asked.url === '/oauth/token') return json({ access_token: 't' });
      raw.writeHead(200);
      const timer = setInterval(() => {
        clock.advance(59_000);
        raw.write(' ');
      }, 2);
      raw.on('close', () => {
        clearInterval(timer);
      });
      return null;
    });
    expect((await failureOf(clientOf(server.url, clock).call(call, never))).code).toBe('NET-TIMEOUT');
  });

  it('names a host that is not there', async () => {
    const server = await serve(() => ({}));
    expect((await failureOf(clientOf(server.url.replace(/\d+$/, '1')).call(call, never))).code).toBe('NET-REFUSED');
    expect((await failureOf(clientOf('http://host.invalid').call(call, never))).code).toBe('NET-DNS');
  });

  it('ends with the reason of the signal', async () => {
    const server = await serve((asked) => (asked.url === '/oauth/token' ? json({ access_token: 't' }) : null));
    const stop = new AbortController();
    const reason = new Error('stop');
    const asking = clientOf(server.url).call(call, stop.signal);
    while (server.asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    stop.abort(reason);
    await expect(asking).rejects.toBe(reason);
  });

  it('knows what time it is at Mimecast when this computer is ahead', async () => {
    const clock = new FakeClock();
    const server = await serve((asked) => {
      const date = new Date(clock.now() - 3_600_000).toUTCString();
      return json(asked.url === '/oauth/token' ? { access_token: 't' } : { data: [] }, { headers: { date } });
    });
    const client = clientOf(server.url, clock);
    expect(client.now()).toBe(clock.now());
    await client.authenticate(never);
    expect(Math.abs(client.now() - (clock.now() - 3_600_000))).toBeLessThanOrEqual(1000);
    expect((await client.reach(never)).skewMs).toBeLessThan(-3_590_000);
  });

  it('does not run ahead of this computer when Mimecast seems to', async () => {
    const clock = new FakeClock();
    const server = await vendor(() => json({ data: [] }, { headers: { date: new Date(clock.now() + 3_600_000).toUTCString() } }));
    const client = clientOf(server.url, clock);
    await client.call(call, never);
    expect(client.now()).toBe(clock.now());
  });

  it('closes twice, and lets nothing wait', async () => {
    const server = await serve(() => null);
    const client = clientOf(server.url);
    const asking = expect(client.call(call, never)).rejects.toThrow();
    while (server.asked.length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    await client.close();
    await client.close();
    await asking;
    expect(JSON.stringify(client)).not.toContain(clientSecret);
  });
});

describe('listPages', () => {
  const records = (page: { readonly records: readonly string[] }) => page.records;
  const ask = { path: '/api/dlp/get-logs', filter: { from: 'a' }, records: ['data', 0, 'dlpLogs'], source: 'DLP' } as const;

  async function walk(answer: (asked: Asked, number: number) => Reply) {
    const server = await vendor(answer);
    const found: string[] = [];
    for await (const page of listPages(clientOf(server.url), new FakeClock(), ask, never)) found.push(...records(page));
    return { found, asked: server.data.map((one) => JSON.parse(one.body) as { meta: { pagination: unknown }; data: unknown }) };
  }

  it('sets a record aside whose bytes are no UTF-8, and takes the others as they came', async () => {
    const body = Buffer.concat([Buffer.from('{"data":[{"dlpLogs":[{"subject":"Größe"},{"subject":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"},{"subject":"\ufffd"}]}]}')]);
    const server = await vendor(() => ({ headers: { 'content-type': 'application/json' }, body }));
    const pages = [];
    for await (const page of listPages(clientOf(server.url), new FakeClock(), ask, never)) pages.push(page);
    expect(pages[0]?.records).toEqual(['{"subject":"Größe"}', '{"subject":"\ufffd"}']);
    expect(pages[0]?.broken.map(({ source, bytes }) => [source, Buffer.from(bytes).toString('latin1')])).toEqual([['DLP page 1, record 2', '{"subject":"\xc3\x28"}']]);
  });

  it('repeats the filter and passes the token on', async () => {
    const { found, asked } = await walk((_asked, number) => json({ meta: { pagination: number < 3 ? { next: `p${number + 1}`, totalCount: 3 } : {} }, data: [{ dlpLogs: [{ n: number }] }] }));
    expect(found).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(asked).toEqual([1, 2, 3].map((page) => ({ meta: { pagination: { pageSize: 500, ...(page > 1 ? { pageToken: `p${page}` } : {}) } }, data: [{ from: 'a' }] })));
  });

  it.each([
    ['data is empty', json({ meta: {}, data: [] })],
    ['the list is empty', json({ meta: { pagination: { next: 'more' } }, data: [{ dlpLogs: [] }] })],
    ['pagination is missing', json({ data: [{ dlpLogs: [] }] })],
    ['pagination is null', json({ meta: { pagination: null }, data: [] })],
  ])('ends when %s', async (_name, reply) => {
    expect(await walk(() => reply)).toMatchObject({ found: [], asked: [{}] });
  });

  it.each([
    ['there is no data', json({ meta: {} })],
    ['data is no list', json({ data: { dlpLogs: [] } })],
    ['the records are not where they should be', json({ data: [{ logs: [{ n: 1 }] }] })],
  ])('fails when %s', async (_name, reply) => {
    expect((await failureOf(walk(() => reply))).code).toBe('MC-ANSWER-SHAPE');
  });

  it('fails when a page leads to itself, instead of taking the walk for complete', async () => {
    expect((await failureOf(walk(() => json({ meta: { pagination: { next: 'same' } }, data: [{ dlpLogs: [{ n: 1 }] }] })))).code).toBe('MC-ANSWER-SHAPE');
  });
});
