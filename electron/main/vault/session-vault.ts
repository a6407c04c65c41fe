import type { Secret } from '../../collector/kit/secret';
import type { SecretOwner, Vault } from './secret-vault';

/** Secrets of the demo: made up at its start, gone at its end, never on disk. */
export class SessionVault implements Vault {
  readonly #secrets = new Map<SecretOwner, Secret>();

  has(owner: SecretOwner): Promise<boolean> {
    return Promise.resolve(this.#secrets.has(owner));
  }

  put(owner: SecretOwner, secret: Secret): Promise<void> {
    this.#secrets.set(owner, secret);
    return Promise.resolve();
  }

  take(owner: SecretOwner): Promise<Secret | null> {
    return Promise.resolve(this.#secrets.get(owner) ?? null);
  }

  drop(owner: SecretOwner): Promise<void> {
    this.#secrets.delete(owner);
    return Promise.resolve();
  }

  available(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
