import type { CollectorLog } from '../../collector/collector';
import type { Secret } from '../../collector/kit/secret';
import type { SecretOwner, Vault } from '../vault/secret-vault';

/**
 * Saves secret and config together: secret first, so that a vault that refuses leaves everything as it was; when the
 * config cannot be written afterwards, the secret is put back as it was.
 */
export function saveWithSecret(vault: Vault, owner: SecretOwner, secret: Secret, writeConfig: () => void): Promise<void> {
  return saveWithSecrets(vault, [[owner, secret]], writeConfig);
}

/** The same for several secrets: all of them and the config, or none. */
export async function saveWithSecrets(vault: Vault, secrets: readonly (readonly [SecretOwner, Secret])[], writeConfig: () => void): Promise<void> {
  const [first, ...rest] = secrets;
  if (first === undefined) {
    writeConfig();
    return;
  }
  const [owner, secret] = first;
  const before = await vault.take(owner);
  await vault.put(owner, secret);
  try {
    await saveWithSecrets(vault, rest, writeConfig);
  } catch (error) {
    await (before === null ? vault.drop(owner) : vault.put(owner, before)).catch(() => undefined);
    throw error;
  }
}

/**
 * Removes secrets whose owners are gone. Returns those that the vault did not let go: they are kept in the file and
 * tried again, so that no secret is forgotten in the keychain.
 */
export async function dropSecrets(vault: Vault, owners: readonly SecretOwner[], log: CollectorLog): Promise<SecretOwner[]> {
  const left: SecretOwner[] = [];
  for (const owner of owners) {
    try {
      await vault.drop(owner);
    } catch (error) {
      left.push(owner);
      log.write('warn', 'secret.drop-postponed', { owner, error });
    }
  }
  return left;
}
