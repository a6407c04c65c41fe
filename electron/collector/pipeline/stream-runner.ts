import type { Failure } from '../../../shared/failures/failure';
import type { Gap, StreamStatus } from '../../../shared/model/collection';
import { say } from '../../../shared/text/message';
import type { CollectorLog } from '../collector';
import { isAbort } from '../kit/abort';
import type { Clock, Random } from '../kit/clock';
import { toFailure } from '../kit/failure-error';
import type { Probe } from '../kit/probe';
import { release } from '../kit/release';
import { FreshBatch } from '../outputs/held-batches';
import type { Tap } from '../preview/tap';
import type { Step, Stream } from '../sources/source';
import { step } from '../sources/source';
import type { CommitResult, Spool, StreamMemory, StreamRef } from '../spool/spool';
import type { DiskGuard } from '../supervisor/disk-guard';
import { HealthTracker } from '../supervisor/health-tracker';
import { needsPerson, retryWaitMs } from '../supervisor/retry-policy';
import type { Chunk, RenderRequest } from './chunk';
import { RunRecorder } from './run-recorder';

export type StreamRunnerSettings = {
  readonly ref: StreamRef;
  readonly connectorName: string;
  readonly stream: Stream;
  readonly spool: Spool;
  readonly tap: Tap;
  readonly guard: DiskGuard;
  readonly probe: Probe;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: CollectorLog;
  readonly pollMs: number;
  readonly startFrom: number;
  /** Ids of the outputs that want these events. */
  readonly outputs: readonly string[];
  /** What those outputs will want of the events; absent: nothing that can be prepared. */
  readonly render?: RenderRequest;
  /** Called after every change of what `status` gives; `spooled` tells how many events are new in the spool. */
  readonly changed: (spooled: number, batch?: FreshBatch) => void;
};

/** At start the polls of many streams are spread over this time instead of marching in step. */
const startSkewMs = 3000;
/** In `--once` a disturbance is given this many tries. */
const onceTries = 6;
const caughtUpEveryMs = 60_000;
/** Where Mimecast documents no horizon, starting over goes no further back than this. */
const furthestBackMs = 366 * 24 * 3_600_000;

/** Runs one stream: poll, commit step by step, wait. One-shot: after `stop` a new runner is made. */
export class StreamRunner {
  readonly #settings: StreamRunnerSettings;
  readonly #stop = new AbortController();
  readonly #health: HealthTracker;
  #memory: StreamMemory | null = null;
  #polling = false;
  #lastPollAt: number | null = null;
  #nextPollAt: number | null = null;
  #wake: AbortController | null = null;
  #pause = 0;
  #running: Promise<void> | null = null;
  readonly #runs: RunRecorder;

  constructor(settings: StreamRunnerSettings) {
    this.#settings = settings;
    this.#health = new HealthTracker(settings.clock, say('status.reason.firstPoll'));
    this.#runs = new RunRecorder(settings);
  }

