import { describe, expect, it, onTestFinished } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { createAgent } from '../../../../electron/collector/sources/mimecast/client/http';
import { TokenSource } from '../../../../electron/collector/sources/mimecast/client/token-source';
import { failureOf, never } from '../../../support/api';
import { FakeClock } from '../../../support/fake-clock';
import type { Asked, Reply } from '../../../support/web-server';
import { json, serve } from '../../../support/web-server';

async function source(answer: (asked: Asked, number: number) => Reply | Promise<Reply>, secret: () => Promise<Secret | null> = () => Promise.resolve(new Secret('s3cret & more'))) {
  let number = 0;
  const server = await serve((asked) => answer(asked, (number += 1)));
  const clock = new FakeClock();
  const agent = createAgent();
  const lifetime = new AbortController();
  onTestFinished(async () => {
    lifetime.abort();
    await agent.destroy();
  });
  const dates: string[] = [];
  const tokens = new TokenSource({ baseUrl: server.url, clientId: 'the id', secret, agent, clock, lifetime: lifetime.signal, answered: (reply) => dates.push(String(reply.headers['date'])) });
  return { tokens, server, clock, lifetime, dates };
}

const good = (_asked: Asked, number: number): Reply => json({ access_token: `token-${number}`, token_type: 'bearer', expires_in: 1799, scope: '' });

