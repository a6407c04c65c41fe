import { describe, expect, it } from 'vitest';

import { readReply, start } from './support';

describe('token endpoint', () => {
  it('sells a token for the right credentials', async () => {
    const { client } = await start();
    const { status, body } = await client.buy();
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String) as string, token_type: 'Bearer', expires_in: 1799, scope: '' });
  });

  it.each([['client_id', 'someone'], ['client_secret', 'guess']])('refuses a wrong %s with the gateway envelope', async (field, value) => {
    const { client } = await start();
    const { status, body } = await client.buy({ [field]: value });
    expect(status).toBe(401);
    expect(body).toEqual({ fail: [{ code: 'invalid_client', message: expect.any(String) as string }] });
  });

  it('takes nothing but a form', async () => {
    const { client } = await start();
    expect((await client.post('/oauth/token', { grant_type: 'client_credentials' })).status).toBe(415);
    expect((await client.buy({ grant_type: 'password' })).status).toBe(400);
    expect((await client.get('/oauth/token')).status).toBe(405);
  });

  it('ends tokens by its own clock', async () => {
    const { client, clock } = await start();
    await client.login();
    clock.now += 1798 * 1000;
    expect((await client.get('/identity/whoami')).status).toBe(200);
    clock.now += 1000;
    const { status, body } = await client.get('/identity/whoami');
    expect(status).toBe(401);
    expect(body).toMatchObject({ fail: [{ code: 'token_expired' }] });
  });

  it('refuses a missing and an unknown token', async () => {
    const { client, simulator } = await start();
    expect(await readReply(await fetch(`${simulator.url}/identity/whoami`))).toMatchObject({ status: 401, body: { fail: [{ code: 'unauthorized' }] } });
    client.token = 'made-up';
    expect(await client.get('/identity/whoami')).toMatchObject({ status: 401, body: { fail: [{ code: 'token_verification_failed' }] } });
  });

  it('ends tokens and the old secret when the secret is rotated', async () => {
    const { client, simulator } = await start();
    await client.login();
    simulator.rotateSecret('fresh');
    expect((await client.get('/identity/whoami')).status).toBe(401);
    expect((await client.buy()).status).toBe(401);
    expect((await client.buy({ client_secret: 'fresh' })).status).toBe(200);
  });
});

describe('the gateway', () => {
  it('breaks when a data call offers zstd', async () => {
    const { client } = await start();
    await client.login();
    expect((await client.get('/identity/whoami', {}, { 'accept-encoding': 'gzip, zstd' })).status).toBe(500);
    expect((await client.get('/identity/whoami', {}, { 'accept-encoding': 'gzip, deflate' })).status).toBe(200);
  });

  it('answers 404 and 405 for what it does not have', async () => {
    const { client } = await start();
    await client.login();
    expect((await client.get('/api/ttp/url/get-logs')).status).toBe(404);
    expect((await client.get('/api/dlp/get-logs')).status).toBe(405);
  });

  it('tells who is asking', async () => {
    const { client } = await start();
    await client.login();
    expect((await client.post('/api/account/get-account', { data: [] })).body).toMatchObject({ meta: { status: 200 }, data: [{ packages: ['Email Security Cloud Gateway'] }] });
  });
});
