import type { OutputStatus } from '../../../shared/model/collection';
import type { OutputConfig } from '../../../shared/model/output';
import { say } from '../../../shared/text/message';
import type { CollectorLog } from '../collector';
import { isAbort } from '../kit/abort';
import type { Clock, Random } from '../kit/clock';
import { FailureError, toFailure } from '../kit/failure-error';
import type { Probe } from '../kit/probe';
import { release } from '../kit/release';
import type { RenderForm } from '../pipeline/chunk';
import type { WorkPool } from '../pipeline/work-pool';
import type { AcknowledgementResult, Lease, LeasedBatch, OutputMemory, OutputTotals, Spool } from '../spool/spool';
import { SpoolRecoveredError } from '../spool/spool';
import { HealthTracker } from '../supervisor/health-tracker';
import { needsPerson, retryWaitMs } from '../supervisor/retry-policy';
import { withConcern } from './concern';
import type { FreshBatch } from './held-batches';
import { HeldBatches } from './held-batches';
import type { Intake } from './intake';
import { filteredOf, placesInLease, takeIn } from './intake';
import { DailyVolume } from './limits/daily-volume';
import { VolumeWatch } from './limits/volume-watch';
import type { Delivery, Output, RenderedBatch, ResumeState } from './output';
import { WakeUp } from './wake-up';

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
  /** Batches that need not be read back from the spool. */
  readonly #held: HeldBatches;
  /** Whether nothing waited behind the batches of the last lease. */
  #caughtUp = false;
  #opened = false;
  #paused = false;
  #waiting = 0;
  #totals: OutputTotals = { delivered: 0, refused: 0, filtered: 0 };
  #lastDeliveredAt: number | null = null;
  /** Batches that are on their way to the receiver now. */
  #sending: readonly number[] = [];
  readonly #rest: WakeUp;
  #stopping = false;
  #running: Promise<void> | null = null;
  readonly #volume: DailyVolume;
  readonly #volumeWatch: VolumeWatch;
  /** The output's own state as it was saved last: the budget is saved beside it. */
  #resume: ResumeState | null = null;

  constructor(settings: DeliveryWorkerSettings) {
    this.#settings = settings;
    this.#held = new HeldBatches(this.form, settings.output.isDoneWithLines !== true);
    const { config, clock, log } = settings;
    this.#rest = new WakeUp(clock, this.#stop.signal);
    this.#volume = new DailyVolume(config.rateLimit, clock);
    this.#volumeWatch = new VolumeWatch({ volume: this.#volume, config, clock, log });
    this.#health = new HealthTracker(clock, say('collector.nothingSent'));
  }

  get status(): OutputStatus {
    const { config } = this.#settings;
    return {
      outputId: config.id,
      name: config.name,
      health: withConcern(this.#health.value, this.#volumeWatch.concern),
      waiting: this.#waiting,
      ...this.#totals,
      lastDeliveredAt: this.#lastDeliveredAt,
      volume: this.#volume.status,
    };
  }

  isSending(seq: number): boolean {
    return this.#sending.includes(seq);
  }

  start(): void {
    this.#running ??= this.#loop();
  }

  /** Instead of `start`: nothing is sent, the events wait in the spool. */
  pause(): void {
    this.#health.enter('paused', say('collector.pausedByYou'));
    this.#paused = true;
    // What was counted before is shown; without it the output would seem to have nothing waiting.
    this.#running ??= this.#recall().then(() => undefined, () => undefined);
  }

  /** Something that a person had to mend may be mended: the wait after a failure ends. */
  retryNow(): void {
    this.#rest.now();
  }

  /** What this output wants of every event, where it can be prepared when the event is decoded; null: it cannot. */
  get form(): RenderForm | null {
    const { format, model = 'connector', filter, dropFields, enabled } = this.#settings.config;
    if (!enabled || filter?.eventTypes !== undefined || (dropFields?.length ?? 0) > 0) return null;
    // The raw record is the same in every model.
    return { format, model: format === 'raw' ? 'connector' : model };
  }

  /** More events are in the spool: `batch`, where there is one, holds them as outputs want them. */
  notify(events: number, batch?: FreshBatch): void {
    if (batch !== undefined) this.#held.offer(batch);
    this.#waiting += events;
    this.#rest.news();
  }

  /** New totals from the spool: events came back from quarantine. */
  recount(totals: OutputTotals & { readonly waiting: number }): void {
    this.#count(totals);
    this.notify(0);
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
      if (failures >= tries || this.#health.value.state === 'failed' || this.#volumeWatch.isExhausted) return false;
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
    this.#rest.end();
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
          this.#health.recovered(say('collector.nothingSent'));
          this.#settings.changed();
        }
        if (!worked) await this.#rest.untilNews(idleMs);
      } catch (error) {
        if (isAbort(error, this.#stop.signal)) return;
        attempt += 1;
        const reason = toFailure(error, clock.now());
        this.#health.failing(reason, needsPerson(reason));
        log.write('warn', 'delivery failed', { output: config.name, code: reason.code, detail: reason.detail, ref: reason.ref, attempt });
        this.#settings.changed();
        await this.#rest.wait(retryWaitMs(reason, attempt, random));
      }
    }
  }

  async #open(): Promise<void> {
    if (this.#opened) return;
    const memory = await this.#recall();
    await this.#settings.output.open(memory.resume, this.#stop.signal);
    this.#opened = true;
  }

  async #recall(): Promise<OutputMemory> {
    const { spool, config } = this.#settings;
    const memory = await spool.outputMemory(config.id);
    this.#count(memory);
    this.#resume = memory.resume;
    this.#volume.restore(memory.resume);
    this.#volumeWatch.look();
    this.#settings.changed();
    return memory;
  }

  /** One lease; false when there was nothing. */
  async #turn(): Promise<boolean> {
    const { config, pool, output, probe } = this.#settings;
    this.#volumeWatch.look();
    const untilRenewed = this.#volumeWatch.untilRenewed();
    if (untilRenewed > 0) {
      // In short steps: a computer that slept does not count its sleep as waiting.
      await this.#rest.wait(Math.min(untilRenewed, idleMs));
      return true;
    }
    this.#rest.look();
    // A paced delivery takes long: little at a time keeps what a stop would have to repeat small.
    const most = config.rateLimit?.eventsPerSecond === undefined ? leaseBatches : 1;
    const lease = await this.#lease(most);
    if (lease.batches.length === 0) {
      this.#waiting = Math.max(0, lease.waiting);
      this.#settings.changed();
      return this.#rest.called;
    }
    const intake = await takeIn(lease.batches, { filter: config.filter, budget: this.#volume, render: (batch) => this.#render(batch, pool) });
    if (intake.batches.length === 0) {
      this.#health.enter('paused', this.#volumeWatch.exhaust());
      this.#settings.changed();
      return true;
    }
    if (intake.rendered.length === 0) {
      await this.#settle(intake, null);
      return true;
    }
    probe('before-deliver');
    this.#sending = intake.rendered.map((batch) => batch.seq);
    try {
      const delivery = await output.deliver(intake.rendered, this.#stop.signal);
      probe('after-deliver');
      await this.#settle(intake, delivery);
    } finally {
      this.#sending = [];
    }
    return true;
  }

  /**
   * The next batches. What is new to an output that had caught up is on its way here (`notify`) when this asks, and here when
   * the answer comes: reading it back from the spool, and rendering it once more, is for batches that turn out not to be.
   */
  async #lease(most: number): Promise<Lease> {
    const { spool, config } = this.#settings;
    if (this.#caughtUp && this.form !== null) {
      const { batches, waiting } = await spool.lease(config.id, most, leaseBytes, 'all');
      const missing = batches.findIndex(({ seq, ids }) => this.#held.get(seq, ids) === null);
      if (missing !== 0) {
        const left = missing < 0 ? [] : batches.slice(missing);
        this.#caughtUp = waiting + left.length === 0;
        return { batches: batches.slice(0, batches.length - left.length), waiting: left.reduce((sum, { count }) => sum + count, waiting) };
      }
    }
    const lease = await spool.lease(config.id, most, leaseBytes, this.#held.seqs);
    this.#caughtUp = lease.waiting === 0;
    return lease;
  }

  #render(batch: LeasedBatch, pool: WorkPool): Promise<RenderedBatch> {
    const { config } = this.#settings;
    const { seq, connectorName, stream, count, lines, ids } = batch;
    const held = this.#held.get(seq, ids);
    if (held === null && lines.length === 0) {
      // A spool that was rebuilt may count its batches anew: what was held belonged to another one.
      this.#held.drop(seq);
      return Promise.reject(new SpoolRecoveredError());
    }
    if (held !== null) return Promise.resolve({ seq, connectorName, logType: stream.logType, count, lines: held.lines, ends: held.ends, ids });
    return pool.render({ seq, connectorName, logType: stream.logType, count, lines, ids }, config.format, config.model, config.dropFields);
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
    this.#volume.spend(intake.volume);
    const resume = this.#volume.save(delivery?.resume ?? this.#resume);
    const result = await spool.acknowledge({
      outputId: config.id,
      seqs: intake.batches.map((batch) => batch.seq),
      refused,
      filtered: filteredOf(intake),
      resume,
      at,
    });
    this.#giveBack(intake);
    this.#resume = resume;
    this.#volumeWatch.look();
    if (refused.length > 0) log.write('warn', 'events refused by output', { output: config.name, count: refused.reduce((sum, one) => sum + one.events.length, 0) });
    this.#count(result);
    if (delivery !== null) {
      this.#lastDeliveredAt = at;
      this.#health.proven();
    }
    this.#settings.acknowledged(result);
    this.#settings.changed();
  }

  /** Memory of events that are settled. */
  #giveBack({ batches, rendered }: Intake): void {
    const held = new Set(this.#held.seqs);
    for (const { seq } of batches) this.#held.drop(seq);
    if (this.#settings.output.isDoneWithLines !== true) return;
    for (const { seq, lines, ends } of rendered) if (!held.has(seq)) release(lines, ends);
  }

  #count({ waiting, delivered, refused, filtered }: OutputTotals & { readonly waiting: number }): void {
    this.#waiting = waiting;
    this.#totals = { delivered, refused, filtered };
  }
}
