import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { manualRoutes } from '../../electron/collector/kit/manual-proxy';
import { directAccess, Network } from '../../electron/collector/kit/network';
import { openElectronUpdater } from '../../electron/main/updates/electron-updater-engine';
import type { UpdateEngine } from '../../electron/main/updates/update-engine';
import { updateFailure } from '../../electron/main/updates/update-failure';
import { describeFailure } from '../../shared/failures/catalogue';
import { ConnectProxy } from '../receivers/connect-proxy';
import { privateCa } from '../receivers/private-ca';
import { listeningLog } from '../support/doubles';
import type { Asked, Reply } from '../support/web-server';
import { serve } from '../support/web-server';

/** What is offered: the newest version of a channel and its file. */
type Offer = { readonly version: string; readonly file?: string; readonly sha512?: string; readonly staging?: number; readonly url?: string };

const program = '#!/bin/sh\nexit 0\n';
const sha512 = (text: string): string => createHash('sha512').update(text).digest('base64');

function listOf({ version, file = program, sha512: said, staging, url = `connector-${version}.AppImage` }: Offer): string {
  const hash = said ?? sha512(file);
  const lines = [`version: ${version}`, 'files:', `  - url: ${url}`, `    sha512: ${hash}`, `    size: ${String(Buffer.byteLength(file))}`, `path: ${url}`, `sha512: ${hash}`, "releaseDate: '2026-08-22T12:00:00.000Z'"];
  return `${[...lines, ...(staging === undefined ? [] : [`stagingPercentage: ${String(staging)}`])].join('\n')}\n`;
}

