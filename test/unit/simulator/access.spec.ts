import { describe, expect, it } from 'vitest';

import { FILTERS, PATHS, start } from './support';

describe('role permissions', () => {
  it.each(['dlp', 'audit', 'hold'] as const)('%s denied answers 403 in the function envelope, the others go on', async (source) => {
    const { client } = await start({ denied: [source] });
    await client.login();
    for (const other of ['dlp', 'audit', 'hold'] as const) {
      const reply = await client.list(PATHS[other], FILTERS[other], { pageSize: 5 });
      if (other === source) expect(reply).toMatchObject({ status: 403, body: { fail: [{ errors: [{ code: 'err_xdk_forbidden', message: 'Permission denied' }] }] } });
      else expect(reply.status).toBe(200);
    }
    expect((await client.batch({ type: 'receipt' })).status).toBe(200);
  });

  it('siem denied answers 403 in the gateway envelope on both endpoints', async () => {
    const { client, simulator } = await start({ denied: ['siem'] });
    await client.login();
    for (const path of ['/siem/v1/batch/events/cg', '/siem/v1/events/cg']) {
      expect(await client.get(path, { type: 'receipt' })).toMatchObject({ status: 403, body: { fail: [{ code: 'err_xdk_forbidden' }] } });
    }
    simulator.setDenied([]);
    expect((await client.batch({ type: 'receipt' })).status).toBe(200);
  });
});

describe('quota', () => {
  it('answers 429 with headers after 50 batch calls, until the window ends', async () => {
    const { client, clock } = await start({ enforceQuota: true, events: 0 });
    await client.login();
    for (let i = 0; i < 50; i += 1) {
      const reply = await client.batch({ type: 'receipt' });
      expect(reply.status).toBe(200);
      expect(reply.headers.has('x-ratelimit-remaining')).toBe(false);
    }
    const refused = await client.batch({ type: 'receipt' });
    expect(refused).toMatchObject({ status: 429, body: { fail: [{ message: expect.any(String) as string }] } });
    expect(refused.headers.get('x-ratelimit-limit')).toBe('50');
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    const wait = Number(refused.headers.get('x-ratelimit-reset'));
    expect(wait).toBe(10 * 60_000 + 4000);
    expect((await client.get('/siem/v1/events/cg')).status).toBe(200);
    clock.now += wait;
    expect((await client.batch({ type: 'receipt' })).status).toBe(200);
  });

  it('is not applied by default', async () => {
    const { client } = await start({ events: 0 });
    await client.login();
    const statuses = new Set<number>();
    for (let i = 0; i < 60; i += 1) statuses.add((await client.batch({ type: 'receipt' })).status);
    expect([...statuses]).toEqual([200]);
  });
});
