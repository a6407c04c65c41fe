import type { CollectionStatus, OutputStatus } from '../../../shared/model/collection';
import type { ConnectorConfig } from '../../../shared/model/connector';
import { healthSeverity } from '../../../shared/model/health';
import type { LogType } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import { productVersion } from '../../../shared/version';
import type { CollectorConfig, CollectorLog, SecretSource } from '../collector';
import type { Clock, Random } from '../kit/clock';
import type { Probe } from '../kit/probe';
import { withConcern } from '../outputs/concern';
import { DeliveryWorker } from '../outputs/delivery-worker';
import type { FreshBatch } from '../outputs/held-batches';
import { createOutput } from '../outputs/registry';
import type { BackfillRunner } from '../pipeline/backfill-runner';
import type { RenderForm } from '../pipeline/chunk';
import { sameForm } from '../pipeline/chunk';
import type { WorkPool } from '../pipeline/work-pool';
import type { Tap } from '../preview/tap';
import { Canary } from '../proof/canary';
import type { ProofStore } from '../proof/proof-store';
import { Quotas } from '../sources/mimecast/client/quota';
import type { AcknowledgementResult, OutputsOfConnectors, RetryOutcome, Spool } from '../spool/spool';
import type { Routes } from './connector-runtime';
import { ConnectorRuntime, routesOf } from './connector-runtime';
import type { DiskGuard } from './disk-guard';

export type SupervisorSettings = {
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
  readonly proofs: ProofStore;
  readonly changed: () => void;
};

