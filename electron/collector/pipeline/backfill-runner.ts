import * as z from 'zod';

import type { BackfillStatus } from '../../../shared/model/collection';
import type { CollectorLog } from '../collector';
import { isAbort } from '../kit/abort';
import type { Clock, Random } from '../kit/clock';
import { toFailure } from '../kit/failure-error';
import type { Step, Stream } from '../sources/source';
import type { CommitResult, Spool, StreamRef } from '../spool/spool';
import { backfillKey } from '../spool/spool';
import { retryWaitMs } from '../supervisor/retry-policy';

/** Events a second at the most, so that live data stays live and an output's limits are not used up by the past. */
const eventsPerSecond = 1000;

const JobSchema = z.object({ from: z.number(), cursor: z.unknown(), collected: z.number(), state: z.enum(['running', 'paused']) });
type Job = z.infer<typeof JobSchema>;

export type BackfillSettings = {
  readonly ref: StreamRef;
  readonly connectorName: string;
  /** A stream of its own: it keeps no position, so it can read beside the live one. */
  readonly stream: Stream;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: CollectorLog;
  readonly outputs: readonly string[];
  /** Whether the live stream is polling now: then the past waits. */
  readonly busy: () => boolean;
  readonly changed: (result: CommitResult | null) => void;
};

/**
 * Reads the past of a stream beside its live polling. Records known already are duplicates, so an overlap is
 * harmless; position and custody change in one transaction, here too.
 */
export class BackfillRunner {
  readonly #settings: BackfillSettings;
  readonly #stop = new AbortController();
  #job: Job | null = null;
  /** Of the spool that the job's position belongs to. */
  #epoch: number | null = null;
  #failure: BackfillStatus['failure'] = null;
  #running: Promise<void> | null = null;

  constructor(settings: BackfillSettings) {
    this.#settings = settings;
  }

  get status(): BackfillStatus | null {
    const job = this.#job;
    if (job === null) return null;
    return { state: job.state, from: job.from, collected: job.collected, progress: this.#progress(job), failure: this.#failure };
  }

  /** Takes up a job that an earlier run did not finish. */
  async resume(): Promise<void> {
    const { spool, ref } = this.#settings;
    this.#epoch = (await spool.memory(ref)).epoch;
    const saved = (await spool.state(ref)).find((change) => change.key === backfillKey)?.value;
    const parsed = saved == null ? null : JobSchema.safeParse(JSON.parse(saved));
    if (parsed?.success !== true) return;
    this.#job = parsed.data;
    this.#settings.changed(null);
    if (parsed.data.state === 'running') this.#running = this.#loop();
  }

  /** Starts from `from`, epoch ms; a job that is there is replaced. */
  async start(from: number): Promise<void> {
    await this.#save({ from, cursor: null, collected: 0, state: 'running' });
    this.#running ??= this.#loop();
  }

  async pause(paused: boolean): Promise<void> {
    if (this.#job === null) return;
    await this.#save({ ...this.#job, state: paused ? 'paused' : 'running' });
    if (!paused) this.#running ??= this.#loop();
  }

  /** What was collected stays; the rest of the past is not read. */
  async cancel(): Promise<void> {
    await this.#save(null);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #loop(): Promise<void> {
    const { clock, random, log, ref } = this.#settings;
    for (let attempt = 1; this.#job?.state === 'running' && !this.#stop.signal.aborted; attempt += 1) {
      try {
        // Else it was paused, cancelled or replaced: the loop's condition knows which.
        if (await this.#read(this.#job.from)) await this.#save(null);
      } catch (error) {
        if (isAbort(error, this.#stop.signal)) break;
        this.#failure = toFailure(error, clock.now());
        log.write('warn', 'backfill failed', { ...ref, code: this.#failure.code, ref: this.#failure.ref });
        this.#settings.changed(null);
        await clock.sleep(retryWaitMs(this.#failure, attempt, random), this.#stop.signal).catch(() => undefined);
      }
    }
    this.#running = null;
  }

  /** True when everything was read; false when the job was paused, cancelled or replaced. */
  async #read(from: number): Promise<boolean> {
    const { stream, clock, spool, ref } = this.#settings;
    const { epoch } = await spool.memory(ref);
    // The store was rebuilt: what was collected behind this position may be gone, and what is not is recognised.
    if (this.#job !== null && this.#epoch !== null && epoch !== this.#epoch) this.#job = { ...this.#job, cursor: null };
    this.#epoch = epoch;
    const context = { cursor: this.#job?.cursor ?? null, startFrom: from, newest: null, loadState: () => Promise.resolve([]), clock, signal: this.#stop.signal };
    for await (const next of stream.poll(context)) {
      if (this.#job?.state !== 'running' || this.#job.from !== from) return false;
      await this.#commit(this.#job, next);
      await this.#yieldToLive(next.chunk?.count ?? 0);
    }
    // Replaced during its last step: the new one must not be taken for done.
    return this.#job?.state === 'running' && this.#job.from === from;
  }

  async #yieldToLive(events: number): Promise<void> {
    const { clock, busy } = this.#settings;
    const { signal } = this.#stop;
    await clock.sleep((events / eventsPerSecond) * 1000, signal);
    while (busy()) await clock.sleep(200, signal);
  }

  async #commit(job: Job, next: Step): Promise<void> {
    const { spool, ref, connectorName, outputs, clock } = this.#settings;
    const after: Job = { ...job, cursor: next.cursor };
    const result = await spool.commit({
      stream: ref,
      epoch: this.#epoch ?? 0,
      reach: job.from,
      connectorName,
      chunk: next.chunk,
      broken: next.broken,
      gaps: next.gaps,
      // How many of these are new, only the commit knows: after a restart the figure may lack one step, but never claims too much.
      state: [{ key: backfillKey, value: JSON.stringify(after) }],
      outputs,
      at: clock.now(),
    });
    // Paused or cancelled while the commit was under way: that wish is newer than this position.
    if (this.#job === job) this.#job = { ...after, collected: job.collected + result.fresh };
    this.#failure = null;
    this.#settings.changed(result);
  }

  async #save(job: Job | null): Promise<void> {
    const { spool, ref, connectorName, clock } = this.#settings;
    this.#job = job;
    this.#failure = null;
    const state = [{ key: backfillKey, value: job === null ? null : JSON.stringify(job) }];
    const { epoch } = await spool.memory(ref);
    await spool.commit({ stream: ref, epoch, ...(job === null ? {} : { reach: job.from }), connectorName, chunk: null, broken: [], gaps: [], state, outputs: [], at: clock.now() });
    this.#settings.changed(null);
  }

  /** The part of the way that is done, 0 to 1, where the position is a time. */
  #progress(job: Job): number | null {
    const until = (job.cursor as { readonly until?: unknown } | null)?.until;
    if (typeof until !== 'number') return null;
    const span = this.#settings.clock.now() - job.from;
    return span <= 0 ? 1 : Math.min(1, Math.max(0, (until - job.from) / span));
  }
}
