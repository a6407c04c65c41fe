import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../../electron/simulator/simulator';
import { batchKeys, type Client, FILTERS, page, PATHS, type Reply,sorted, start, walkList } from './support';

const batch = (client: Client): Promise<Reply> => client.batch({ type: 'receipt', pageSize: '2' });
const dlp = (client: Client): Promise<Reply> => client.list(PATHS.dlp, FILTERS.dlp, { pageSize: 5 });

describe('faults that answer instead of the endpoint', () => {
  it.each<[FaultRule, number, unknown, unknown]>([
    [{ fault: 'transient401' }, 401, { fail: [{ code: 'token_verification_failed' }] }, { fail: [{ code: 'token_verification_failed' }] }],
    [{ fault: 'appForbidden' }, 403, { fail: [{ code: 'app_forbidden' }] }, { fail: [{ code: 'app_forbidden' }] }],
    [{ fault: 'forbidden403' }, 403, { fail: [{ code: 'err_xdk_forbidden' }] }, { fail: [{ errors: [{ code: 'err_xdk_forbidden' }] }] }],
    [{ fault: 'notLicensed404' }, 404, { fail: [{ code: 'not_found' }] }, { fail: [{ code: 'not_found' }] }],
    [{ fault: 'rateLimited429' }, 429, { fail: [{ code: 'too_many_requests' }] }, { fail: [{ code: 'too_many_requests' }] }],
    [{ fault: 'serverError' }, 500, { error: { code: 'internal_error' } }, { meta: { status: 500 }, fail: [{ errors: [{ retryable: true }] }] }],
    [{ fault: 'serverError', variant: '502' }, 502, { error: {} }, { fail: [{}] }],
    [{ fault: 'serverError', variant: '503' }, 503, { error: {} }, { fail: [{}] }],
    [{ fault: 'serverError', variant: '504' }, 504, { error: {} }, { fail: [{}] }],
    [{ fault: 'failIn200' }, 200, { fail: [{ code: 'err_temporary' }] }, { meta: { status: 200 }, data: [], fail: [{ errors: [{ code: 'err_temporary' }] }] }],
  ])('%o', async (rule, status, siem, list) => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ ...rule, times: 2 }]);
    expect(await batch(client)).toMatchObject({ status, body: siem });
    expect(await dlp(client)).toMatchObject({ status, body: list });
    expect(page(await batch(client)).value).toHaveLength(2);
    expect(simulator.requests().map(({ faults }) => faults.length)).toEqual([0, 1, 1, 0]);
  });

  it('proxyHtml and emptyBody are 200 without JSON', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'proxyHtml', times: 1 }, { fault: 'emptyBody', times: 1 }]);
    const html = await dlp(client);
    expect(html).toMatchObject({ status: 200, text: expect.stringContaining('<html>') as string });
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(await dlp(client)).toMatchObject({ status: 200, text: '' });
    expect((await dlp(client)).body).toHaveProperty('data');
  });

  it.each<[string, string | null, RegExp]>([
    ['x-ratelimit-reset', 'x-ratelimit-reset', /^2500$/],
    ['x-rate-limit-reset', 'x-rate-limit-reset', /^2500$/],
    ['x-mimecast-ratelimit-reset', 'x-mimecast-ratelimit-reset', /^2500$/],
    ['retry-after-seconds', 'retry-after', /^3$/],
    ['retry-after-date', 'retry-after', /^Tue, 10 Mar 2026 12:34:59 GMT$/],
    ['none', null, /./],
  ])('rateLimited429 spelled %s', async (variant, header, value) => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'rateLimited429', variant, ms: 2500 }]);
    const { status, headers } = await dlp(client);
    expect(status).toBe(429);
    const hints = ['x-ratelimit-reset', 'x-rate-limit-reset', 'x-mimecast-ratelimit-reset', 'retry-after'].filter((name) => headers.has(name));
    expect(hints).toEqual(header === null ? [] : [header]);
    if (header !== null) expect(headers.get(header)).toMatch(value);
  });

  it('tokenExpiresMidPage ends the token between two pages, once per token', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'tokenExpiresMidPage' }]);
    const first = await batch(client);
    expect(first.status).toBe(200);
    const next = { type: 'receipt', pageSize: '2', nextPage: page(first).next };
    expect(await client.batch(next)).toMatchObject({ status: 401, body: { fail: [{ code: 'token_expired' }] } });
    expect((await batch(client)).status).toBe(401);
    await client.login();
    expect((await client.batch(next)).status).toBe(200);
  });

  it.each(['siem.batch', 'dlp'] as const)('expiredCursor refuses paging on %s', async (on) => {
    const { client, simulator } = await start();
    await client.login();
    const first = await batch(client);
    simulator.setFaults([{ fault: 'expiredCursor', on }]);
    if (on === 'dlp') await expect(walkList(client, 'dlp', FILTERS.dlp)).rejects.toThrow(/^400 /);
    else expect((await client.batch({ type: 'receipt', nextPage: page(first).next })).status).toBe(400);
    expect((await batch(client)).status).toBe(200);
  });

  it('batch.noList refuses a list and takes single types', async () => {
    const { client, simulator } = await start({ faults: [{ fault: 'batch.noList' }] });
    await client.login();
    expect(await client.batch({ type: 'receipt,process' })).toMatchObject({ status: 400, body: { error: { code: 'err_invalid_type' } } });
    const receipts = simulator.truth().siem;
    expect((await batchKeys(client, { type: 'receipt' })).length).toBeLessThan(receipts);
  });

  it('batch.listPartial answers only the first type of a list', async () => {
    const { client } = await start({ faults: [{ fault: 'batch.listPartial' }] });
    await client.login();
    expect(await batchKeys(client, { type: 'process,receipt', pageSize: '2' })).toEqual(await batchKeys(client, { type: 'process' }));
  });
});