type OutputRuntime = { readonly config: OutputConfig; readonly worker: DeliveryWorker; readonly canary: Canary | null };

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
  readonly #quotas: Quotas;
  #applying: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(settings: SupervisorSettings) {
    this.#settings = settings;
    this.#quotas = new Quotas(settings.clock);
  }

  /**
   * Changes what differs from `config`; with `start` false (for `--once`) the runners are made but do not run.
   * One change after the other: two at once would both find a connector missing, or the newer would lose.
   */
  apply(config: CollectorConfig, start: boolean): Promise<void> {
    const applied = this.#applying.then(() => this.#apply(config, start));
    this.#applying = applied.catch(() => undefined);
    return applied;
  }

  async #apply(config: CollectorConfig, start: boolean): Promise<void> {
    if (this.#stopped) return;
    const { spool } = this.#settings;
    const stale = [...this.#connectors.values()].filter((runtime) => {
      const next = config.connectors.find((connector) => connector.id === runtime.config.id);
      return next === undefined || !sameJson(next, runtime.config) || !sameJson(routesOf(next, config.outputs), runtime.routes);
    });
    await Promise.all(stale.map((runtime) => this.#stopConnector(runtime)));
    for (const runtime of [...this.#outputs.values()]) {
      const next = config.outputs.find((output) => output.id === runtime.config.id);
      if (next !== undefined && sameJson(next, runtime.config)) continue;
      this.#outputs.delete(runtime.config.id);
      await Promise.all([runtime.worker.stop(AbortSignal.timeout(outputGraceMs)), runtime.canary?.stop()]);
      if (next !== undefined) continue;
      this.#settings.proofs.forget(runtime.config.id);
      await spool.forgetOutput(runtime.config.id);
    }
    // Outputs that were removed while the program was off. That it fails is seen elsewhere, and the next change tries again.
    await spool.keepOutputs(config.outputs.map((output) => output.id)).catch(() => undefined);
    for (const output of config.outputs) {
      if (!this.#outputs.has(output.id)) this.#startOutput(output, start);
    }
    for (const connector of config.connectors) {
      if (!this.#connectors.has(connector.id)) this.#startConnector(connector, routesOf(connector, config.outputs), start);
    }
    this.#settings.changed();
  }

  status(): Omit<CollectionStatus, 'spoolBytes'> {
    const streams = [...this.#connectors.values()].flatMap((runtime) => runtime.streams);
    return {
      streams: [...streams].sort((a, b) => healthSeverity[b.health.state] - healthSeverity[a.health.state]),
      outputs: [...this.#outputs.values()].map(({ worker, canary }) => withArrival(worker.status, canary)),
    };
  }

  pollNow(connectorId: string, logType: LogType): void {
    this.#connectors.get(connectorId)?.runner(logType)?.pollNow();
  }

  /** The backfill of one log type; null where there is none. */
  backfill(connectorId: string, logType: LogType): BackfillRunner | null {
    return this.#connectors.get(connectorId)?.backfill(logType) ?? null;
  }

  /** Ids of the outputs that want each connector's events. */
  routes(): OutputsOfConnectors {
    return Object.fromEntries([...this.#connectors].map(([id, runtime]) => [id, runtime.routes]));
  }

  /** Whether the output is sending that batch now. */
  isSending(outputId: string, batch: number): boolean {
    return this.#outputs.get(outputId)?.worker.isSending(batch) ?? false;
  }

  /** Ends the wait of an output that failed: its secret may be a new one. */
  deliverNow(outputId: string): void {
    this.#outputs.get(outputId)?.worker.retryNow();
  }

  /** Events came into the spool from elsewhere than a stream: the status shows it at once, and the outputs go on. */
  retried({ streams, outputs }: RetryOutcome): void {
    this.#counted(streams);
    for (const { outputId, ...totals } of outputs) this.#outputs.get(outputId)?.worker.recount(totals);
  }

  /** Every stream until caught up, then every output until drained; true when nothing failed. */
  async once(signal: AbortSignal): Promise<boolean> {
    const runners = [...this.#connectors.values()].filter((runtime) => runtime.config.enabled).flatMap((runtime) => runtime.runners);
    const collected = await Promise.all(runners.map((runner) => runner.once(signal)));
    // What waits for an output that is switched off waits by wish.
    const drained = await Promise.all([...this.#outputs.values()].filter((runtime) => runtime.config.enabled).map((runtime) => runtime.worker.drained(6, signal)));
    return [...collected, ...drained].every(Boolean);
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true;
    await this.#applying;
    // They stay listed: what the last status says is read after the stop, too.
    await Promise.all([...this.#connectors.values()].map((runtime) => runtime.stop()));
    const deadline = AbortSignal.timeout(deadlineMs);
    await Promise.all([...this.#outputs.values()].map(({ worker, canary }) => Promise.all([worker.stop(deadline), canary?.stop()])));
  }

  #startOutput(config: OutputConfig, start: boolean): void {
    const { secrets, clock, log, spool, pool, random, probe, changed } = this.#settings;
    const output = createOutput(config, {
      clock,
      log: (level, text) => log.write(level === 'warning' ? 'warn' : 'info', 'output says', { output: config.name, text }),
      secret: () => secrets.outputSecret(config.id),
      version: productVersion,
      probe,
    });
    const worker = new DeliveryWorker({ config, output, spool, pool, clock, random, log, probe, changed, acknowledged: (result) => this.#counted(result.streams) });
    const canary = Canary.of({ config, store: this.#settings.proofs, secrets, clock, log, changed });
    this.#outputs.set(config.id, { config, worker, canary });
    // A single run collects what there is and ends: it is no time for events of our own.
    if (start) canary?.start();
    if (config.enabled) worker.start();
    else worker.pause();
  }

  #startConnector(config: ConnectorConfig, routes: Routes, start: boolean): void {
    const runtime = new ConnectorRuntime(config, {
      ...this.#settings,
      quotas: this.#quotas,
      routes,
      renderFor: (outputs) => this.#renderFor(outputs),
      changed: (outputs, events, batch) => {
        this.#spooled(outputs, events, batch);
      },
    });
    this.#connectors.set(config.id, runtime);
    if (start) runtime.start();
  }

  async #stopConnector(runtime: ConnectorRuntime): Promise<void> {
    await runtime.stop();
    this.#connectors.delete(runtime.config.id);
  }

  /** The forms, each once. An output that is changed makes its connectors start anew only when their routes change: a form that is missing costs time, nothing else. */
  #renderFor(outputs: readonly string[]): readonly RenderForm[] {
    const forms = outputs.map((id) => this.#outputs.get(id)?.worker.form ?? null).filter((form) => form !== null);
    return forms.filter((form, index) => forms.findIndex((other) => sameForm(other, form)) === index);
  }

  #spooled(outputs: readonly string[], events: number, batch?: FreshBatch): void {
    if (events > 0) for (const id of outputs) this.#outputs.get(id)?.worker.notify(events, batch);
    batch?.offered();
    this.#settings.changed();
  }

  #counted(streams: AcknowledgementResult['streams']): void {
    for (const { stream, counts } of streams) {
      this.#connectors.get(stream.connectorId)?.runner(stream.logType)?.update(counts);
    }
  }
}

/** An output's status with what its canary knows: what was not proven to arrive is a concern, however well it is sent. */
function withArrival(status: OutputStatus, canary: Canary | null): OutputStatus {
  if (canary === null) return status;
  return { ...status, health: withConcern(status.health, canary.concern), arrival: canary.status };
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
