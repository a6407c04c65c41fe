import { describe, expect, it } from 'vitest';

import { FailureError } from '../../../../electron/collector/kit/failure-error';
import { Secret } from '../../../../electron/collector/kit/secret';
import type { Keychain } from '../../../../electron/main/vault/keychain-vault';
import { keychainName, KeychainVault } from '../../../../electron/main/vault/keychain-vault';
import { watched } from '../../../../electron/main/vault/secret-vault';
import { SessionVault } from '../../../../electron/main/vault/session-vault';

class MemoryKeychain implements Keychain {
  readonly entries = new Map<string, string>();
  forgets = false;

  getPassword(service: string, account: string): Promise<string | null> {
    return Promise.resolve(this.entries.get(`${service}/${account}`) ?? null);
  }

  setPassword(service: string, account: string, password: string): Promise<void> {
    if (!this.forgets) this.entries.set(`${service}/${account}`, password);
    return Promise.resolve();
  }

  deletePassword(service: string, account: string): Promise<boolean> {
    return Promise.resolve(this.entries.delete(`${service}/${account}`));
  }
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(FailureError);
  return (error as FailureError).failure.code;
}

describe.each([
  ['keychain', () => new KeychainVault({ load: () => Promise.resolve(new MemoryKeychain()), now: () => 0 })],
  ['session', () => new SessionVault()],
])('the law of a vault: %s', (_name, create) => {
  it('keeps, gives, replaces and drops', async () => {
    const vault = create();
    expect(await vault.available()).toBe(true);
    expect(await vault.has('connector:1')).toBe(false);
    expect(await vault.take('connector:1')).toBeNull();
    await vault.put('connector:1', new Secret('one'));
    await vault.put('output:1', new Secret('other'));
    await vault.put('connector:1', new Secret('two'));
    expect((await vault.take('connector:1'))?.reveal()).toBe('two');
    expect((await vault.take('connector:1'))?.reveal()).toBe('two');
    expect((await vault.take('output:1'))?.reveal()).toBe('other');
    await vault.drop('connector:1');
    await vault.drop('connector:1');
    expect(await vault.has('connector:1')).toBe(false);
    expect(await vault.has('output:1')).toBe(true);
  });

  it('tells what passes to whoever must mask it', async () => {
    const seen: string[] = [];
    const inner = create();
    const vault = watched(inner, (secret) => seen.push(secret.reveal()));
    await vault.put('connector:1', new Secret('one'));
    await vault.take('connector:1');
    await vault.take('connector:2');
    expect(seen).toEqual(['one', 'one']);
  });
});

describe('the keychain', () => {
  it('files secrets under the name of the app and their owner', async () => {
    const keychain = new MemoryKeychain();
    const vault = new KeychainVault({ load: () => Promise.resolve(keychain), now: () => 0 });
    await vault.put('connector:abc', new Secret('one'));
    expect([...keychain.entries]).toEqual([['Mimecast Connector/connector:abc', 'one']]);
  });

  it('believes only what it can read back', async () => {
    const keychain = new MemoryKeychain();
    keychain.forgets = true;
    const vault = new KeychainVault({ load: () => Promise.resolve(keychain), now: () => 0 });
    expect(await codeOf(vault.put('connector:1', new Secret('one')))).toBe('PC-KEYCHAIN');
  });

  it('that cannot be loaded is a failure, and is tried again', async () => {
    let present = false;
    const load = (): Promise<Keychain> => (present ? Promise.resolve(new MemoryKeychain()) : Promise.reject(new Error('libsecret-1.so.0: cannot open')));
    const vault = new KeychainVault({ load, now: () => 0 });
    expect(await codeOf(vault.take('connector:1'))).toBe('PC-KEYCHAIN');
    expect(await codeOf(vault.has('connector:1'))).toBe('PC-KEYCHAIN');
    expect(await codeOf(vault.drop('connector:1'))).toBe('PC-KEYCHAIN');
    expect(await vault.available()).toBe(false);
    present = true;
    expect(await vault.take('connector:1')).toBeNull();
  });

  it('that hangs is a failure', async () => {
    const keychain = new MemoryKeychain();
    keychain.getPassword = () => new Promise(() => undefined);
    const vault = new KeychainVault({ load: () => Promise.resolve(keychain), now: () => 0, answerWithinMs: 5 });
    expect(await codeOf(vault.take('connector:1'))).toBe('PC-KEYCHAIN');
  });

  it('never shows a secret in its failures', async () => {
    const keychain = new MemoryKeychain();
    keychain.forgets = true;
    const vault = new KeychainVault({ load: () => Promise.resolve(keychain), now: () => 0 });
    const error: unknown = await vault.put('connector:1', new Secret('canary-secret')).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String(error)).not.toContain('canary');
  });

  it('has the name its users know', () => {
    expect([keychainName('win32'), keychainName('darwin'), keychainName('linux')]).toEqual(['Windows Credential Manager', 'macOS Keychain', 'Secret Service']);
  });
});
