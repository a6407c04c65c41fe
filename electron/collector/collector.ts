import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { CheckReport, RunningCheck } from '../../shared/model/check-report';
import type { CollectionStatus, LedgerRow } from '../../shared/model/collection';
import type { ConnectorConfig } from '../../shared/model/connector';
import type { HistoryAsk, HistoryPage } from '../../shared/model/history';
import type { LogType } from '../../shared/model/log-type';
import type { OutputConfig } from '../../shared/model/output';
import type { OutputSample } from '../../shared/model/output-sample';
import type { Overview, OverviewRange } from '../../shared/model/overview';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow, PreviewTextAsk, PreviewValue } from '../../shared/model/preview';
import type { QuarantinePage, RetryResult } from '../../shared/model/quarantine';
import type { RunAsk, RunPage } from '../../shared/model/run';
import type { EventTrail, TrailAsk } from '../../shared/model/trail';
import type { WatchHit, WatchTest, WatchTestAsk } from '../../shared/model/watch-rules';
import type { HistoryConfig } from './history/history';
import { HistoryThread } from './history/history-thread';
import type { Clock, Random } from './kit/clock';
import { systemClock, systemRandom } from './kit/clock';
import { failure, FailureError, toFailure } from './kit/failure-error';
import type { KillAt } from './kit/probe';
import { killProbe } from './kit/probe';
import type { Secret } from './kit/secret';
import { checkOutput } from './outputs/check-output';
import { sampleOutput } from './outputs/sample/sample-output';
import { createWorkPool } from './pipeline/work-pool';
import { previewBytes,PreviewThread } from './preview/store';
import { Tap } from './preview/tap';
import type { TextPart } from './preview/text';
import { ProofStore } from './proof/proof-store';
import type { ProofSecrets } from './proof/prove-arrival';
import { personPatience, proveArrival } from './proof/prove-arrival';
import { checkConnector } from './sources/mimecast/check';
import { ApiClient } from './sources/mimecast/client/api-client';
import { Quotas } from './sources/mimecast/client/quota';
import { trailOf } from './spool/event-trail';
import { SpoolThread } from './spool/spool-thread';
import type { DiskLimits } from './supervisor/disk-guard';
import { DiskGuard } from './supervisor/disk-guard';
import { Supervisor } from './supervisor/supervisor';

/** Everything to be collected and where it goes. Secrets are not in it. */
export type CollectorConfig = {
  readonly connectors: readonly ConnectorConfig[];
  readonly outputs: readonly OutputConfig[];
};

/** Where the collector asks for a secret at the moment of use; null when there is none. Rejects with a FailureError (PC-KEYCHAIN). */
export interface SecretSource {
  connectorSecret(connectorId: string): Promise<Secret | null>;
  outputSecret(outputId: string): Promise<Secret | null>;
  /** The token that proves arrivals (Search API of DNIF); a source without one has no canaries. */
  proofToken?(outputId: string): Promise<Secret | null>;
}

/** One line per state change or batch at the most, never per event; `fields` hold no secrets. */
export interface CollectorLog {
  write(level: 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, unknown>>): void;
}

export type { HistoryConfig } from './history/history';
export { removeSpoolCopies, spoolCopies } from './spool/upgrade-copies';

export type CollectorOptions = {
  /** Folder of the spool, created 0700 when missing. */
  readonly stateDir: string;
  /** Folder of the built workers (decode-worker.js, store-worker.js). */
  readonly workersDir: string;
  readonly secrets: SecretSource;
  readonly log: CollectorLog;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly diskLimits?: DiskLimits;
  /** Events the live preview keeps; 0 turns it off. */
  readonly previewCapacity?: number;
  /** The searchable past and the rules that watch it; absent: neither. */
  readonly history?: { readonly config: HistoryConfig; readonly onHits: (hits: readonly WatchHit[]) => void };
  /** Crash tests only: ends the process there. */
  readonly killAt?: KillAt;
};

/**
 * The collector as the shell sees it. Law: `start` returns once the spool is open, work goes on in the background;
 * `apply` may be called at any time and changes only what differs; `stop` may be called twice, drains under its
 * deadline and returns when nothing runs any more.
 */
