import type { Secret } from '../../collector/kit/secret';

/** Whose secret it is. */
export type SecretOwner = `connector:${string}` | `output:${string}` | `proof:${string}` | 'network:proxy';

/**
 * Where secrets live. Law:
 * - every method but `available` rejects with a FailureError PC-KEYCHAIN when the vault does not answer, never with
 *   anything else, and never quietly uses a weaker place;
 * - after `put` resolved, `take` gives the same text, also after a restart (the session vault: until the end);
 * - `take` gives the secret and leaves it there; null when there is none;
 * - `drop` of a secret that is not there is no error.
 */
export interface Vault {
  has(owner: SecretOwner): Promise<boolean>;
  put(owner: SecretOwner, secret: Secret): Promise<void>;
  take(owner: SecretOwner): Promise<Secret | null>;
  drop(owner: SecretOwner): Promise<void>;
  /** Whether it answers now. Never rejects. */
  available(): Promise<boolean>;
}

/** The same vault, telling `seen` every secret that passes, so that the log can mask it. */
export function watched(vault: Vault, seen: (secret: Secret) => void): Vault {
  return {
    has: (owner) => vault.has(owner),
    put: (owner, secret) => {
      seen(secret);
      return vault.put(owner, secret);
    },
    take: async (owner) => {
      const secret = await vault.take(owner);
      if (secret !== null) seen(secret);
      return secret;
    },
    drop: (owner) => vault.drop(owner),
    available: () => vault.available(),
  };
}
