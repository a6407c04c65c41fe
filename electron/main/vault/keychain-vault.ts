import { failure,FailureError } from '../../collector/kit/failure-error';
import { Secret } from '../../collector/kit/secret';
import { within } from '../kit/deadline';
import type { SecretOwner, Vault } from './secret-vault';

/** The three functions of keytar that are used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export const keychainService = 'Mimecast Connector';

/** Long enough for a person to type the password of the keyring; a keychain that hangs must not hang the app. */
const answerWithinMs = 30_000;
/** Only tells the window what to show at start, so it may not wait for a person. */
const probeWithinMs = 3_000;

/**
 * keytar, loaded at the first use: a missing native library (or libsecret, which it links) is then a failure of the
 * vault that the administrator can read, not a crash at start.
 */
export async function loadKeytar(): Promise<Keychain> {
  const loaded = (await import('keytar')) as Keychain & { readonly default?: Keychain };
  return loaded.default ?? loaded;
}

export type KeychainVaultOptions = {
  readonly load: () => Promise<Keychain>;
  readonly now: () => number;
  readonly answerWithinMs?: number;
};

/** Windows Credential Manager, macOS Keychain or the Secret Service. */
export class KeychainVault implements Vault {
  readonly #options: KeychainVaultOptions;
  #keychain: Promise<Keychain> | null = null;

  constructor(options: KeychainVaultOptions) {
    this.#options = options;
  }

  has(owner: SecretOwner): Promise<boolean> {
    return this.#ask('read', async (keychain) => (await keychain.getPassword(keychainService, owner)) !== null);
  }

  async put(owner: SecretOwner, secret: Secret): Promise<void> {
    await this.#ask('save', async (keychain) => {
      await keychain.setPassword(keychainService, owner, secret.reveal());
      // Some keychains accept a secret and keep nothing (a session collection, a full store): believe only what comes back.
      if ((await keychain.getPassword(keychainService, owner)) !== secret.reveal()) {
        throw new Error('the secret could not be read back after it was saved');
      }
    });
  }

  take(owner: SecretOwner): Promise<Secret | null> {
    return this.#ask('read', async (keychain) => {
      const text = await keychain.getPassword(keychainService, owner);
      return text === null ? null : new Secret(text);
    });
  }

  async drop(owner: SecretOwner): Promise<void> {
    await this.#ask('remove', (keychain) => keychain.deletePassword(keychainService, owner));
  }

  async available(): Promise<boolean> {
    try {
      await this.#ask('read', (keychain) => keychain.getPassword(keychainService, 'probe'), probeWithinMs);
      return true;
    } catch {
      return false;
    }
  }

  async #ask<T>(verb: string, work: (keychain: Keychain) => Promise<T>, limitMs?: number): Promise<T> {
    const limit = limitMs ?? this.#options.answerWithinMs ?? answerWithinMs;
    try {
      return await within(limit, this.#load().then(work), () => new Error(`no answer within ${String(limit / 1000)} s`));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new FailureError(failure('PC-KEYCHAIN', { at: this.#options.now(), detail: `${verb}: ${why}` }));
    }
  }

  #load(): Promise<Keychain> {
    this.#keychain ??= this.#options.load().catch((error: unknown) => {
      // A keychain that comes later (a service started by hand) is found without a restart.
      this.#keychain = null;
      throw error;
    });
    return this.#keychain;
  }
}

/** What the keychain is called where the administrator sees it. */
export function keychainName(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Windows Credential Manager';
  if (platform === 'darwin') return 'macOS Keychain';
  return 'Secret Service';
}
