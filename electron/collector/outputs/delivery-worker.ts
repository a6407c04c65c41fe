import type { OutputStatus } from '../../../shared/model/collection';
import type { OutputConfig } from '../../../shared/model/output';
import type { CollectorLog } from '../collector';
import { isAbort } from '../kit/abort';
import type { Clock, Random } from '../kit/clock';
import { FailureError, toFailure } from '../kit/failure-error';
import type { Probe } from '../kit/probe';
import type { WorkPool } from '../pipeline/work-pool';
import type { AcknowledgementResult, LeasedBatch, OutputMemory, Spool } from '../spool/spool';
import { HealthTracker } from '../supervisor/health-tracker';
import { needsPerson, retryWaitMs } from '../supervisor/retry-policy';
import type { Intake } from './intake';
import { placesInLease, takeIn } from './intake';
import { DailyBudget } from './limits/daily-budget';
import type { Delivery, Output, RenderedBatch, ResumeState } from './output';

/** One turn takes this much: enough to make one sync or one request worth its cost, little enough to hold in memory. */
const leaseBatches = 16;
const leaseBytes = 8 * 1024 * 1024;
/** With nothing to do the spool is looked at this often, should a wake-up have been missed. */
const idleMs = 60_000;

export type DeliveryWorkerSettings = {
  readonly config: OutputConfig;
  readonly output: Output;
  readonly spool: Spool;
  readonly pool: WorkPool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: CollectorLog;
  readonly probe: Probe;
  /** Called with new totals of the streams that were delivered. */
  readonly acknowledged: (result: AcknowledgementResult) => void;
  readonly changed: () => void;
};

/**
 * Takes one output's batches from the spool in order: lease, render, deliver, acknowledge. A failed delivery is tried
 * again with the same batches for ever; other outputs have their own worker and do not notice.
 */
export class DeliveryWorker {
  readonly #settings: DeliveryWorkerSettings;
  readonly #stop = new AbortController();
  readonly #health: HealthTracker;
  #opened = false;
  #paused = false;
  #waiting = 0;
  #delivered = 0;
  #refused = 0;
  #lastDeliveredAt: number | null = null;
  #sleeper: AbortController | null = null;
  #wakeable = false;
  #woken = false;
  #stopping = false;
  #running: Promise<void> | null = null;
  readonly #budget: DailyBudget | null;
  /** The output's own state as it was saved last: the budget is saved beside it. */
  #resume: ResumeState | null = null;
  /** Epoch ms until which the day's budget is used up. */
  #exhaustedUntil: number | null = null;

  constructor(settings: DeliveryWorkerSettings) {
    this.#settings = settings;
    const mibPerDay = settings.config.rateLimit?.mibPerDay;
    this.#budget = mibPerDay === undefined ? null : new DailyBudget(mibPerDay, settings.clock);
    this.#health = new HealthTracker(settings.clock, 'Nothing sent yet');
  }

  get status(): OutputStatus {
    const { config } = this.#settings;
    return {
      outputId: config.id,
      name: config.name,
      health: this.#health.value,
      waiting: this.#waiting,
      delivered: this.#delivered,
      refused: this.#refused,
      lastDeliveredAt: this.#lastDeliveredAt,
    };
  }

  start(): void {
    this.#running ??= this.#loop();
  }

  /** Instead of `start`: nothing is sent, the events wait in the spool. */
  pause(): void {
    this.#health.enter('paused', 'Paused by you');
    this.#paused = true;
    // What was counted before is shown; without it the output would seem to have nothing waiting.
    this.#running ??= this.#recall().then(() => undefined, () => undefined);
  }

  /** Something that a person had to mend may be mended: the wait after a failure ends. */
  retryNow(): void {
    this.#woken = true;
    this.#sleeper?.abort();
  }

