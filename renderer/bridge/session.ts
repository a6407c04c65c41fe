import { create } from 'zustand';

import type { AppInfo, Ask, Reply } from '../../shared/ipc/contract';
import type { Outcome } from '../../shared/ipc/outcome';
import type { BackgroundState } from '../../shared/model/background';
import type { CollectionStatus } from '../../shared/model/collection';
import type { ConnectorView } from '../../shared/model/connector';
import type { OutputView } from '../../shared/model/output';
import type { Settings, SettingsPatch } from '../../shared/model/settings';
import { call, follow } from './client';
import type { Loaded } from './use-call';
import { pending } from './use-call';

/** What several screens read: asked once, kept fresh by the feeds. */
type Session = {
  readonly info: Loaded<AppInfo>;
  readonly settings: Loaded<Settings>;
  readonly background: Loaded<BackgroundState>;
  readonly connectors: Loaded<readonly ConnectorView[]>;
  readonly outputs: Loaded<readonly OutputView[]>;
  /** null until the collector reports for the first time. */
  readonly status: CollectionStatus | null;
};

const empty: Session = { info: pending, settings: pending, background: pending, connectors: pending, outputs: pending, status: null };

export const useSession = create<Session>(() => empty);

/** Asks again for the lists that the administrator edits. */
export async function reloadLists(): Promise<void> {
  const [connectors, outputs] = await Promise.all([call('connectors.list', undefined), call('outputs.list', undefined)]);
  useSession.setState({ connectors, outputs });
}

/** Asks for everything, the first time and after the profile changed. */
export async function reloadAll(): Promise<void> {
  const [info, settings, background] = await Promise.all([call('app.info', undefined), call('settings.get', undefined), call('background.state', undefined), reloadLists()]);
  useSession.setState({ info, settings, background });
}

export async function changeSettings(patch: SettingsPatch): Promise<Outcome<Settings>> {
  const outcome = await call('settings.set', patch);
  if (outcome.kind === 'ok') useSession.setState({ settings: outcome });
  return outcome;
}

/** Takes over the preferences of a file that was read and shown. */
export async function importSettings(reading: string): Promise<Outcome<Settings>> {
  const outcome = await call('settings.apply', { reading });
  if (outcome.kind === 'ok') useSession.setState({ settings: outcome });
  return outcome;
}

/** Chooses where new secrets go while the keychain does not answer; null asks the keychain again. */
export async function chooseSecretPlace(sessionOnly: boolean | null): Promise<Outcome<AppInfo>> {
  const outcome = sessionOnly === null ? await call('app.info', undefined) : await call('app.keepSecretsForSession', { on: sessionOnly });
  if (outcome.kind === 'ok') useSession.setState({ info: outcome });
  return outcome;
}

/** Changes what happens when nobody looks, and shows what became of it. */
export async function changeBackground<C extends 'background.setStartAtLogin' | 'background.pause' | 'background.resume' | 'background.pauseConnector' | 'background.resumeConnector'>(channel: C, ask: Ask<C>): Promise<Outcome<BackgroundState>> {
  const outcome = await call(channel, ask);
  if (outcome.kind === 'ok') useSession.setState({ background: outcome });
  return outcome;
}

let stopStatus: (() => void) | null = null;

/** Listens to the collection anew: the demo has a collection, and a count of revisions, of its own. */
function followStatus(): void {
  stopStatus?.();
  useSession.setState({ status: null });
  stopStatus = follow('collection.status', (status) => {
    useSession.setState({ status });
  });
}

/** Starts the session; the returned function ends it. */
export function openSession(): () => void {
  followStatus();
  const stopChanged = follow('connectors.changed', () => void reloadLists());
  const stopBackground = follow('background.changed', (value) => {
    useSession.setState({ background: { kind: 'ok', value } });
  });
  void reloadAll();
  return () => {
    stopBackground();
    stopStatus?.();
    stopStatus = null;
    stopChanged();
  };
}

/** Enters or leaves the demo and reads everything of the other profile. */
export async function switchDemo(channel: 'app.startDemo' | 'app.leaveDemo'): Promise<Outcome<Reply<'app.startDemo'>>> {
  const outcome = await call(channel, undefined);
  if (outcome.kind === 'ok') {
    followStatus();
    await reloadAll();
  }
  return outcome;
}

/** The value of an answer, or the other value while there is none. */
export function valueOr<T, O>(state: Loaded<T>, other: O): T | O {
  return state.kind === 'ok' ? state.value : other;
}
