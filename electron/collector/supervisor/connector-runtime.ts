import { hash } from 'node:crypto';
import path from 'node:path';

import type { StreamStatus } from '../../../shared/model/collection';
import type { ConnectorConfig } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import { logTypeTable } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import { wantsLogType } from '../../../shared/model/output';
import type { CollectorLog, SecretSource } from '../collector';
import type { Clock, Random } from '../kit/clock';
import type { Probe } from '../kit/probe';
import type { FreshBatch } from '../outputs/held-batches';
import { BackfillRunner } from '../pipeline/backfill-runner';
import type { RenderForm } from '../pipeline/chunk';
import { StreamRunner } from '../pipeline/stream-runner';
import type { WorkPool } from '../pipeline/work-pool';
import type { Tap } from '../preview/tap';
import { ApiClient } from '../sources/mimecast/client/api-client';
import type { Quotas } from '../sources/mimecast/client/quota';
import { createStream } from '../sources/registry';
import type { Spool, StreamRef } from '../spool/spool';
import type { DiskGuard } from './disk-guard';

export type ConnectorRuntimeSettings = {
  readonly spool: Spool;
  readonly pool: WorkPool;
  readonly tap: Tap;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: CollectorLog;
  readonly tempDir: string;
  readonly guard: DiskGuard;
  readonly probe: Probe;
  readonly routes: Routes;
  /** Shared by all connectors of one API application. */
  readonly quotas: Quotas;
  /** What the outputs of a log type will want of its events. */
  readonly renderFor: (outputs: readonly string[]) => readonly RenderForm[];
  /** Something changed; `events` are new in the spool for `outputs`. */
  readonly changed: (outputs: readonly string[], events: number, batch?: FreshBatch) => void;
};

/** Ids of the outputs that each log type goes to. */
export type Routes = { readonly [T in LogType]?: readonly string[] };

/**
 * Where a connector's log types go. An output that wants nothing of a log type is not offered it at all: its events would
 * be leased and settled for an output that never saw them.
 */
export function routesOf(connector: ConnectorConfig, outputs: readonly OutputConfig[]): Routes {
  const wanted = (id: string, logType: LogType): boolean => {
    const output = outputs.find((each) => each.id === id);
    return output === undefined || wantsLogType(output, logType);
  };
  return Object.fromEntries(connector.logTypes.map((logType) => [logType, connector.outputs.filter((id) => wanted(id, logType))]));
}

type Unit = { readonly logType: LogType; readonly runner: StreamRunner; readonly backfill: BackfillRunner | null };

/** A connector that never collected starts this far back when the administrator did not say otherwise. */
const defaultReachMs = 24 * 3_600_000;

/** One connector at work: its client, and for each log type a runner and, where there is a past to read, a backfill. */
export class ConnectorRuntime {
  readonly config: ConnectorConfig;
  readonly routes: Routes;
  readonly #client: ApiClient;
  readonly #units: readonly Unit[];

  constructor(config: ConnectorConfig, settings: ConnectorRuntimeSettings) {
    this.config = config;
    this.routes = settings.routes;
    const { secrets, clock, tempDir, quotas } = settings;
    this.#client = new ApiClient({
      baseUrl: config.baseUrl,
      clientId: config.clientId,
      secret: () => secrets.connectorSecret(config.id),
      clock,
      // One folder each, whatever the id: two connectors that shared one would overwrite each other's downloads.
      tempDir: path.join(tempDir, hash('sha256', config.id, 'hex').slice(0, 16)),
      quotas,
    });
    this.#units = config.logTypes.map((logType) => this.#unit(logType, settings));
  }

  get streams(): readonly StreamStatus[] {
    return this.#units.map(({ runner, backfill }) => ({ ...runner.status, backfill: backfill?.status ?? null }));
  }

  get runners(): readonly StreamRunner[] {
    return this.#units.map((unit) => unit.runner);
  }

  start(): void {
    for (const { runner, backfill } of this.#units) {
      if (!this.config.enabled) {
        runner.pause();
        continue;
      }
      runner.start();
      // A job that cannot be read shows as none; the stream itself reports what is wrong with the spool.
      backfill?.resume().catch(() => undefined);
    }
  }

  runner(logType: LogType): StreamRunner | null {
    return this.#units.find((unit) => unit.logType === logType)?.runner ?? null;
  }

  backfill(logType: LogType): BackfillRunner | null {
    return this.#units.find((unit) => unit.logType === logType)?.backfill ?? null;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#units.map(({ runner, backfill }) => Promise.all([runner.stop(), backfill?.stop() ?? Promise.resolve()])));
    await this.#client.close();
  }

  #unit(logType: LogType, settings: ConnectorRuntimeSettings): Unit {
    const { config } = this;
    const { spool, pool, tap, clock, random, log, guard, probe, changed } = settings;
    const outputs = this.routes[logType] ?? [];
    const ref: StreamRef = { connectorId: config.id, logType };
    const shared = { ref, connectorName: config.name, spool, clock, random, log, outputs };
    const runner = new StreamRunner({
      ...shared,
      stream: createStream(config, logType, this.#client, pool),
      tap,
      guard,
      probe,
      pollMs: (config.pollSeconds ?? logTypeTable[logType].defaultPollSeconds) * 1000,
      startFrom: config.startFrom === null ? clock.now() - defaultReachMs : Date.parse(config.startFrom),
      render: { connectorName: config.name, forms: settings.renderFor(outputs), pack: outputs.length > 0, lines: tap.isOn },
      changed: (events, batch) => changed(outputs, events, batch),
    });
    if (logType === 'Hold_Message_List') return { logType, runner, backfill: null };
    const backfill = new BackfillRunner({
      ...shared,
      // Batch files reach a week back, the streaming feed a day.
      stream: createStream({ ...config, siemDelivery: 'batch' }, logType, this.#client, pool),
      busy: () => runner.status.polling,
      changed: (result) => {
        if (result !== null) runner.update(result.counts);
        changed(outputs, result?.fresh ?? 0);
      },
    });
    return { logType, runner, backfill };
  }
}
