import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { readCaFile } from '../../../../electron/main/network/ca-file';
import { NetworkStore } from '../../../../electron/main/network/network-store';
import { parseProxyList } from '../../../../electron/main/network/system-routes';
import type { NetworkDraft, NetworkSettings } from '../../../../shared/model/network';
import { defaultNetworkSettings, NetworkDraftSchema } from '../../../../shared/model/network';
import { privateCa } from '../../../receivers/private-ca';
import { FakeVault } from '../support/fake-vault';
import { documents, readJson, tempDir } from '../support/profile';

const manual = (overrides: Partial<Extract<NetworkSettings['proxy'], { kind: 'manual' }>> = {}, password: string | null = null): NetworkDraft => ({
  settings: { ...defaultNetworkSettings, proxy: { kind: 'manual', url: 'http://proxy.example.com:8080', noProxy: [], username: 'user', ...overrides } },
  password,
});

function open(policy: NetworkSettings | null = null, context = documents()) {
  const vault = new FakeVault((text) => new Secret(text));
  const changes: NetworkSettings[] = [];
  const store = new NetworkStore({ context, vault, policy, onChange: () => changes.push(store.settings) });
  return { store, vault, changes, context };
}

describe('the network settings', () => {
  it('begin with the proxy of the system, and keep what is saved, without the password', async () => {
    const { store, vault, changes, context } = open();
    expect(await store.view()).toEqual({ settings: defaultNetworkSettings, passwordStored: false, managed: false });
    expect(await store.save(manual({}, 'canary-password'))).toMatchObject({ passwordStored: true });
    expect(vault.secrets.get('network:proxy')).toBe('canary-password');
    expect(JSON.stringify(readJson(context.dir, 'network.json'))).not.toContain('canary');
    expect(changes).toHaveLength(1);
    expect(new NetworkStore({ context, vault, policy: null, onChange: () => undefined }).settings).toEqual(manual().settings);
  });

  it.each([
    ['another host', { url: 'http://elsewhere.example.com:8080' }],
    ['another port', { url: 'http://proxy.example.com:8081' }],
    ['another scheme', { url: 'https://proxy.example.com:8080' }],
    ['another user', { username: 'admin' }],
  ])('%s asks for the password again, also for a test', async (_what, change) => {
    const { store, changes } = open();
    await store.save(manual({}, 'canary-password'));
    const again = { problems: [{ path: ['password'], message: { id: 'problem.network.passwordAgain' } }] };
    await expect(store.save(manual(change))).rejects.toMatchObject(again);
    await expect(store.passwordFor(manual(change))).rejects.toMatchObject(again);
    expect(store.settings).toEqual(manual().settings);
    expect(changes).toHaveLength(1);
    expect((await store.passwordFor(manual({ noProxy: ['.example.net'] })))?.reveal()).toBe('canary-password');
  });

  it('a password that nothing needs any more is dropped', async () => {
    const { store, vault } = open();
    await store.save(manual({}, 'canary-password'));
    await store.save({ settings: defaultNetworkSettings, password: null });
    expect(vault.secrets.size).toBe(0);
    await expect(store.save(manual())).rejects.toMatchObject({ problems: [{ path: ['password'] }] });
  });

  it('a keychain that refuses leaves everything as it was', async () => {
    const { store, vault, changes } = open();
    vault.broken.add('put');
    await expect(store.save(manual({}, 'canary-password'))).rejects.toMatchObject({ failure: { code: 'PC-KEYCHAIN' } });
    expect(store.settings).toEqual(defaultNetworkSettings);
    expect(changes).toEqual([]);
  });

  it('a policy comes first and is not changed', async () => {
    const policy: NetworkSettings = { ...defaultNetworkSettings, proxy: { kind: 'none' } };
    const { store } = open(policy);
    expect(await store.view()).toMatchObject({ settings: policy, managed: true });
    await expect(store.save({ settings: defaultNetworkSettings, password: null })).rejects.toMatchObject({ problems: [{ message: { id: 'problem.network.managed' } }] });
  });

  it.each(['proxy.example.com:8080', 'socks5://proxy.example.com', 'http://user:pw@proxy.example.com', 'http://proxy.example.com/x', 'http://proxy.example.com/?a', 'http://', 'http://a b', ''])('refuse the address %j', (url) => {
    expect(NetworkDraftSchema.safeParse(manual({ url }, 'x')).success).toBe(false);
  });
});

describe('the additional CA file', () => {
  it('is read as certificates, or says what is wrong with it', () => {
    const dir = tempDir();
    const file = join(dir, 'ca.pem');
    const problem = (path: string): string => {
      try {
        readCaFile(path);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    writeFileSync(file, `# comment\n${privateCa.ca}\n\n${privateCa.cert}\n`);
    expect(readCaFile(file)).toEqual([privateCa.ca, privateCa.cert]);
    expect(problem(join(dir, 'none.pem'))).toContain('no such file');
    expect(problem('ca.pem')).toContain('whole path');
    writeFileSync(file, privateCa.key);
    expect(problem(file)).toContain('no certificate');
    writeFileSync(file, privateCa.ca.replace('MII', 'AII'));
    expect(problem(file)).toContain('Certificate 1');
    mkdirSync(join(dir, 'folder'));
    expect(problem(join(dir, 'folder'))).toContain('not a file');
    expect(problem('/dev/zero')).toContain('not a file');
  });
});

describe('the answer of a PAC file', () => {
  it('is read as ways in their order', () => {
    expect(parseProxyList('PROXY proxy.example.com:8080; HTTPS secure.example.com; SOCKS5 socks.example.com:1080;DIRECT')).toEqual([
      { kind: 'proxy', secure: false, host: 'proxy.example.com', port: 8080, credentials: null },
      { kind: 'proxy', secure: true, host: 'secure.example.com', port: 443, credentials: null },
      { kind: 'direct' },
    ]);
    expect(parseProxyList('PROXY [2001:db8::1]:80')).toMatchObject([{ host: '[2001:db8::1]', port: 80 }]);
    expect(parseProxyList('')).toEqual([]);
    expect(parseProxyList('PROXY ;nonsense')).toEqual([]);
  });
});