export interface Collector {
  start(config: CollectorConfig): Promise<void>;
  apply(config: CollectorConfig): Promise<void>;
  /** Instead of `start`: every stream until caught up and every output until drained; true when nothing failed. */
  runOnce(config: CollectorConfig, signal: AbortSignal): Promise<boolean>;
  stop(options: { readonly deadlineMs: number }): Promise<void>;
  status(): CollectionStatus;
  /** Called after changes, coalesced to a few per second. Returns the way to stop listening. */
  onStatus(listener: (status: CollectionStatus) => void): () => void;
  /** Polls at once instead of at the next due time; ignored while a poll is under way. */
  pollNow(connectorId: string, logType: LogType): void;
  /** Tries an output that failed at once, for example after its secret was replaced. */
  deliverNow(outputId: string): void;
  /** Test Connection on values that need not be saved; `progress` is told which checks are under way. Never throws for a failing check; rejects only when aborted. */
  check(config: ConnectorConfig, secret: Secret | null, signal: AbortSignal, progress?: (running: readonly RunningCheck[]) => void): Promise<CheckReport>;
  /** Sends one marked test event through an output that need not be saved. */
  checkOutput(config: OutputConfig, secret: Secret | null, signal: AbortSignal): Promise<CheckReport>;
  /** What an output would send for an example event. Sends nothing. */
  sampleOutput(config: OutputConfig, logType: LogType): OutputSample;
  /** The same as `checkOutput`, and then looks for the event in DNIF. */
  proveOutput(config: OutputConfig, secrets: ProofSecrets, signal: AbortSignal): Promise<CheckReport>;
  readonly ledger: {
    /** Hours of all streams from `from` to `to`, epoch ms, newest first; 90 days are kept. */
    rows(from: number, to: number): Promise<readonly LedgerRow[]>;
    /** Streams whose figures do not add up: always empty. */
    unbalanced(): Promise<readonly string[]>;
  };
  /** What became of every poll, newest first. */
  runs(ask: RunAsk): Promise<RunPage>;
  /** What became of one event at each output, as far as it is still known. */
  trail(ask: TrailAsk, signal: AbortSignal): Promise<EventTrail>;
  readonly quarantine: {
    /** Newest first, those with an id below `before`. */
    page(before: number | null, limit: number): Promise<QuarantinePage>;
    bytes(id: number): Promise<Uint8Array | null>;
    retry(ids: readonly number[]): Promise<RetryResult>;
    discard(ids: readonly number[]): Promise<void>;
  };
  /** Reads the past beside live collection; false where there is none to read (hold list, paused connector). */
  readonly backfill: {
    start(connectorId: string, logType: LogType, from: number): Promise<boolean>;
    pause(connectorId: string, logType: LogType, paused: boolean): Promise<boolean>;
    cancel(connectorId: string, logType: LogType): Promise<boolean>;
  };
  readonly preview: {
    rows(ask: PreviewAsk): Promise<PreviewReply>;
    detail(seq: number): Promise<PreviewDetail | null>;
    /** Events of the same message, oldest first. */
    related(seq: number): Promise<readonly PreviewRow[]>;
    values(ask: { readonly field: string; readonly prefix: string }): Promise<readonly PreviewValue[]>;
    /** The next `limit` events of a list as text; `next` is the `after` to go on with. */
    text(ask: PreviewTextAsk, limit: number): Promise<TextPart>;
  };
  /** Null where there is no history. Its answers may be late under load: collection goes first. */
  readonly history: CollectorHistory | null;
}

export interface CollectorHistory {
  configure(config: HistoryConfig): Promise<void>;
  /** Null when the file cannot be opened. */
  overview(range: OverviewRange): Promise<Overview | null>;
  search(ask: HistoryAsk): Promise<HistoryPage>;
  /** Newest first. */
  hits(limit: number): Promise<readonly WatchHit[]>;
  test(ask: WatchTestAsk): Promise<WatchTest>;
}

/** Changes are told to listeners at most this often. */
const statusEveryMs = 250;
const defaultPreviewCapacity = 200_000;