describe('limits of a rule', () => {
  it('lets `after` occasions pass and acts `times` times', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'serverError', on: 'dlp', after: 2, times: 2 }]);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await dlp(client)).status);
    expect(statuses).toEqual([200, 200, 500, 500, 200, 200]);
  });

  it('acts only where `on` says', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'serverError', on: 'audit' }]);
    expect((await dlp(client)).status).toBe(200);
    expect((await client.list(PATHS.audit, FILTERS.audit)).status).toBe(500);
  });

  it('draws `probability` from its seed, the same way every time', async () => {
    const runs: string[] = [];
    for (const seed of [5, 5, 6]) {
      const { client, simulator } = await start();
      await client.login();
      simulator.setFaults([{ fault: 'serverError', probability: 0.4, seed }]);
      let text = '';
      for (let i = 0; i < 30; i += 1) text += (await dlp(client)).status === 500 ? 'x' : '.';
      runs.push(text);
    }
    expect(runs[0]).toBe(runs[1]);
    expect(runs[0]).not.toBe(runs[2]);
    expect(runs[0]).toMatch(/^(?=.*x)(?=.*\.)/);
  });
});

describe('faults of the way', () => {
  it('slow waits', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'slow', ms: 120, times: 1 }]);
    const begun = performance.now();
    expect((await dlp(client)).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(110);
  });

  it('hang never answers, and close ends it', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.setFaults([{ fault: 'hang', on: 'dlp' }]);
    const waiting = dlp(client).then(() => 'answered', () => 'broken');
    while (!simulator.requests().some(({ status }) => status === 0)) await client.get('/identity/whoami');
    await simulator.close();
    expect(await waiting).toBe('broken');
  });

  it.each(['siem.batch', 'siem.file'] as const)('resetMidBody breaks %s in the middle', async (on) => {
    const { client, simulator } = await start();
    await client.login();
    const file = page(await batch(client)).value[0];
    simulator.setFaults([{ fault: 'resetMidBody', on, times: 1 }]);
    const ask = (): Promise<ArrayBuffer> =>
      (on === 'siem.file' ? fetch(file?.url ?? '') : fetch(`${simulator.url}/siem/v1/batch/events/cg?type=receipt`, { headers: { authorization: `Bearer ${client.token}` } })).then((response) => response.arrayBuffer());
    await expect(ask()).rejects.toThrow();
    expect((await ask()).byteLength).toBeGreaterThan(0);
  });

  it('clockSkew moves the Date header, otherwise it is the simulator\'s clock', async () => {
    const { client, simulator } = await start();
    await client.login();
    expect((await dlp(client)).headers.get('date')).toBe('Tue, 10 Mar 2026 12:34:56 GMT');
    simulator.setFaults([{ fault: 'clockSkew', ms: -3_600_000 }]);
    expect((await dlp(client)).headers.get('date')).toBe('Tue, 10 Mar 2026 11:34:56 GMT');
  });
});

it('the walk of a healthy simulator is unaffected by rules that never apply', async () => {
  const { client, simulator } = await start({ faults: [{ fault: 'serverError', probability: 0 }, { fault: 'badLine', times: 0 }] });
  await client.login();
  expect(sorted(await batchKeys(client, { type: 'receipt,process,delivery,journal,spam,av,url protect,attachment protect,impersonation protect,internal email protect' }))).toEqual(sorted(simulator.truth().keys('siem')));
});