  /** More batches are in the spool. */
  notify(events: number): void {
    this.#waiting += events;
    this.#woken = true;
    if (this.#wakeable) this.#sleeper?.abort();
  }

  /** Resolves when nothing waits, or with false when the output fails in a way that will not heal within the tries. */
  async drained(tries: number, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#settings;
    let failures = 0;
    let last = this.#health.value.failure;
    while (!this.#paused && (this.#waiting > 0 || !this.#opened)) {
      if (signal.aborted) return false;
      const { failure } = this.#health.value;
      if (failure !== null && failure !== last) failures += 1;
      last = failure;
      if (failures >= tries || this.#health.value.state === 'failed' || this.#exhaustedUntil !== null) return false;
      await clock.sleep(20, signal).catch(() => undefined);
    }
    return true;
  }

  /**
   * Lets the delivery under way finish, so that it is acknowledged instead of repeated, but not beyond the deadline.
   * What is not acknowledged stays in the spool.
   */
  async stop(deadline: AbortSignal): Promise<void> {
    this.#health.enter('stopping', null);
    this.#stopping = true;
    this.#sleeper?.abort();
    const end = (): void => {
      this.#stop.abort();
    };
    deadline.addEventListener('abort', end, { once: true });
    if (deadline.aborted) end();
    await this.#running?.catch(() => undefined);
    deadline.removeEventListener('abort', end);
    await this.#settings.output.close();
    this.#health.enter('stopped', null);
    this.#settings.changed();
  }

  async #loop(): Promise<void> {
    const { random, log, config, clock } = this.#settings;
    let attempt = 0;
    while (!this.#stopping && !this.#stop.signal.aborted) {
      try {
        await this.#open();
        const worked = await this.#turn();
        attempt = 0;
        if (this.#health.value.failure !== null) {
          this.#health.recovered('Nothing sent yet');
          this.#settings.changed();
        }
        if (!worked) await this.#sleep(idleMs);
      } catch (error) {
        if (isAbort(error, this.#stop.signal)) return;
        attempt += 1;
        const failure = toFailure(error, clock.now());
        this.#health.failing(failure, needsPerson(failure));
        log.write('warn', 'delivery failed', { output: config.name, code: failure.code, detail: failure.detail, ref: failure.ref, attempt });
        this.#settings.changed();
        await this.#sleep(retryWaitMs(failure, attempt, random), false);
      }
    }
  }

  async #open(): Promise<void> {
    if (this.#opened) return;
    const memory = await this.#recall();
    this.#resume = memory.resume;
    this.#budget?.restore(memory.resume);
    await this.#settings.output.open(memory.resume, this.#stop.signal);
    this.#opened = true;
  }

  async #recall(): Promise<OutputMemory> {
    const { spool, config } = this.#settings;
    const memory = await spool.outputMemory(config.id);
    this.#waiting = memory.waiting;
    this.#delivered = memory.delivered;
    this.#refused = memory.refused;
    this.#settings.changed();
    return memory;
  }

  /** One lease; false when there was nothing. */
  async #turn(): Promise<boolean> {
    const { spool, config, pool, output, probe } = this.#settings;
    if (await this.#waitsForBudget()) return true;
    this.#woken = false;
    // A paced delivery takes long: little at a time keeps what a stop would have to repeat small.
    const most = config.rateLimit?.eventsPerSecond === undefined ? leaseBatches : 1;
    const lease = await spool.lease(config.id, most, leaseBytes);
    if (lease.batches.length === 0) {
      this.#waiting = Math.max(0, lease.waiting);
      this.#settings.changed();
      return this.#woken;
    }
    const intake = await takeIn(lease.batches, { filter: config.filter, budget: this.#budget, render: (batch) => this.#render(batch, pool) });
    if (intake.batches.length === 0) {
      this.#exhaust();
      return true;
    }
    if (intake.rendered.length === 0) {
      await this.#settle(intake, null);
      return true;
    }
    probe('before-deliver');
    const delivery = await output.deliver(intake.rendered, this.#stop.signal);
    probe('after-deliver');
    await this.#settle(intake, delivery);
    return true;
  }

  /** The day's budget does not reach for the next batch. */
  #exhaust(): void {
    const { config, log } = this.#settings;
    this.#exhaustedUntil = this.#budget?.renewedAt ?? null;
    const limit = config.rateLimit?.mibPerDay ?? 0;
    this.#health.enter('paused', `Daily limit of ${limit} MiB reached. Sending goes on at 00:00 UTC; the events wait in the spool.`);
    log.write('warn', 'daily limit of output reached', { output: config.name, mibPerDay: limit });
    this.#settings.changed();
  }

  /** Waits a while when the day's budget is used up; false when there is nothing to wait for. */
  async #waitsForBudget(): Promise<boolean> {
    if (this.#exhaustedUntil === null) return false;
    const left = this.#exhaustedUntil - this.#settings.clock.now();
    if (left > 0) {
      // In short steps: a computer that slept does not count its sleep as waiting.
      await this.#sleep(Math.min(left, idleMs), false);
      return true;
    }
    this.#exhaustedUntil = null;
    return false;
  }

  #render(batch: LeasedBatch, pool: WorkPool): Promise<RenderedBatch> {
    const { seq, connectorName, stream, count, lines, ids } = batch;
    return pool.render({ seq, connectorName, logType: stream.logType, count, lines, ids }, this.#settings.config.format, this.#settings.config.model);
  }

  /** Acknowledges what was delivered; with null, what the filter left nothing of, which proves nothing about the output. */
  async #settle(intake: Intake, delivery: Delivery | null): Promise<void> {
    const { spool, config, clock, log } = this.#settings;
    if (delivery?.kind === 'retry') throw new FailureError(delivery.failure);
    const at = clock.now();
    const refused =
      delivery?.kind === 'refused'
        ? [...delivery.events].map(([seq, events]) => ({ seq, events: placesInLease(intake, seq, events), failure: delivery.failure }))
        : [];
    this.#budget?.spend(intake.bytes);
    this.#resume = delivery?.resume ?? this.#resume;
    const resume = this.#budget === null ? delivery?.resume : this.#budget.save(this.#resume);
    const result = await spool.acknowledge({
      outputId: config.id,
      seqs: intake.batches.map((batch) => batch.seq),
      refused,
      ...(resume === undefined ? {} : { resume }),
      at,
    });
    if (refused.length > 0) log.write('warn', 'events refused by output', { output: config.name, count: refused.reduce((sum, one) => sum + one.events.length, 0) });
    this.#waiting = result.waiting;
    this.#delivered = result.delivered;
    this.#refused = result.refused;
    if (delivery !== null) {
      this.#lastDeliveredAt = at;
      this.#health.proven();
    }
    this.#settings.acknowledged(result);
    this.#settings.changed();
  }

  /** With `wakeable`, new batches end the wait; after a failure only time does. */
  async #sleep(ms: number, wakeable = true): Promise<void> {
    if (this.#stopping || (wakeable && this.#woken)) return;
    const sleeper = new AbortController();
    this.#sleeper = sleeper;
    this.#wakeable = wakeable;
    await this.#settings.clock.sleep(ms, AbortSignal.any([sleeper.signal, this.#stop.signal])).catch(() => undefined);
    this.#sleeper = null;
  }
}