/** A folder of files as any web server offers it. */
function feedOf(offers: Readonly<Record<string, Offer>>): (asked: Asked) => Reply {
  return ({ url }) => {
    const { pathname } = new URL(url, 'http://feed');
    const offer = offers[pathname.replace(/^\/feed\//, '').replace(/(-linux)?\.yml$/, '')];
    if (pathname.endsWith('.yml')) return offer === undefined ? { status: 404 } : { body: listOf(offer), headers: { 'content-type': 'text/yaml' } };
    const named = Object.values(offers).find((each) => pathname.endsWith(`${each.version}.AppImage`));
    return named === undefined ? { status: 404 } : { body: named.file ?? program, headers: { 'content-type': 'application/octet-stream' } };
  };
}

let folder: string;
let quits = 0;
const profile = (): string => join(folder, 'profile');
const installed = (): string => join(folder, 'connector.AppImage');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mc-updates-'));
  quits = 0;
  writeFileSync(installed(), 'the version before');
  writeFileSync(join(folder, 'app-update.yml'), 'provider: generic\nurl: https://updates.example.com\nupdaterCacheDirName: connector-updater\n');
  vi.stubEnv('APPIMAGE', installed());
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function engineOf(address: string, network = new Network()): Promise<UpdateEngine> {
  mkdirSync(profile(), { recursive: true });
  return openElectronUpdater({
    platform: 'linux',
    address,
    network,
    log: listeningLog(),
    app: {
      version: '1.0.0',
      name: 'Mimecast Connector',
      isPackaged: true,
      appUpdateConfigPath: join(folder, 'app-update.yml'),
      userDataPath: profile(),
      baseCachePath: join(profile(), 'updates'),
      whenReady: () => Promise.resolve(),
      relaunch: () => undefined,
      quit: () => { quits += 1; },
      onQuit: () => { throw new Error('it would install behind the back of the drain'); },
    },
  });
}

const never = new AbortController().signal;
/** The failure that the window shows for what was rejected. */
const failureOf = (work: Promise<unknown>) => work.then(() => { throw new Error('it did not fail'); }, (error: unknown) => updateFailure(error, 0));
/** Files of updates that are kept, whole or in part. */
const kept = (): string[] => (existsSync(join(profile(), 'updates')) ? readdirSync(join(profile(), 'updates'), { recursive: true, withFileTypes: true }).filter((item) => item.isFile()).map((item) => item.name) : []);

describe('a feed of updates on a web server', () => {
  it('offers a newer version, and has nothing to say about the same or an older one', async () => {
    const offers: Record<string, Offer> = { latest: { version: '1.1.0' } };
    const server = await serve((asked) => feedOf(offers)(asked));
    const engine = await engineOf(`${server.url}/feed`);
    expect(await engine.check('latest')).toEqual({ version: '1.1.0' });
    for (const version of ['1.0.0', '0.9.0']) {
      offers['latest'] = { version };
      expect(await engine.check('latest')).toBeNull();
    }
    expect(server.asked.every(({ url }) => url.includes('.yml'))).toBe(true);
  });

  it('the beta channel has a list of its own', async () => {
    const server = await serve(feedOf({ latest: { version: '1.0.0' }, beta: { version: '1.2.0-beta.1' } }));
    const engine = await engineOf(`${server.url}/feed`);
    expect(await engine.check('latest')).toBeNull();
    expect(await engine.check('beta')).toEqual({ version: '1.2.0-beta.1' });
  });

  it('fetches what was announced, keeps it for this user only, and installs it when told', async () => {
    const file = `#!/bin/sh\nprintf started > "${join(folder, 'started')}"\n`;
    const server = await serve(feedOf({ latest: { version: '1.1.0', file } }));
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    const percents: number[] = [];
    await engine.download((percent) => percents.push(percent), never);
    expect(readFileSync(installed(), 'utf8')).toBe('the version before');
    engine.install();
    expect(readFileSync(installed(), 'utf8')).toBe(file);
    expect(quits).toBe(1);
    await vi.waitFor(() => { expect(readFileSync(join(folder, 'started'), 'utf8')).toBe('started'); }, 20_000);
  });

  it('refuses a file that is not the announced one, and keeps nothing of it', async () => {
    const server = await serve(feedOf({ latest: { version: '1.1.0', sha512: sha512('another file') } }));
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    const found = await failureOf(engine.download(() => undefined, never));
    expect(found.code).toBe('APP-UPDATE-REFUSED');
    expect(describeFailure(found.code).remedy).toContain('Try again once');
    expect(kept().filter((name) => name.endsWith('.AppImage'))).toEqual([]);
    expect(readFileSync(installed(), 'utf8')).toBe('the version before');
  });

  it('refuses a list without a checksum', async () => {
    const server = await serve(() => ({ body: 'version: 1.1.0\nfiles:\n  - url: connector-1.1.0.AppImage\npath: connector-1.1.0.AppImage\n' }));
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    expect((await failureOf(engine.download(() => undefined, never))).code).toBe('APP-UPDATE-REFUSED');
  });

  it('honours a staged rollout: none at 0 %, all at 100 %, and the same answer each time in between', async () => {
    const offers: Record<string, Offer> = { latest: { version: '1.1.0', staging: 0 } };
    const server = await serve((asked) => feedOf(offers)(asked));
    const engine = await engineOf(`${server.url}/feed`);
    expect(await engine.check('latest')).toBeNull();
    offers['latest'] = { version: '1.1.0', staging: 100 };
    expect(await engine.check('latest')).toEqual({ version: '1.1.0' });
    offers['latest'] = { version: '1.1.0', staging: 50 };
    const first = await engine.check('latest');
    expect(await (await engineOf(`${server.url}/feed`)).check('latest')).toEqual(first);
  });

  it('tells the server nothing by which it could know this computer again', async () => {
    const server = await serve(feedOf({ latest: { version: '1.1.0' } }));
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    await engine.download(() => undefined, never);
    const number = readFileSync(join(profile(), '.updaterId'), 'utf8');
    expect(statSync(join(profile(), '.updaterId')).mode & 0o777).toBe(0o600);
    expect(server.asked.length).toBeGreaterThan(1);
    expect(JSON.stringify(server.asked)).not.toContain(number);
    expect(new Set(server.asked.map(({ headers }) => headers['user-agent']))).toEqual(new Set(['Mimecast-Connector']));
  });

  it.each<[string, () => Reply]>([
    ['a list that is no list', () => ({ body: '<html>sign in</html>' })],
    ['no list', () => ({ status: 404 })],
    ['a server that is broken', () => ({ status: 500, body: 'x' })],
    ['a redirect', () => ({ status: 302, headers: { location: 'https://updates.example.net/latest-linux.yml' } })],
    ['a list without end', () => ({ body: 'x'.repeat(1024 * 1024) })],
    ['a version that is none', () => ({ body: listOf({ version: '../../evil' }) })],
  ])('%s is a failed check that says what to do', async (_name, answer) => {
    const server = await serve(answer);
    const engine = await engineOf(`${server.url}/feed`);
    expect((await failureOf(engine.check('latest'))).code).toBe('APP-UPDATE-SERVER');
  });

  it('a list that names a file elsewhere is not followed there', async () => {
    const elsewhere = await serve(() => ({ body: program }));
    const server = await serve(() => ({ body: listOf({ version: '1.1.0', url: `${elsewhere.url}/connector-1.1.0.AppImage` }) }));
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    expect((await failureOf(engine.download(() => undefined, never))).code).toBe('APP-UPDATE-SERVER');
    expect(elsewhere.asked).toEqual([]);
  });

  it('a server that is not there is a failed check', async () => {
    const server = await serve(() => ({}));
    const { port } = new URL(server.url);
    const engine = await engineOf(`http://127.0.0.1:${port === '1' ? '2' : '1'}/feed`);
    const found = await failureOf(engine.check('latest'));
    expect(found).toMatchObject({ code: 'APP-UPDATE-SERVER' });
    expect(found.detail).toContain('ECONNREFUSED');
  });

  it('goes through the proxy of the network settings and trusts their CA, and nothing else', async () => {
    const feed = feedOf({ latest: { version: '1.1.0' } });
    const server = createHttpsServer({ key: privateCa.key, cert: privateCa.cert }, (request, response) => {
      const reply = feed({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' });
      response.writeHead(reply.status ?? 200, reply.headers);
      response.end(reply.body ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = await ConnectProxy.start({ hosts: { 'api.example.com:443': (server.address() as AddressInfo).port } });
    try {
      const routesTo = manualRoutes(proxy.url, [], () => Promise.resolve(null));
      const trusting = await engineOf('https://api.example.com/feed', new Network({ ...directAccess, routesTo, extraCa: [privateCa.ca] }));
      expect(await trusting.check('latest')).toEqual({ version: '1.1.0' });
      await trusting.download(() => undefined, never);
      expect(new Set(proxy.asked.map(({ target }) => target))).toEqual(new Set(['api.example.com:443']));
      const strict = await engineOf('https://api.example.com/feed', new Network({ ...directAccess, routesTo }));
      expect((await failureOf(strict.check('latest'))).code).toBe('APP-UPDATE-SERVER');
    } finally {
      await proxy.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('a download that is cancelled leaves nothing', async () => {
    const server = await serve((asked, raw) => {
      if (asked.url.includes('.yml')) return { body: listOf({ version: '1.1.0' }) };
      raw.writeHead(200, { 'content-length': '1000000' });
      raw.write('half');
      return null;
    });
    const engine = await engineOf(`${server.url}/feed`);
    await engine.check('latest');
    const cancel = new AbortController();
    const download = engine.download(() => undefined, cancel.signal);
    await vi.waitFor(() => { expect(server.asked.length).toBeGreaterThan(1); }, 20_000);
    cancel.abort();
    await expect(download).rejects.toThrow();
    expect(kept().filter((name) => name.includes('AppImage'))).toEqual([]);
  });
});
