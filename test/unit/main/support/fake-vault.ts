import { failure, FailureError } from '../../../../electron/collector/kit/failure-error';
import type { Secret } from '../../../../electron/collector/kit/secret';
import type { SecretOwner, Vault } from '../../../../electron/main/vault/secret-vault';

/** A vault that can be locked, and whose content the test can read. */
export class FakeVault implements Vault {
  readonly secrets = new Map<SecretOwner, string>();
  readonly told: string[] = [];
  /** Methods that do not answer. */
  readonly broken = new Set<'has' | 'put' | 'take' | 'drop'>();
  readonly #make: (text: string) => Secret;

  constructor(make: (text: string) => Secret) {
    this.#make = make;
  }

  async has(owner: SecretOwner): Promise<boolean> {
    await this.#answer('has', owner);
    return this.secrets.has(owner);
  }

  async put(owner: SecretOwner, secret: Secret): Promise<void> {
    await this.#answer('put', owner);
    this.secrets.set(owner, secret.reveal());
  }

  async take(owner: SecretOwner): Promise<Secret | null> {
    await this.#answer('take', owner);
    const text = this.secrets.get(owner);
    return text === undefined ? null : this.#make(text);
  }

  async drop(owner: SecretOwner): Promise<void> {
    await this.#answer('drop', owner);
    this.secrets.delete(owner);
  }

  available(): Promise<boolean> {
    return Promise.resolve(this.broken.size === 0);
  }

  #answer(method: 'has' | 'put' | 'take' | 'drop', owner: SecretOwner): Promise<void> {
    this.told.push(`${method} ${owner}`);
    return this.broken.has(method) ? Promise.reject(new FailureError(failure('PC-KEYCHAIN', { at: 0, detail: 'locked' }))) : Promise.resolve();
  }
}
