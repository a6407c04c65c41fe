import { describe, expect, it } from 'vitest';

import { Secret } from '../../../../electron/collector/kit/secret';
import { ChosenVault } from '../../../../electron/main/vault/chosen-vault';
import { FakeVault } from '../support/fake-vault';

const owner = 'connector:c1';

function setUp(broken: boolean) {
  const keychain = new FakeVault((text) => new Secret(text));
  if (broken) for (const method of ['has', 'put', 'take', 'drop'] as const) keychain.broken.add(method);
  return { keychain, vault: new ChosenVault(keychain) };
}

describe('where secrets go', () => {
  it('into the keychain, and nowhere else until a person chooses', async () => {
    const { vault } = setUp(true);
    await expect(vault.put(owner, new Secret('canary'))).rejects.toMatchObject({ failure: { code: 'PC-KEYCHAIN' } });
    await expect(vault.take(owner)).rejects.toMatchObject({ failure: { code: 'PC-KEYCHAIN' } });
    vault.chooseSession(true);
    expect(await vault.has(owner)).toBe(false);
    expect(await vault.take(owner)).toBeNull();
  });

  it('into memory where it was chosen, without a word to the keychain', async () => {
    const { vault, keychain } = setUp(true);
    vault.chooseSession(true);
    await vault.put(owner, new Secret('canary'));
    expect((await vault.take(owner))?.reveal()).toBe('canary');
    expect(await vault.has(owner)).toBe(true);
    expect(keychain.secrets.size).toBe(0);
    expect(await vault.available(), 'the choice does not make the keychain answer').toBe(false);
    vault.chooseSession(false);
    expect((await vault.take(owner))?.reveal(), 'what is in memory stays usable').toBe('canary');
  });

  it('a later save into the keychain replaces what was in memory', async () => {
    const { vault, keychain } = setUp(false);
    vault.chooseSession(true);
    await vault.put(owner, new Secret('old'));
    vault.chooseSession(false);
    await vault.put(owner, new Secret('new'));
    expect((await vault.take(owner))?.reveal()).toBe('new');
    expect(keychain.secrets.get(owner)).toBe('new');
    await vault.drop(owner);
    expect(await vault.take(owner)).toBeNull();
  });
});
