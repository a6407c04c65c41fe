import type { CallChannel, FeedChannel } from '../../../shared/ipc/channels';
import type { AppInfo, Ask, FeedMessage, Reply, Snapshot } from '../../../shared/ipc/contract';
import { calls, feeds } from '../../../shared/ipc/contract';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { BackgroundState } from '../../../shared/model/background';
import type { CheckReport, RunningCheck } from '../../../shared/model/check-report';
import type { CollectionStatus,LedgerRow } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import type { Diagnostics, LogLine, Storage } from '../../../shared/model/diagnostics';
import { defaultHistorySettings } from '../../../shared/model/history';
import { noLiveLogsSettings } from '../../../shared/model/live-logs-settings';
import type { NetworkView } from '../../../shared/model/network';
import { defaultNetworkSettings } from '../../../shared/model/network';
import type { OutputView } from '../../../shared/model/output';
import { outputNeedsSecret, proofOf } from '../../../shared/model/output';
import type { OutputSample } from '../../../shared/model/output-sample';
import type { Overview, OverviewRange } from '../../../shared/model/overview';
import type { PreferencesPlan } from '../../../shared/model/preferences-file';
import { PreviewAskSchema } from '../../../shared/model/preview';
import type { QuarantinePage } from '../../../shared/model/quarantine';
import type { Run } from '../../../shared/model/run';
import type { Settings } from '../../../shared/model/settings';
import type { SetupPlan } from '../../../shared/model/setup-file';
import type { EventTrail } from '../../../shared/model/trail';
import type { UpdatesView } from '../../../shared/model/updates';
import { defaultUpdateSettings } from '../../../shared/model/updates';
import type { WatchHit } from '../../../shared/model/watch-rules';
import { PreviewDouble } from './preview-double';
import { appInfo, busyStatus, connector, fileOutput, goodReport, httpOutput } from './samples';
import { diagnosed, logLines, storageSample } from './support-samples';

export type Handlers = { readonly [C in CallChannel]: (ask: Ask<C>, signal: AbortSignal) => Outcome<Reply<C>> | Promise<Outcome<Reply<C>>> };

export type Asked = { readonly [C in CallChannel]: { readonly channel: C; readonly ask: Ask<C> } }[CallChannel];

export const ok = <T>(value: T): Outcome<T> => ({ kind: 'ok', value });

/** Main, played by the test: holds what main would hold, answers every call of the contract, remembers what was asked. */
export class World {
  info: AppInfo = appInfo;
  settings: Settings = { theme: 'system', language: 'system', closeToTray: true, closeNoticeShown: false, askBeforeQuit: true, timeZone: 'utc', notifications: 'all', logLevel: 'info', liveLogs: noLiveLogsSettings, history: defaultHistorySettings, watchRules: [], updates: defaultUpdateSettings };
  background: BackgroundState = { startAtLogin: 'off', pause: null };
  updates: UpdatesView = { state: { kind: 'off', reason: 'no-address' }, ...defaultUpdateSettings, managed: { mode: false, channel: false } };
  network: NetworkView = { settings: defaultNetworkSettings, passwordStored: false, managed: false };
  diagnostics: Diagnostics = diagnosed();
  log: LogLine[] = [...logLines];
  storage: Storage = storageSample;
  connectors: ConnectorView[] = [];
  outputs: OutputView[] = [];
  status: CollectionStatus | null = null;
  report: CheckReport = goodReport();
  runningChecks: RunningCheck[] = [];
  chosenFolder: string | null = '/srv/logs';
  chosenPem: string | null = '/etc/ssl/chosen.pem';
  setupPlan: SetupPlan | null = null;
  preferencesPlan: PreferencesPlan | null = null;
  sample: OutputSample | null = null;
  preview = new PreviewDouble();
  readonly asked: Asked[] = [];
  /** Contract breaches of either side; a test ends with none. */
  readonly faults: string[] = [];
  private readonly running = new Map<string, AbortController>();
  private overrides: Partial<Handlers> = {};
  private revision = 0;