  get status(): StreamStatus {
    const { ref, connectorName, stream } = this.#settings;
    const memory = this.#memory;
    return {
      connectorId: ref.connectorId,
      connectorName,
      logType: ref.logType,
      health: this.#health.value,
      polling: this.#polling,
      lastPollAt: this.#lastPollAt,
      nextPollAt: this.#nextPollAt,
      lastEventAt: memory?.newest ?? null,
      counts: memory?.counts ?? { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} },
      gaps: [...(memory?.gaps ?? [])],
      dataExpiresAt: memory?.caughtUpAt == null || stream.horizonMs === null ? null : memory.caughtUpAt + stream.horizonMs,
      horizonMs: stream.horizonMs,
      backfill: null,
      notes: memory === null ? [] : [...stream.notes(memory.cursor)],
    };
  }

  /** New totals after an acknowledgement. */
  update(counts: StreamMemory['counts']): void {
    if (this.#memory !== null) this.#memory = { ...this.#memory, counts };
  }

  start(): void {
    this.#running ??= this.#loop();
  }

  /** Instead of `start`: nothing is read; what was counted before is shown. */
  pause(): void {
    this.#health.enter('paused', say('collector.pausedByYou'));
    this.#running ??= this.#recall().then(() => undefined, () => undefined);
  }

  /** Ends the present wait, if there is one. */
  pollNow(): void {
    this.#wake?.abort();
  }

  async stop(): Promise<void> {
    this.#health.enter('stopping', null);
    this.#stop.abort();
    await this.#running?.catch(() => undefined);
    this.#health.enter('stopped', null);
    this.#settings.changed(0);
  }

  /** One poll until caught up, with a few tries; false when it did not succeed or `signal` ended it. */
  async once(signal: AbortSignal): Promise<boolean> {
    const end = (): void => {
      this.#stop.abort();
    };
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      for (let attempt = 1; !this.#stop.signal.aborted; attempt += 1) {
        const failure = await this.#poll();
        this.#record(failure, attempt, null);
        if (failure === null) return true;
        if (needsPerson(failure) || attempt >= onceTries) return false;
        await this.#sleep(retryWaitMs(failure, attempt, this.#settings.random));
      }
      return false;
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  /** What the spool knows, asked anew for every poll: it may have been rebuilt since, and then what is remembered here is of before. */
  async #recall(): Promise<StreamMemory> {
    const { spool, ref, log } = this.#settings;
    const before = this.#memory;
    const memory = await spool.memory(ref);
    this.#memory = memory;
    if (before !== null && before.epoch !== memory.epoch) log.write('warn', 'local store was rebuilt', { ...ref, startsOver: memory.cursor === null });
    this.#settings.changed(0);
    return memory;
  }

  /** After a recovery that may have lost events everything within reach is read again: what is there still is recognised. */
  #startFrom({ cursor, againFrom }: StreamMemory): number {
    const { startFrom, stream, clock } = this.#settings;
    if (cursor !== null || againFrom === null) return startFrom;
    return Math.min(startFrom, Math.max(againFrom, clock.now() - (stream.horizonMs ?? furthestBackMs)));
  }

  async #loop(): Promise<void> {
    const { clock, random } = this.#settings;
    // The counts of earlier days are shown at once, not after the first poll. A failure shows with that poll.
    await this.#recall().catch(() => undefined);
    let attempt = 0;
    let wait = random() * startSkewMs;
    while (!this.#stop.signal.aborted) {
      this.#nextPollAt = clock.now() + wait;
      this.#settings.changed(0);
      await this.#sleep(wait);
      if (this.#stop.signal.aborted) return;
      const failure = (await this.#poll()) ?? this.#failedToPlan();
      attempt = failure === null ? 0 : attempt + 1;
      wait = failure === null ? this.#pause : retryWaitMs(failure, attempt, random);
      this.#record(failure, attempt, clock.now() + wait);
    }
  }

  #record(failure: Failure | null, attempt: number, nextPollAt: number | null): void {
    // What a stop breaks off fails with the stop itself.
    if (failure !== null && this.#stop.signal.aborted) this.#runs.end({ outcome: 'stopped', attempt: 0, failure: null, nextPollAt: null });
    else this.#runs.end({ outcome: failure === null ? 'done' : 'failed', attempt: failure === null ? 0 : attempt, failure, nextPollAt });
  }

  /** Decides the pause before the next poll; a bug there must show as a failing stream, not end the loop unseen. */
  #failedToPlan() {
    const { clock, pollMs, stream } = this.#settings;
    try {
      this.#pause = Math.max(pollMs, stream.floorMs(this.#memory?.cursor));
      return null;
    } catch (error) {
      const failure = toFailure(error, clock.now());
      this.#health.failing(failure, needsPerson(failure));
      return failure;
    }
  }

  async #sleep(ms: number): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    await this.#settings.clock.sleep(ms, AbortSignal.any([wake.signal, this.#stop.signal])).catch(() => undefined);
    this.#wake = null;
  }

  async #poll() {
    const { ref, stream, spool, clock, log, probe } = this.#settings;
    const { signal } = this.#stop;
    this.#polling = true;
    this.#runs.begin();
    this.#settings.changed(0);
    try {
      await this.#room();
      await this.#recordGap(await this.#recall());
      const memory = this.#memory ?? (await this.#recall());
      const context = { cursor: memory.cursor, startFrom: this.#startFrom(memory), newest: memory.newest, loadState: () => spool.state(ref), clock, signal, ...(this.#settings.render === undefined ? {} : { render: this.#settings.render }) };
      for await (const next of stream.poll(context)) {
        probe('after-fetch');
        await this.#room();
        await this.#commit(next);
        signal.throwIfAborted();
      }
      await this.#caughtUp();
      this.#health.proven();
      return null;
    } catch (error) {
      if (isAbort(error, signal)) return toFailure(error, clock.now());
      const failure = toFailure(error, clock.now());
      this.#health.failing(failure, needsPerson(failure));
      log.write('warn', 'poll failed', { ...ref, code: failure.code, detail: failure.detail, ref: failure.ref });
      return failure;
    } finally {
      this.#polling = false;
      this.#lastPollAt = clock.now();
      this.#settings.changed(0);
    }
  }

  /** At high water nothing more is taken in until there is room again. */
  async #room(): Promise<void> {
    await this.#settings.guard.room(this.#stop.signal, (why) => {
      this.#health.enter('paused', why);
      this.#settings.changed(0);
    });
  }

  /** What was not read before the vendor gave it up is an entry, not a silence. */
  async #recordGap(memory: StreamMemory): Promise<void> {
    const { stream, clock } = this.#settings;
    if (stream.horizonMs === null || memory.caughtUpAt === null) return;
    const oldest = clock.now() - stream.horizonMs;
    if (memory.caughtUpAt >= oldest) return;
    const gap = {
      from: new Date(memory.caughtUpAt).toISOString(),
      to: new Date(oldest).toISOString(),
      why: say('collector.gap.expired'),
    };
    await this.#commit(step(memory.cursor, { gaps: [gap] }), oldest);
  }

  /** Remembered on disk now and then: it decides about gaps of hours and days. */
  async #caughtUp(): Promise<void> {
    const at = this.#settings.clock.now();
    const saved = this.#memory?.caughtUpAt ?? 0;
    if (this.#memory === null || at - saved < caughtUpEveryMs) return;
    await this.#commit(step(this.#memory.cursor), at);
  }

  /** Custody and position in one transaction: the order that the whole product is judged by. */
  async #commit(next: Step, caughtUpAt?: number): Promise<void> {
    if (caughtUpAt === undefined && this.#changesNothing(next)) return;
    const { ref, connectorName, spool, tap, clock, outputs, log, startFrom: reach } = this.#settings;
    const { epoch } = this.#memory ?? (await this.#recall());
    const at = clock.now();
    // What the spool keeps moves to its thread with the commit, so the tap copies what it wants before.
    const preview = next.chunk === null ? null : tap.copy(next.chunk);
    const rendered = next.chunk?.rendered;
    const ids = rendered === undefined ? null : next.chunk?.ids.slice() ?? null;
    const result = await spool.commit({ stream: ref, epoch, reach, connectorName, cursor: next.cursor, chunk: next.chunk === null ? null : forSpool(next.chunk), broken: next.broken, gaps: next.gaps, state: next.state, outputs, at, ...(caughtUpAt === undefined ? {} : { caughtUpAt }), ...(this.#runs.startedAt === null ? {} : { run: this.#runs.startedAt }) });
    this.#remember(next, result, at, caughtUpAt);
    if (result.fresh > 0) {
      if (preview === null) tap.skip(result.fresh);
      else tap.push({ ...ref, connectorName, at }, preview, result.freshIndexes);
    }
    if (result.quarantined > 0) log.write('warn', 'items quarantined', { ...ref, count: result.quarantined, first: next.broken[0]?.detail });
    if (next.gaps.length > 0) log.write('warn', 'gap recorded', { ...ref, count: next.gaps.length, why: next.gaps[0]?.why.english });
    // With repeats among them the events that were prepared are not those of the batch.
    const isWhole = result.seq !== null && result.freshIndexes === null && rendered !== undefined && ids !== null;
    if (next.chunk?.packed !== undefined) giveBack(next.chunk, isWhole);
    this.#settings.changed(result.fresh, isWhole ? new FreshBatch(result.seq, ids, rendered) : undefined);
  }

  /** A poll that found nothing needs no sync to disk. */
  #changesNothing(step: Step): boolean {
    const empty = step.chunk === null && step.broken.length === 0 && step.gaps.length === 0 && step.state.length === 0;
    return empty && JSON.stringify(step.cursor) === JSON.stringify(this.#memory?.cursor);
  }

  #remember(step: Step, result: CommitResult, at: number, caughtUpAt: number | undefined): void {
    const before = this.#memory;
    if (before === null) return;
    const newest = step.chunk?.newest ?? null;
    this.#memory = {
      ...before,
      cursor: step.cursor,
      counts: result.counts,
      gaps: step.gaps.reduce((gaps, gap) => withGap(gaps, { ...gap, at }), before.gaps).slice(0, 100),
      newest: newest === null ? before.newest : Math.max(newest, before.newest ?? 0),
      caughtUpAt: caughtUpAt ?? before.caughtUpAt,
    };
  }
}

/** A gap that grows is one gap: while nothing can be read, every try would add another to the list. */
function withGap(gaps: readonly Gap[], gap: Gap): readonly Gap[] {
  const [last, ...others] = gaps;
  return last !== undefined && last.to === gap.from && last.why.english === gap.why.english ? [{ ...gap, from: last.from }, ...others] : [gap, ...gaps];
}

/** What the spool keeps. */
function forSpool({ rendered: _rendered, ...chunk }: Chunk): Chunk {
  return chunk.packed === undefined ? chunk : { ...chunk, lines: new Uint8Array(0) };
}

/** Memory that nobody waits for: lines that no output wants as they are, or events that were rendered in vain. */
function giveBack({ lines, rendered = [] }: Chunk, isWanted: boolean): void {
  if (!isWanted) release(lines, ...rendered.map((events) => events.lines));
  else if (!rendered.some((events) => events.lines.buffer === lines.buffer)) release(lines);
}
