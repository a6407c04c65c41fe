import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';

import { Agent } from 'undici';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../../../electron/collector/kit/clock';
import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { accessFromEnvironment, bypassesProxy, manualRoutes } from '../../../../electron/collector/kit/manual-proxy';
import type { NetworkAccess, Route } from '../../../../electron/collector/kit/network';
import { directAccess, Network } from '../../../../electron/collector/kit/network';
import { networkConnector } from '../../../../electron/collector/kit/network-connector';
import { Secret } from '../../../../electron/collector/kit/secret';
import { ask, createAgent } from '../../../../electron/collector/sources/mimecast/client/http';
import type { ProxyOptions } from '../../../receivers/connect-proxy';
import { ConnectProxy } from '../../../receivers/connect-proxy';
import { privateCa } from '../../../receivers/private-ca';

type ServerOptions = { readonly cert?: string; readonly maxVersion?: SecureVersion };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A host on the internet, as far as the program can tell: it is reached by the proxy only. */
async function startHost({ cert = privateCa.cert, maxVersion = 'TLSv1.3' }: ServerOptions = {}): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer({ key: privateCa.key, cert, maxVersion }, (request, response) => {
    asked.push(`${String(request.headers.host)} ${String(request.headers['proxy-authorization'] ?? 'no credentials')}`);
    response.end('{}');
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

async function startProxy(options: ProxyOptions): Promise<ConnectProxy> {
  const proxy = await ConnectProxy.start(options);
  ends.push(() => proxy.stop());
  return proxy;
}

const through = (proxy: ConnectProxy, more: Partial<NetworkAccess> = {}, password: string | null = null): NetworkAccess => ({
  routesTo: manualRoutes(proxy.url, [], () => Promise.resolve(password === null ? null : { username: 'user', password: new Secret(password) })),
  extraCa: [privateCa.ca],
  minVersion: 'TLSv1.2',
  ...more,
});

/** The status of an answer, or the code of the failure with its detail. */
async function reach(network: Network, url = 'https://api.example.com/'): Promise<string> {
  const agent = createAgent(network);
  onTestFinished(() => agent.destroy());
  return ask(agent, systemClock, url, { method: 'GET', signal: AbortSignal.timeout(10_000) }).then(
    ({ status }) => String(status),
    (error: unknown) => (error instanceof FailureError ? `${error.failure.code}: ${error.failure.detail ?? ''}` : String(error)),
  );
}

describe('the way through a proxy', () => {
  it('goes through a tunnel, with the name resolved by the proxy, and verifies the host behind it', async () => {
    const host = await startHost();
    const proxy = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    expect(await reach(new Network(through(proxy)))).toBe('200');
    expect(proxy.asked).toEqual([{ target: 'api.example.com:443', authorization: null }]);
    expect(host.asked).toEqual(['api.example.com no credentials']);
  });

  it('signs in at the proxy, and nowhere else', async () => {
    const host = await startHost();
    const proxy = await startProxy({ credentials: 'user:pass wörd', hosts: { 'api.example.com:443': host.port } });
    expect(await reach(new Network(through(proxy, {}, 'pass wörd')))).toBe('200');
    expect(host.asked).toEqual(['api.example.com no credentials']);
  });

  it('speaks TLS to a proxy that does, with the additional authority', async () => {
    const host = await startHost();
    const proxy = await startProxy({ secure: true, hosts: { 'api.example.com:443': host.port } });
    expect(await reach(new Network(through(proxy)))).toBe('200');
    expect(await reach(new Network(through(proxy, { extraCa: [] })))).toMatch(/^NET-PROXY: /);
  });

  it.each<[string, ProxyOptions, string | null, RegExp]>([
    ['credentials are missing', { credentials: 'user:right' }, null, /^NET-PROXY-AUTH: The proxy 127\.0\.0\.1:\d+ answered HTTP 407\.$/],
    ['credentials are wrong', { credentials: 'user:right' }, 'wrong', /^NET-PROXY-AUTH: /],
    ['the host is forbidden', { refuse: '403 Forbidden' }, null, /^NET-PROXY-REFUSED: .*403/],
    ['a sign-in page is in between', { refuse: '511 Network Authentication Required' }, null, /^NET-PORTAL: .*511/],
    ['the proxy does not get there', { refuse: '502 Bad Gateway' }, null, /^NET-PROXY-UPSTREAM: .*502/],
    ['the proxy is no proxy', { refuse: '200' }, null, /^NET-(PROXY|RESET)/],
  ])('says whose fault it is when %s', async (_what, options, password, expected) => {
    const proxy = await startProxy(options);
    const found = await reach(new Network(through(proxy, {}, password)));
    expect(found).toMatch(expected);
    expect(found).not.toMatch(/wrong|right|Basic/);
  });

  it('says that a proxy hangs, after the time for connections', async () => {
    const proxy = await startProxy({ hangs: true });
    const agent = new Agent({ connect: networkConnector(new Network(through(proxy)), { timeoutMs: 300 }) });
    onTestFinished(() => agent.destroy());
    await expect(ask(agent, systemClock, 'https://api.example.com/', { method: 'GET', signal: AbortSignal.timeout(10_000) })).rejects.toMatchObject({
      failure: { code: 'NET-PROXY', detail: expect.stringContaining('did not open a tunnel within 0.3 s') as string },
    });
  });

  it('says that nothing is where the proxy should be', async () => {
    const proxy = await startProxy({});
    const network = new Network(through(proxy));
    await proxy.stop();
    ends.pop();
    expect(await reach(network)).toMatch(/^NET-PROXY: .*ECONNREFUSED/);
  });

  it('takes the next way of a PAC file when a proxy is not there, but not when it refuses', async () => {
    const host = await startHost();
    const gone = await startProxy({});
    const good = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    const route = (port: number): Route => ({ kind: 'proxy', secure: false, host: '127.0.0.1', port, credentials: null });
    const { port } = gone;
    await gone.stop();
    ends.splice(1, 1);
    const network = new Network({ ...through(good), routesTo: () => Promise.resolve([route(port), route(good.port)]) });
    expect(await reach(network)).toBe('200');
    const refusing = await startProxy({ refuse: '403 Forbidden' });
    network.use({ ...through(good), routesTo: () => Promise.resolve([route(refusing.port), route(good.port)]) });
    expect(await reach(network)).toMatch(/^NET-PROXY-REFUSED/);
    network.use({ ...through(good), routesTo: () => Promise.resolve([]) });
    expect(await reach(network)).toMatch(/^NET-PROXY: .*name no proxy that can be used/);
  });

  it('never sends loopback through it', async () => {
    const host = await startHost();
    const proxy = await startProxy({});
    expect(await reach(new Network(through(proxy)), `https://127.0.0.1:${String(host.port)}/`)).toBe('200');
    expect(proxy.asked).toEqual([]);
  });

  it('a change takes effect at once, also for connections that are open', async () => {
    const host = await startHost();
    const first = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    const second = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    const network = new Network(through(first));
    const agent = createAgent(network);
    onTestFinished(() => agent.destroy());
    const once = async (): Promise<number> => (await ask(agent, systemClock, 'https://api.example.com/', { method: 'GET', signal: AbortSignal.timeout(10_000) })).status;
    expect(await once()).toBe(200);
    const before = first.asked.length;
    network.use(through(second));
    expect(await once()).toBe(200);
    expect([first.asked.length, second.asked.length]).toEqual([before, 1]);
  });
});

describe('TLS', () => {
  it('trusts an authority only when it is told to', async () => {
    const host = await startHost();
    const proxy = await startProxy({ hosts: { 'api.example.com:443': host.port, 'other.example.com:443': host.port } });
    const network = new Network(through(proxy, { extraCa: [] }));
    expect(await reach(network)).toMatch(/^NET-TLS: /);
    network.use(through(proxy));
    expect(await reach(network)).toBe('200');
    expect(await reach(network, 'https://other.example.com/'), 'the name counts, too').toMatch(/^NET-TLS: /);
  });

  it('refuses older versions than wanted', async () => {
    const host = await startHost({ maxVersion: 'TLSv1.2' });
    const proxy = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    expect(await reach(new Network(through(proxy, { minVersion: 'TLSv1.2' })))).toBe('200');
    expect(await reach(new Network(through(proxy, { minVersion: 'TLSv1.3' })))).toMatch(/^NET-TLS: /);
  });

  it('names the clock when a certificate is from the future', async () => {
    const host = await startHost({ cert: privateCa.future });
    const proxy = await startProxy({ hosts: { 'api.example.com:443': host.port } });
    expect(await reach(new Network(through(proxy)))).toMatch(/^PC-CLOCK: /);
  });
});

describe('exceptions from the proxy', () => {
  it.each<[readonly string[], string, boolean]>([
    [['*'], 'https://api.example.com/', true],
    [['example.com'], 'https://api.example.com/', true],
    [['.example.com'], 'https://example.com/', true],
    [['*.example.com'], 'https://API.example.com/', true],
    [['ample.com'], 'https://example.com/', false],
    [['api.example.com:8443'], 'https://api.example.com:8443/', true],
    [['api.example.com:8443'], 'https://api.example.com/', false],
    [['example.com:443'], 'https://api.example.com/', true],
    [['<local>'], 'https://intranet/', true],
    [['<local>'], 'https://intranet.example.com/', false],
    [['192.0.2.7'], 'https://192.0.2.7/', true],
    [['0.2.7'], 'https://192.0.2.7/', false],
    [['192.0.2.0/24'], 'https://192.0.2.77/', true],
    [['192.0.2.0/24'], 'https://198.51.100.1/', false],
    [['192.0.2.0/24'], 'https://192.0.2.example.com/', false],
    [['2001:db8::/32'], 'https://[2001:db8::7]/', true],
    [['2001:db8::7'], 'https://[2001:db8::7]/', true],
    [['192.0.2.0/99', '300.1.1.0/8', '/', ''], 'https://192.0.2.7/', false],
  ])('%j: %s is %s', (list, address, expected) => {
    expect(bypassesProxy(list, address)).toBe(expected);
  });
});

describe('proxies from the environment', () => {
  const routes = (env: Record<string, string>, address = 'https://api.example.com/') => accessFromEnvironment(env).routesTo(address);

  it('are those of the variables, by scheme', async () => {
    expect(accessFromEnvironment({})).toBe(directAccess);
    const env = { https_proxy: 'http://us%65r:p%40ss@proxy.example.com:3128', NO_PROXY: '.example.net, 192.0.2.0/24' };
    const [route] = await routes(env);
    expect(route).toMatchObject({ kind: 'proxy', secure: false, host: 'proxy.example.com', port: 3128, credentials: { username: 'user' } });
    expect(route?.kind === 'proxy' ? route.credentials?.password.reveal() : '').toBe('p@ss');
    expect(await routes(env, 'https://files.example.net/')).toEqual([{ kind: 'direct' }]);
    expect(await routes(env, 'http://api.example.com/')).toEqual([{ kind: 'direct' }]);
    expect(await routes({ HTTPS_PROXY: 'proxy.example.com:8080' })).toMatchObject([{ host: 'proxy.example.com', port: 8080, credentials: null }]);
  });

  it('that cannot be understood are refused without being repeated', () => {
    expect(() => accessFromEnvironment({ HTTPS_PROXY: 'socks5://user:canary@proxy.example.com' })).toThrow(/^HTTPS_PROXY is not the address/);
    expect(() => accessFromEnvironment({ HTTPS_PROXY: 'http://:::canary' })).toThrow(/^[^c]*HTTPS_PROXY is not[^:]*$/);
  });
});
