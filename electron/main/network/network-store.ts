import * as z from 'zod';

import type { NetworkDraft, NetworkSettings, NetworkView, Proxy } from '../../../shared/model/network';
import { defaultNetworkSettings, NetworkSettingsSchema } from '../../../shared/model/network';
import { say } from '../../../shared/text/message';
import { Secret } from '../../collector/kit/secret';
import { saveWithSecret } from '../connectors/secret-keeping';
import { problemAt } from '../kit/problems-error';
import { Serial } from '../kit/serial';
import type { DocumentContext } from '../storage/document';
import { Document } from '../storage/document';
import type { SecretOwner, Vault } from '../vault/secret-vault';
import { readCaFile } from './ca-file';

const FileSchema = z.object({ version: z.literal(1), settings: NetworkSettingsSchema });

export const proxyOwner: SecretOwner = 'network:proxy';

export type NetworkStoreOptions = {
  readonly context: DocumentContext;
  readonly vault: Vault;
  /** What the organization decided; null: nothing. */
  readonly policy: NetworkSettings | null;
  /** The settings in force are other ones, or the password is. */
  readonly onChange: () => void;
};

/** How the network is reached, and the password of the proxy. Changes run one after the other; a rejected one changed nothing. */
export class NetworkStore {
  readonly #options: NetworkStoreOptions;
  readonly #document: Document<z.infer<typeof FileSchema>>;
  readonly #serial = new Serial();

  constructor(options: NetworkStoreOptions) {
    this.#options = options;
    this.#document = new Document(options.context, 'network', FileSchema, { version: 1, settings: defaultNetworkSettings });
  }

  /** What is in force: the policy before the choice of the administrator. */
  get settings(): NetworkSettings {
    return this.#options.policy ?? this.#document.value.settings;
  }

  /** Rejects with a FailureError of the vault. */
  password(): Promise<Secret | null> {
    return this.#options.vault.take(proxyOwner);
  }

  async view(): Promise<NetworkView> {
    const { settings } = this;
    const wanted = userOf(settings.proxy) !== null;
    // A vault that does not answer is shown where its answer is needed; here it only cannot say yes.
    const passwordStored = wanted && (await this.#options.vault.has(proxyOwner).catch(() => false));
    return { settings, passwordStored, managed: this.#options.policy !== null };
  }

  /** The password a draft is to be used with: typed now, or the stored one, which may go only where it went before. */
  async passwordFor(draft: NetworkDraft): Promise<Secret | null> {
    if (userOf(draft.settings.proxy) === null) return null;
    if (draft.password !== null) return new Secret(draft.password);
    demandPasswordAgain(this.settings.proxy, draft.settings.proxy);
    return this.password();
  }

  /** Rejects with a ProblemsError, or with a FailureError of the vault. */
  save(draft: NetworkDraft): Promise<NetworkView> {
    return this.#serial.run(async () => {
      if (this.#options.policy !== null && !onlyPassword(this.#options.policy, draft)) throw problemAt(['settings'], say('problem.network.managed'));
      if (draft.settings.caFile !== null) readCaFile(draft.settings.caFile);
      const user = userOf(draft.settings.proxy);
      const write = (): void => {
        if (this.#options.policy === null) this.#document.write({ version: 1, settings: draft.settings });
      };
      if (user !== null && draft.password !== null) await saveWithSecret(this.#options.vault, proxyOwner, new Secret(draft.password), write);
      else {
        if (user !== null) {
          demandPasswordAgain(this.settings.proxy, draft.settings.proxy);
          if (!(await this.#options.vault.has(proxyOwner))) throw problemAt(['password'], say('problem.network.enterPassword'));
        }
        write();
        // A password that nothing needs any more is not kept. The keychain may be locked: then it is overwritten or dropped later.
        if (user === null) await this.#options.vault.drop(proxyOwner).catch(() => undefined);
      }
      this.#options.onChange();
      return this.view();
    });
  }
}

/** Who signs in at the proxy; null: nobody. */
export function userOf(proxy: Proxy): string | null {
  return proxy.kind === 'manual' ? proxy.username : null;
}

function onlyPassword(policy: NetworkSettings, draft: NetworkDraft): boolean {
  return JSON.stringify(policy) === JSON.stringify(draft.settings);
}

/** Otherwise whoever can change the address could have the stored password sent there. */
function demandPasswordAgain(before: Proxy, next: Proxy): void {
  const same = before.kind === 'manual' && next.kind === 'manual' && new URL(before.url).origin === new URL(next.url).origin && before.username === next.username;
  if (!same) throw problemAt(['password'], say('problem.network.passwordAgain'));
}