describe('TokenSource', () => {
  it('asks as OAuth prescribes, and tells the Date of the answer', async () => {
    const { tokens, server, dates } = await source(good);
    expect((await tokens.token(never)).reveal()).toBe('token-1');
    expect(server.asked[0]).toMatchObject({ method: 'POST', url: '/oauth/token' });
    expect(server.asked[0]?.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', 'accept-encoding': 'gzip, deflate' });
    expect(Object.fromEntries(new URLSearchParams(server.asked[0]?.body))).toEqual({ client_id: 'the id', client_secret: 's3cret & more', grant_type: 'client_credentials' });
    expect(Date.parse(dates[0] ?? '')).toBeGreaterThan(0);
  });

  it('makes one request for all who wait, and keeps the token', async () => {
    const { tokens, server } = await source(good);
    const given = await Promise.all(Array.from({ length: 10 }, () => tokens.token(never)));
    expect(new Set(given.map((token) => token.reveal()))).toEqual(new Set(['token-1']));
    await tokens.token(never);
    expect(server.asked).toHaveLength(1);
  });

  it('renews a minute before the end', async () => {
    const { tokens, server, clock } = await source(good);
    await tokens.token(never);
    clock.advance(1_738_000);
    expect((await tokens.token(never)).reveal()).toBe('token-1');
    clock.advance(2_000);
    expect((await tokens.token(never)).reveal()).toBe('token-2');
    expect(server.asked).toHaveLength(2);
  });

  it('never hands out a refused token again, and renews it once for all whom it failed', async () => {
    const { tokens, server } = await source(good);
    const refused = await tokens.token(never);
    const given = await Promise.all([tokens.token(never, refused), tokens.token(never, refused), tokens.token(never, refused)]);
    expect(given.map((token) => token.reveal())).toEqual(['token-2', 'token-2', 'token-2']);
    // Someone who was refused the old one only now is not a reason for a third.
    expect((await tokens.token(never, refused)).reveal()).toBe('token-2');
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ['no lifetime', { access_token: 't' }, 1799],
    ['a lifetime of zero', { access_token: 't', expires_in: 0 }, 1799],
    ['a lifetime in words', { access_token: 't', expires_in: 'long' }, 1799],
    ['a very short lifetime', { access_token: 't', expires_in: 5 }, 120],
  ])('lives with %s', async (_name, body, seconds) => {
    const { tokens, server, clock } = await source(() => json(body));
    await tokens.token(never);
    clock.advance((seconds - 61) * 1000);
    await tokens.token(never);
    expect(server.asked).toHaveLength(1);
    clock.advance(2_000);
    await tokens.token(never);
    expect(server.asked).toHaveLength(2);
  });

  it.each([
    ['401', { status: 401, body: '{"fail":[{"code":"invalid_client","message":"No"}]}' }, 'MC-AUTH-401'],
    ['400 as OAuth prescribes', { status: 400, body: '{"error":"invalid_client","error_description":"No"}' }, 'MC-AUTH-401'],
    ['403', { status: 403, body: '{"fail":[{"code":"x"}]}' }, 'MC-AUTH-401'],
    ['401 without words', { status: 401, body: '' }, 'MC-AUTH-401'],
    ['403 of a proxy', { status: 403, body: '<html>Blocked</html>' }, 'NET-NOT-API'],
    ['a captive portal', { status: 302, headers: { location: 'http://portal.example/' }, body: '' }, 'NET-NOT-API'],
    ['a web page', { body: '<html>Sign in</html>' }, 'NET-NOT-API'],
    ['nothing', { body: '' }, 'NET-NOT-API'],
    ['404', { status: 404, body: '{"fail":[{"code":"not_found"}]}' }, 'MC-LICENCE-404'],
    ['500', { status: 500, body: '{}' }, 'MC-SERVER-5XX'],
    ['503 with a page', { status: 503, body: '<html>' }, 'MC-SERVER-5XX'],
    ['200 that reports a failure', { body: '{"fail":[{"message":"Later"}]}' }, 'MC-FAIL-200'],
    ['200 without a token', { body: '{"token_type":"Bearer"}' }, 'MC-ANSWER-SHAPE'],
    ['a token with a line break', { body: '{"access_token":"a\\nb"}' }, 'MC-ANSWER-SHAPE'],
    ['a list', { body: '[]' }, 'MC-ANSWER-SHAPE'],
  ] as const)('%s is %s', async (_name, reply, code) => {
    const { tokens } = await source(() => reply);
    expect(await failureOf(tokens.token(never))).toMatchObject({ code });
  });

  it('carries the wait of a 429', async () => {
    const { tokens } = await source(() => ({ status: 429, headers: { 'x-ratelimit-reset': '7000' }, body: '{"fail":[{"code":"too_many_requests"}]}' }));
    expect(await failureOf(tokens.token(never))).toMatchObject({ code: 'MC-RATE-429', retryAfterMs: 7000 });
  });

  it('asks again after a failure, and reads the secret anew each time', async () => {
    const secrets = [new Secret('old'), new Secret('new')];
    const { tokens, server } = await source((asked) => (asked.body.includes('=new') ? json({ access_token: 't' }) : { status: 401, body: '{}' }), () => Promise.resolve(secrets.shift() ?? null));
    expect((await failureOf(tokens.token(never))).code).toBe('MC-AUTH-401');
    expect((await tokens.token(never)).reveal()).toBe('t');
    expect(server.asked).toHaveLength(2);
  });

  it('says that there is no secret, without a request', async () => {
    const { tokens, server } = await source(good, () => Promise.resolve(null));
    expect((await failureOf(tokens.token(never))).code).toBe('PC-SECRET-MISSING');
    expect(server.asked).toEqual([]);
  });

  it('keeps the secret out of the failure when the answer repeats it', async () => {
    const { tokens } = await source(() => ({ status: 401, body: JSON.stringify({ fail: [{ code: 'invalid_client', message: 'Wrong secret s3cret & more for the id' }] }) }));
    const failure = await failureOf(tokens.token(never));
    expect(failure.detail).toContain('Wrong secret ••••••');
    expect(JSON.stringify(failure)).not.toContain('s3cret');
  });

  it('one caller that gives up does not take the token from the others', async () => {
    let let_go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      let_go = resolve;
    });
    const { tokens, server } = await source(async (asked, number) => {
      await gate;
      return good(asked, number);
    });
    const stop = new AbortController();
    const impatient = tokens.token(stop.signal);
    const patient = tokens.token(never);
    stop.abort(new Error('stop'));
    await expect(impatient).rejects.toThrow('stop');
    let_go();
    expect((await patient).reveal()).toBe('token-1');
    expect(server.asked).toHaveLength(1);
  });

  it('asks nothing for a caller that has ended already', async () => {
    const { tokens, server } = await source(() => ({ status: 500, body: '' }));
    await expect(tokens.token(AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.asked).toEqual([]);
  });
});
