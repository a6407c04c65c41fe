import { describe, expect, it } from 'vitest';

import { page,readReply, sorted, start } from './support';

describe('control over HTTP', () => {
  it('tells the truth, in counts and in keys', async () => {
    const { simulator } = await start({ events: 2500 });
    const truth = simulator.truth();
    expect((await readReply(await fetch(`${simulator.url}/__simulator/truth`))).body).toEqual({ siem: 2500, dlp: 30, audit: 30, hold: { heldNow: 30, everHeld: 30, left: 0 } });
    for (const source of ['siem', 'dlp', 'audit', 'hold'] as const) {
      const text = await (await fetch(`${simulator.url}/__simulator/truth/${source}`)).text();
      expect(text.endsWith('\n')).toBe(true);
      expect(sorted(text.trimEnd().split('\n'))).toEqual(sorted(truth.keys(source)));
    }
  });

  it('switches faults and refuses nonsense with a reason', async () => {
    const { simulator, client } = await start();
    await client.login();
    const put = (what: string, body: unknown, method = 'PUT'): Promise<Response> => fetch(`${simulator.url}/__simulator/${what}`, { method, body: JSON.stringify(body) });
    expect((await put('faults', [{ fault: 'serverError', variant: '503' }])).status).toBe(204);
    expect((await client.get('/identity/whoami')).status).toBe(503);
    expect((await put('faults', [])).status).toBe(204);
    expect((await client.get('/identity/whoami')).status).toBe(200);
    expect(await readReply(await put('faults', [{ fault: 'nonsense' }]))).toMatchObject({ status: 400, body: { error: 'fault rule 0: unknown fault "nonsense"' } });
    expect((await put('faults', [{ fault: 'slow', tiems: 1 }])).status).toBe(400);
    expect((await put('faults', [{ fault: 'badLine', on: 'dlp' }])).status).toBe(400);
    expect((await put('denied', ['siem'])).status).toBe(204);
    expect((await client.batch({ type: 'receipt' })).status).toBe(403);
    expect((await put('denied', ['mail'])).status).toBe(400);
    expect((await put('release', [0, 1], 'POST')).status).toBe(204);
    expect(simulator.truth().hold.left).toBe(2);
    expect((await put('secret', 'new secret')).status).toBe(204);
    expect((await client.buy()).status).toBe(401);
    expect((await put('nothing', [])).status).toBe(404);
  });

  it('logs requests without the query of signed URLs', async () => {
    const { simulator, client } = await start();
    await client.login();
    const [file] = page(await client.batch({ type: 'receipt' })).value;
    await fetch(file?.url ?? '');
    const log = (await (await fetch(`${simulator.url}/__simulator/requests`)).json()) as { method: string; path: string; status: number }[];
    expect(log.map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 200', 'GET 200', 'GET 200']);
    expect(log[1]?.path).toBe('/siem/v1/batch/events/cg?type=receipt');
    expect(log[2]?.path).toMatch(/^\/__files\/.*\.json\.gz$/);
    expect(JSON.stringify(log)).not.toContain('Signature');
    expect(simulator.requests()).toHaveLength(3);
  });

  it('keeps the last thousand requests only', async () => {
    const { simulator } = await start({ events: 0 });
    for (let i = 0; i < 1010; i += 1) await (await fetch(`${simulator.url}/x${i}`)).text();
    const log = simulator.requests();
    expect(log).toHaveLength(1000);
    expect(log.at(-1)?.path).toBe('/x1009');
  });
});
