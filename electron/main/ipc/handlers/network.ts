import type { NetworkSettings } from '../../../../shared/model/network';
import type { NetworkAccess } from '../../../collector/kit/network';
import type { Secret } from '../../../collector/kit/secret';
import { checkNetwork } from '../../network/network-check';
import type { NetworkStore } from '../../network/network-store';
import type { HandlersOf } from '../handlers';

export type NetworkHandlersOptions = {
  readonly store: NetworkStore;
  readonly accessOf: (settings: NetworkSettings, password: () => Promise<Secret | null>) => NetworkAccess;
  /** Where a test connects to: the host of Mimecast in use. */
  readonly mimecastUrl: () => string;
  readonly chooseCa: () => Promise<string | null>;
  readonly learnSecret: (secret: Secret) => void;
  readonly now: () => number;
};

export function networkHandlers(options: NetworkHandlersOptions): HandlersOf<'network'> {
  return {
    'network.get': () => options.store.view(),
    'network.save': (draft) => options.store.save(draft),
    'network.check': async (draft, signal) => {
      const password = await options.store.passwordFor(draft);
      if (password !== null) options.learnSecret(password);
      return checkNetwork(options.accessOf(draft.settings, () => Promise.resolve(password)), options.mimecastUrl(), options.now, signal);
    },
    'network.chooseCa': async () => ({ path: await options.chooseCa() }),
  };
}
