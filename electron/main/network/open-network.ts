import type { NetworkSettings } from '../../../shared/model/network';
import { say, sentences } from '../../../shared/text/message';
import type { CollectorLog } from '../../collector/collector';
import type { NetworkAccess } from '../../collector/kit/network';
import { processNetwork } from '../../collector/kit/network';
import type { Secret } from '../../collector/kit/secret';
import { ProblemsError } from '../kit/problems-error';
import type { DocumentContext } from '../storage/document';
import type { Vault } from '../vault/secret-vault';
import { accessOf } from './network-access';
import { NetworkStore } from './network-store';
import type { ResolveProxy } from './system-routes';

export type OpenNetworkOptions = {
  readonly context: DocumentContext;
  readonly vault: Vault;
  readonly policy: NetworkSettings | null;
  readonly log: CollectorLog;
  readonly resolveProxy: ResolveProxy;
  /** Other rules are in force: what waits because of the old ones may try again. */
  readonly onChange: () => void;
};

export type OpenedNetwork = {
  readonly store: NetworkStore;
  readonly accessOf: (settings: NetworkSettings, password: () => Promise<Secret | null>) => NetworkAccess;
};

/** Puts the saved settings in force for every connection of this process, now and whenever they change. */
export function openNetwork({ context, vault, policy, log, resolveProxy, onChange }: OpenNetworkOptions): OpenedNetwork {
  const access = (settings: NetworkSettings, password: () => Promise<Secret | null>): NetworkAccess => accessOf(settings, { resolveProxy, password, managed: policy !== null });
  const store = new NetworkStore({
    context,
    vault,
    policy,
    onChange: () => {
      apply();
      onChange();
    },
  });
  const apply = (): void => {
    const { settings } = store;
    const password = (): Promise<Secret | null> => store.password();
    log.write('info', 'network.settings', { proxy: settings.proxy.kind, caFile: settings.caFile !== null, tlsMinimum: settings.tlsMinimum });
    try {
      processNetwork.use(access(settings, password));
    } catch (error) {
      if (!(error instanceof ProblemsError)) throw error;
      // The file worked when it was chosen. Without it connections fail by themselves, and say that it is the certificate.
      context.notice({ title: say('desktop.badCa'), message: say('desktop.badCaText', { reasons: error.problems.map(({ message }) => message).reduce(sentences) }) });
      processNetwork.use(access({ ...settings, caFile: null }, password));
    }
  };
  apply();
  return { store, accessOf: access };
}
