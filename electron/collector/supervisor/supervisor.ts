import path from 'node:path';

import type { CollectionStatus } from '../../../shared/model/collection';
import type { ConnectorConfig } from '../../../shared/model/connector';
import { healthSeverity } from '../../../shared/model/health';
import type { LogType } from '../../../shared/model/log-type';
import { logTypeTable } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import { productVersion } from '../../../shared/version';
import type { CollectorConfig, CollectorLog, SecretSource } from '../collector';
import type { Clock, Random } from '../kit/clock';
import { createOutput } from '../outputs/registry';
import { DeliveryWorker } from '../outputs/delivery-worker';
import { StreamRunner } from '../pipeline/stream-runner';
import type { WorkPool } from '../pipeline/work-pool';
import type { Tap } from '../preview/tap';
import { ApiClient } from '../sources/mimecast/client/api-client';
import { createStream } from '../sources/registry';
import type { AcknowledgementResult, Spool } from '../spool/spool';

export type SupervisorSettings = {
  readonly spool: Spool;
  readonly pool: WorkPool;
  readonly tap: Tap;
  readonly secrets: SecretSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: CollectorLog;
  readonly tempDir: string;
  readonly changed: () => void;
};

type ConnectorRuntime = {
  readonly config: ConnectorConfig;
  readonly client: ApiClient;
  readonly runners: readonly StreamRunner[];
};
type OutputRuntime = { readonly config: OutputConfig; readonly worker: DeliveryWorker };

/** A connector that never collected starts this far back when the administrator did not say otherwise. */
const defaultReachMs = 24 * 3_600_000;
/** How long a stopping output may finish what it is sending. */
const outputGraceMs = 5_000;

/**
 * Owns runners and workers. Outputs start first and stop last; a change of one connector or output restarts that
 * one only; nothing here dies silently: every loop reports through its health.
 */
export class Supervisor {
  readonly #settings: SupervisorSettings;
  readonly #connectors = new Map<string, ConnectorRuntime>();
  readonly #outputs = new Map<string, OutputRuntime>();

  constructor(settings: SupervisorSettings) {
    this.#settings = settings;
  }

  /** Changes what differs from `config`; with `start` false (for `--once`) the runners are made but do not run. */
  async apply(config: CollectorConfig, start: boolean): Promise<void> {
    const { spool } = this.#settings;
    const stale = [...this.#connectors.values()].filter((runtime) => {
      const next = config.connectors.find((connector) => connector.id === runtime.config.id);
      return next === undefined || !sameJson(next, runtime.config);
    });
    await Promise.all(stale.map((runtime) => this.#stopConnector(runtime)));
    for (const runtime of [...this.#outputs.values()]) {
      const next = config.outputs.find((output) => output.id === runtime.config.id);
      if (next !== undefined && sameJson(next, runtime.config)) continue;
      this.#outputs.delete(runtime.config.id);
      await runtime.worker.stop(AbortSignal.timeout(outputGraceMs));
      if (next === undefined) await spool.forgetOutput(runtime.config.id);
    }
    for (const output of config.outputs) {
      if (!this.#outputs.has(output.id)) this.#startOutput(output);
    }
    for (const connector of config.connectors) {
      if (!this.#connectors.has(connector.id)) this.#startConnector(connector, start);
    }
    this.#settings.changed();
  }

  status(): Omit<CollectionStatus, 'spoolBytes'> {
    const streams = [...this.#connectors.values()].flatMap((runtime) => runtime.runners.map((runner) => runner.status));
    return {
      streams: streams.sort((a, b) => healthSeverity[b.health.state] - healthSeverity[a.health.state]),
      outputs: [...this.#outputs.values()].map((runtime) => runtime.worker.status),
    };
  }

  pollNow(connectorId: string, logType: LogType): void {
    for (const runner of this.#connectors.get(connectorId)?.runners ?? []) {
      if (runner.status.logType === logType) runner.pollNow();
    }
  }

  /** Every stream until caught up, then every output until drained; true when nothing failed. */
  async once(signal: AbortSignal): Promise<boolean> {
    const runners = [...this.#connectors.values()].flatMap((runtime) => runtime.runners);
    const collected = await Promise.all(runners.map((runner) => runner.once()));
    const drained = await Promise.all([...this.#outputs.values()].map((runtime) => runtime.worker.drained(6, signal)));
    return [...collected, ...drained].every(Boolean);
  }

  async stop(deadlineMs: number): Promise<void> {
    await Promise.all([...this.#connectors.values()].map((runtime) => this.#stopConnector(runtime)));
    const deadline = AbortSignal.timeout(deadlineMs);
    await Promise.all([...this.#outputs.values()].map((runtime) => runtime.worker.stop(deadline)));
    this.#outputs.clear();
  }

  #startOutput(config: OutputConfig): void {
    const { secrets, clock, log, spool, pool, random, changed } = this.#settings;
    const output = createOutput(config, {
      clock,
      log: (level, text) => log.write(level === 'warning' ? 'warn' : 'info', 'output says', { output: config.name, text }),
      secret: () => secrets.outputSecret(config.id),
      version: productVersion,
    });
    const worker = new DeliveryWorker({ config, output, spool, pool, clock, random, log, changed, acknowledged: (result) => this.#acknowledged(result) });
    this.#outputs.set(config.id, { config, worker });
    if (config.enabled) worker.start();
    else worker.pause();
  }

  #startConnector(config: ConnectorConfig, start: boolean): void {
    const { secrets, clock, pool, spool, tap, random, log, tempDir } = this.#settings;
    const client = new ApiClient({
      baseUrl: config.baseUrl,
      clientId: config.clientId,
      secret: () => secrets.connectorSecret(config.id),
      clock,
      tempDir: path.join(tempDir, config.id.replace(/[^\w-]/g, '_')),
    });
    const startFrom = config.startFrom === null ? clock.now() - defaultReachMs : Date.parse(config.startFrom);
    const runners = config.logTypes.map(
      (logType) =>
        new StreamRunner({
          ref: { connectorId: config.id, logType },
          connectorName: config.name,
          stream: createStream(config, logType, client, pool),
          spool,
          tap,
          clock,
          random,
          log,
          pollMs: (config.pollSeconds ?? logTypeTable[logType].defaultPollSeconds) * 1000,
          startFrom,
          outputs: config.outputs,
          changed: (spooled) => this.#spooled(config.outputs, spooled),
        }),
    );
    this.#connectors.set(config.id, { config, client, runners });
    for (const runner of runners) {
      if (!config.enabled) runner.pause();
      else if (start) runner.start();
    }
  }

  async #stopConnector(runtime: ConnectorRuntime): Promise<void> {
    await Promise.all(runtime.runners.map((runner) => runner.stop()));
    await runtime.client.close();
    this.#connectors.delete(runtime.config.id);
  }

  #spooled(outputs: readonly string[], events: number): void {
    if (events > 0) for (const id of outputs) this.#outputs.get(id)?.worker.notify(events);
    this.#settings.changed();
  }

  #acknowledged(result: AcknowledgementResult): void {
    for (const { stream, counts } of result.streams) {
      for (const runner of this.#connectors.get(stream.connectorId)?.runners ?? []) {
        if (runner.status.logType === stream.logType) runner.update(counts);
      }
    }
  }
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
