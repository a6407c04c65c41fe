import type { Secret } from '../../collector/kit/secret';
import type { SecretOwner, Vault } from './secret-vault';
import { SessionVault } from './session-vault';

/**
 * The keychain, or memory where a person chose so because the keychain does not answer. Laws: the choice ends with the
 * program, and is never made by the program itself; until it is made, a keychain that fails is a failure like before;
 * a secret in memory is never moved anywhere else.
 */
export class ChosenVault implements Vault {
  readonly #keychain: Vault;
  readonly #session = new SessionVault();
  #sessionOnly = false;

  constructor(keychain: Vault) {
    this.#keychain = keychain;
  }

  /** Whether new secrets are kept in memory until the program ends. */
  get sessionOnly(): boolean {
    return this.#sessionOnly;
  }

  chooseSession(on: boolean): void {
    this.#sessionOnly = on;
  }

  async has(owner: SecretOwner): Promise<boolean> {
    return (await this.#session.has(owner)) || this.#asked(() => this.#keychain.has(owner), false);
  }

  async put(owner: SecretOwner, secret: Secret): Promise<void> {
    if (this.#sessionOnly) {
      await this.#session.put(owner, secret);
      return;
    }
    await this.#keychain.put(owner, secret);
    await this.#session.drop(owner);
  }

  async take(owner: SecretOwner): Promise<Secret | null> {
    return (await this.#session.take(owner)) ?? (await this.#asked(() => this.#keychain.take(owner), null));
  }

  async drop(owner: SecretOwner): Promise<void> {
    await this.#session.drop(owner);
    await this.#keychain.drop(owner);
  }

  /** Of the keychain: the choice does not make it answer. */
  available(): Promise<boolean> {
    return this.#keychain.available();
  }

  // Whoever chose memory knows that the keychain does not answer: what it would hold counts as not there.
  async #asked<T>(ask: () => Promise<T>, without: T): Promise<T> {
    if (!this.#sessionOnly) return ask();
    return ask().catch(() => without);
  }
}