  on<C extends CallChannel>(channel: C, handler: Handlers[C]): void {
    this.overrides = { ...this.overrides, [channel]: handler };
  }

  askedOf<C extends CallChannel>(channel: C): Ask<C>[] {
    return this.asked.filter((each) => each.channel === channel).map((each) => each.ask as Ask<C>);
  }

  async answer(channel: CallChannel, ask: unknown, callId: string): Promise<unknown> {
    const parsed = calls[channel].ask.safeParse(ask);
    if (!parsed.success) this.faults.push(`the window asked ${channel} wrongly: ${parsed.error.message}`);
    this.asked.push({ channel, ask } as Asked);
    const own = new AbortController();
    this.running.set(callId, own);
    const handler = (this.overrides[channel] ?? this.handlers[channel]) as (ask: unknown, signal: AbortSignal) => Outcome<unknown> | Promise<Outcome<unknown>>;
    const outcome = await handler(ask, own.signal);
    this.running.delete(callId);
    if (outcome.kind === 'ok') {
      const reply = calls[channel].reply.safeParse(outcome.value);
      if (!reply.success) this.faults.push(`the double answered ${channel} wrongly: ${reply.error.message}`);
    }
    return outcome;
  }

  cancel(callId: string): void {
    this.running.get(callId)?.abort();
  }

  /** The message a feed starts with, or sends next. */
  message<F extends FeedChannel>(channel: F, value: Snapshot<F>): FeedMessage<F> {
    const parsed = feeds[channel].snapshot.safeParse(value);
    if (!parsed.success) this.faults.push(`the double pushed ${channel} wrongly: ${parsed.error.message}`);
    this.revision += 1;
    return { revision: this.revision, value };
  }

  first(channel: FeedChannel): unknown {
    return channel === 'collection.status' && this.status !== null ? this.message(channel, this.status) : null;
  }

  ledger: LedgerRow[] = [];
  runs: Run[] = [];
  trail: EventTrail = { batches: [], complete: true };
  overview: ((range: OverviewRange) => Overview) | null = null;
  hits: WatchHit[] = [];
  quarantine: QuarantinePage = { total: 0, items: [] };