/** Wires the collector. Nothing runs before `start`. */
export function createCollector(options: CollectorOptions): Collector {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const { log, secrets, stateDir, workersDir } = options;
  const tempDir = path.join(stateDir, 'incoming');
  const spool = new SpoolThread(path.join(workersDir, 'store-worker.js'), { dir: stateDir, startedAt: clock.now() }, options.killAt);
  const pool = createWorkPool(path.join(workersDir, 'decode-worker.js'));
  const previewCapacity = options.previewCapacity ?? defaultPreviewCapacity;
  const preview = new PreviewThread(path.join(workersDir, 'preview-worker.js'), { events: previewCapacity, bytes: previewBytes });
  const history = options.history === undefined ? null : new HistoryThread({ worker: path.join(workersDir, 'history-worker.js'), dir: stateDir, clock, ...options.history });
  const tap = new Tap(previewCapacity, clock, preview, history);
  const listeners = new Set<(status: CollectionStatus) => void>();
  const lifetime = new AbortController();
  let spoolBytes = 0;
  let announcing = false;
  let checks = 0;
  let stopped: Promise<void> | null = null;

  const announce = async (): Promise<void> => {
    await clock.sleep(statusEveryMs, lifetime.signal).catch(() => undefined);
    announcing = false;
    if (lifetime.signal.aborted) return;
    spoolBytes = await spool.size().catch(() => spoolBytes);
    const status = collector.status();
    for (const listener of listeners) {
      try {
        listener(status);
      } catch (error) {
        log.write('error', 'status listener failed', { detail: toFailure(error, clock.now()).detail });
      }
    }
  };
  const changed = (): void => {
    if (announcing || lifetime.signal.aborted) return;
    announcing = true;
    void announce();
  };
  const guard = new DiskGuard({ dir: stateDir, clock, log, used: () => spool.size(), ...(options.diskLimits === undefined ? {} : { limits: options.diskLimits }) });
  const supervisor = new Supervisor({ proofs: new ProofStore(stateDir), probe: killProbe(options.killAt), guard, spool, pool, tap, secrets, clock, random, log, tempDir, changed });

  const open = async (): Promise<void> => {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    // Downloads of a run that was cut off: their files are listed again, nothing is lost with them.
    rmSync(tempDir, { recursive: true, force: true });
    try {
      const { recovered, upgraded } = await spool.open();
      if (recovered !== null) log.write('warn', 'local store was damaged and has been rebuilt', { detail: recovered });
      if (upgraded !== null) log.write('info', 'local store was brought up to date', { detail: upgraded });
    } catch (error) {
      throw new FailureError(failure('PC-SPOOL', { at: clock.now(), detail: (error as Error).message }), { cause: error });
    }
  };

  const collector: Collector = {
    start: async (config) => {
      await open();
      await supervisor.apply(config, true);
      log.write('info', 'collector started', { connectors: config.connectors.length, outputs: config.outputs.length });
    },
    runOnce: async (config, signal) => {
      await open();
      await supervisor.apply(config, false);
      return supervisor.once(signal);
    },
    apply: (config) => supervisor.apply(config, true),
    stop: ({ deadlineMs }) => {
      stopped ??= (async () => {
        await supervisor.stop(deadlineMs);
        lifetime.abort();
        await pool.close();
        await preview.close();
        await history?.close();
        await spool.close();
        log.write('info', 'collector stopped');
      })();
      return stopped;
    },
    status: () => ({ ...supervisor.status(), spoolBytes }),
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pollNow: (connectorId, logType) => {
      supervisor.pollNow(connectorId, logType);
    },
    deliverNow: (outputId) => {
      supervisor.deliverNow(outputId);
    },
    check: async (config, secret, signal, progress) => {
      // A folder of its own: a closing client removes its folder, and in `tempDir` lie the downloads of all connectors.
      checks += 1;
      const client = new ApiClient({ baseUrl: config.baseUrl, clientId: config.clientId, secret: () => Promise.resolve(secret), clock, tempDir: path.join(tempDir, `check-${checks}`), quotas: new Quotas(clock) });
      try {
        return await checkConnector(config, client, clock, signal, progress);
      } finally {
        await client.close();
      }
    },
    checkOutput: (config, secret, signal) => checkOutput(config, secret, { clock, log }, signal),
    sampleOutput: (config, logType) => sampleOutput(config, logType, clock.now()),
    proveOutput: async (config, secrets, signal) => (await proveArrival(config, secrets, 'test', personPatience, { clock, log }, signal)).report,
    ledger: {
      rows: (from, to) => spool.ledger(from, to),
      unbalanced: () => spool.unbalanced(),
    },
    runs: (ask) => spool.runs(ask),
    trail: async (ask, signal) => {
      const { batches, complete } = await trailOf(spool, ask, clock, signal);
      return {
        complete,
        batches: batches.map((one) => ({ ...one, outputs: one.outputs.map((each) => (each.passage === 'waiting' && supervisor.isSending(each.outputId, one.batch) ? { ...each, passage: 'sending' } : each)) })),
      };
    },
    quarantine: {
      page: (before, limit) => spool.quarantine(before, limit),
      bytes: (id) => spool.quarantineBytes(id),
      retry: async (ids) => {
        const outcome = await spool.retryQuarantined(ids, supervisor.routes());
        supervisor.retried(outcome);
        changed();
        const { requeued, duplicates, kept } = outcome;
        return { requeued, duplicates, kept };
      },
      discard: (ids) => spool.discardQuarantined(ids),
    },
    backfill: {
      start: async (connectorId, logType, from) => {
        const backfill = supervisor.backfill(connectorId, logType);
        await backfill?.start(from);
        return backfill !== null;
      },
      pause: async (connectorId, logType, paused) => {
        const backfill = supervisor.backfill(connectorId, logType);
        await backfill?.pause(paused);
        return backfill !== null;
      },
      cancel: async (connectorId, logType) => {
        const backfill = supervisor.backfill(connectorId, logType);
        await backfill?.cancel();
        return backfill !== null;
      },
    },
    preview: {
      rows: (ask) => tap.rows(ask),
      detail: (seq) => tap.detail(seq),
      related: (seq) => tap.related(seq),
      values: (ask) => tap.values(ask),
      text: (ask, limit) => tap.text(ask, limit),
    },
    history,
  };
  return collector;
}