  private readonly handlers: Handlers = {
    'app.info': () => ok(this.info),
    'app.startDemo': () => {
      this.info = { ...this.info, demo: true };
      this.connectors = [connector({ id: 'd1', name: 'Demo tenant' })];
      this.outputs = [fileOutput];
      this.status = busyStatus();
      return ok(this.info);
    },
    'app.leaveDemo': () => {
      this.info = { ...this.info, demo: false };
      this.connectors = [];
      this.outputs = [];
      this.status = { streams: [], outputs: [], spoolBytes: 0 };
      return ok(this.info);
    },
    'app.openExternal': () => ok(undefined),
    'app.setUnsaved': () => ok(undefined),
    'app.keepSecretsForSession': ({ on }) => {
      this.info = { ...this.info, sessionSecrets: on, keychainName: on ? 'memory until the program ends' : 'Secret Service' };
      return ok(this.info);
    },
    'settings.get': () => ok(this.settings),
    'settings.set': (patch) => {
      this.settings = { ...this.settings, ...(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<Settings>) };
      return ok(this.settings);
    },
    'settings.export': () => ok({ path: '/home/admin/mimecast-connector-preferences.json' }),
    'settings.choose': () => ok(this.preferencesPlan),
    'settings.apply': () => ok(this.settings),
    'ledger.rows': () => ok(this.ledger),
    'ledger.export': () => ok({ path: null }),
    'runs.list': ({ onlyFailed, limit }) => {
      const runs = this.runs.filter((run) => !onlyFailed || run.outcome === 'failed');
      const last = runs[limit - 1];
      return ok({ runs: runs.slice(0, limit), next: runs.length > limit && last !== undefined ? { at: last.lastStartedAt, id: last.id } : null });
    },
    'runs.export': () => ok({ path: null }),
    'events.trail': () => ok(this.trail),
    'quarantine.page': () => ok(this.quarantine),
    'quarantine.read': ({ id }) => ok({ text: this.quarantine.items.some((item) => item.id === id) ? '{"type":"receipt"' : null }),
    'quarantine.retry': ({ ids }) => {
      this.quarantine = { total: this.quarantine.total - ids.length, items: this.quarantine.items.filter((item) => !ids.includes(item.id)) };
      return ok({ requeued: ids.length, duplicates: 0, kept: 0 });
    },
    'quarantine.discard': ({ ids }) => {
      this.quarantine = { total: this.quarantine.total - ids.length, items: this.quarantine.items.filter((item) => !ids.includes(item.id)) };
      return ok(undefined);
    },
    'quarantine.export': () => ok({ path: null }),
    'backfill.start': () => ok(undefined),
    'backfill.pause': () => ok(undefined),
    'backfill.cancel': () => ok(undefined),
    'connectors.list': () => ok(this.connectors),
    'connectors.save': (draft) => {
      const { clientSecret, ...config } = draft;
      const before = this.connectors.find((each) => each.id === draft.id);
      const view: ConnectorView = {
        ...config,
        id: draft.id === '' ? `c${String(this.connectors.length + 1)}` : draft.id,
        secret: clientSecret === null ? (before?.secret ?? { kind: 'missing' }) : { kind: 'stored', savedAt: '2026-11-22T12:00:00.000Z' },
      };
      this.connectors = before === undefined ? [...this.connectors, view] : this.connectors.map((each) => (each.id === view.id ? view : each));
      return ok(view);
    },
    'connectors.remove': ({ id }) => {
      this.connectors = this.connectors.filter((each) => each.id !== id);
      return ok(undefined);
    },
    'connectors.check': () => ok(this.report),
    'connectors.checkProgress': () => ok(this.runningChecks),
    'connectors.setEnabled': ({ id, enabled }) => {
      this.connectors = this.connectors.map((each) => (each.id === id ? { ...each, enabled } : each));
      return ok(this.connectors.find((each) => each.id === id) ?? connector());
    },
    'outputs.list': () => ok(this.outputs),
    'outputs.save': ({ config, secret, proofToken }) => {
      const id = config.id === '' ? `o${String(this.outputs.length + 1)}` : config.id;
      const before = this.outputs.find((each) => each.config.id === id);
      const view: OutputView = { config: { ...config, id }, secretStored: outputNeedsSecret(config) && (secret !== null || before?.secretStored === true), ...(proofOf(config) === null ? {} : { proofTokenStored: typeof proofToken === 'string' || before?.proofTokenStored === true }), usedBy: before?.usedBy ?? [] };
      this.outputs = before === undefined ? [...this.outputs, view] : this.outputs.map((each) => (each.config.id === id ? view : each));
      return ok(view);
    },
    'outputs.remove': ({ id }) => {
      this.outputs = this.outputs.filter((each) => each.config.id !== id);
      return ok(undefined);
    },
    'outputs.check': () => ok(this.report),
    'outputs.prove': () => ok(this.report),
    'outputs.sample': ({ config, logType }) => ok(this.sample ?? { kind: 'sent', text: `{"logType":"${logType}","format":"${config.format}","model":"${config.model ?? 'connector'}"}\n`, bytes: 64 }),
    'outputs.saveExtractor': () => ok({ path: '/home/admin/mimecast-extractor.yaml' }),
    'outputs.chooseFile': () => ok({ path: this.chosenPem }),
    'outputs.chooseFolder': () => ok({ path: this.chosenFolder }),
    'outputs.openFolder': () => ok(undefined),
    'setup.export': () => ok({ path: '/home/admin/mimecast-setup.json' }),
    'setup.choose': () => ok(this.setupPlan),
    'setup.apply': ({ chosen }) => ok({ added: this.setupPlan?.entries.filter((entry) => chosen.includes(entry.index)).map((entry) => entry.name) ?? [], changed: [], failed: [] }),
    'collection.pollNow': () => ok(undefined),
    'collection.export': () => ok({ path: '/home/admin/mimecast-status.csv' }),
    'network.get': () => ok(this.network),
    'network.save': ({ settings, password }) => {
      const user = settings.proxy.kind === 'manual' && settings.proxy.username !== null;
      this.network = { ...this.network, settings, passwordStored: user && (password !== null || this.network.passwordStored) };
      return ok(this.network);
    },
    'network.check': () => ok(this.report),
    'network.chooseCa': () => ok({ path: '/etc/ssl/company-ca.pem' }),
    'support.diagnose': () => ok(this.diagnostics),
    'support.saveReport': () => ok({ path: '/home/admin/report.txt' }),
    'support.log': ({ level }) => ok(this.log.filter((line) => level === 'info' || line.level === level || line.level === 'error')),
    'support.storage': () => ok(this.storage),
    'support.openFolder': () => ok(undefined),
    'support.removeSpoolCopy': () => {
      this.storage = { ...this.storage, spoolCopy: null };
      return ok(this.storage);
    },
    'support.changes': () => ok({ text: '# Changelog\n\n## [1.2.0] - 2026-11-22\n\n### Added\n- A proxy of\n  your own.\n- `Help`.\n\n## [1.1.0]\n\n### Fixed\n- Something.\n' }),
    'background.state': () => ok(this.background),
    'background.setStartAtLogin': ({ on }) => {
      this.background = { ...this.background, startAtLogin: on ? 'on' : 'off' };
      return ok(this.background);
    },
    'background.pause': ({ minutes }) => {
      this.background = { ...this.background, pause: { since: Date.now(), until: minutes === null ? null : Date.now() + minutes * 60_000 } };
      return ok(this.background);
    },
    'background.resume': () => {
      this.background = { ...this.background, pause: null };
      return ok(this.background);
    },
    'background.pauseConnector': ({ id, minutes }) => {
      this.background = { ...this.background, connectorPauses: { ...this.background.connectorPauses, [id]: { since: Date.now(), until: minutes === null ? null : Date.now() + minutes * 60_000 } } };
      return ok(this.background);
    },
    'background.resumeConnector': ({ id }) => {
      this.background = { ...this.background, connectorPauses: Object.fromEntries(Object.entries(this.background.connectorPauses ?? {}).filter(([each]) => each !== id)) };
      return ok(this.background);
    },
    'updates.view': () => ok(this.updates),
    'updates.check': () => ok(this.updates),
    'updates.download': () => ok(this.updates),
    'updates.install': () => ok(this.updates),
    'preview.rows': (ask) => ok(this.preview.rows(PreviewAskSchema.parse(ask))),
    'preview.detail': ({ seq }) => ok(this.preview.detail(seq)),
    'preview.related': ({ seq }) => ok(this.preview.related(seq)),
    'preview.values': (ask) => ok(this.preview.values(ask)),
    'preview.text': (ask) => ok(this.preview.text(ask)),
    'preview.export': () => ok({ path: null, events: 0 }),
    'preview.exportProgress': () => ok(null),
    'history.overview': ({ range }) => ok(this.overview?.(range) ?? null),
    'history.search': () => ok({ rows: [], next: null, problem: null }),
    'history.hits': () => ok(this.hits),
    'history.test': () => ok({ matched: 0, hits: 0, events: [], since: Date.now() - 86_400_000, searched: 0, complete: true, problem: null }),
  };
}

/** Set up and busy: one connector with all log types in different states, two outputs, events in the view. */
export function busyWorld(): World {
  const world = new World();
  world.connectors = [connector()];
  world.outputs = [httpOutput, fileOutput];
  world.status = busyStatus();
  world.preview.add(400);
  return world;
}
