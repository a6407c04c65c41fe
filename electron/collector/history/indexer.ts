import type { HistoryAsk, HistoryPage, HistoryStatus } from '../../../shared/model/history';
import type { Overview, OverviewRange } from '../../../shared/model/overview';
import type { WatchHit, WatchTest, WatchTestAsk } from '../../../shared/model/watch-rules';
import type { Message } from '../../../shared/text/message';
import { say, wordsOnly } from '../../../shared/text/message';
import type { Clock } from '../kit/clock';
import { freeBytesOf } from '../kit/free-space';
import type { HistoryBatch } from './blocks';
import { slicesOf } from './blocks';
import type { HistoryConfig, HistoryOptions } from './history';
import { History } from './history';

/** Of every span, half is work and half is rest: two processors are shared with collecting. */
const restPerWork = 1;
/** Below this the disk belongs to the spool: nothing is taken in. The spool itself stops at half of it. */
const leastFree = 1024 ** 3;
const lookAtDiskEveryMs = 30_000;

export type IndexerOptions = Omit<HistoryOptions, 'now'> & { readonly clock: Clock; readonly free?: (dir: string) => number };
/** What became of a batch: taken in with what the rules found, or not. */
export type Taken = { readonly missed: number; readonly hits: readonly WatchHit[] };
type WorkerStatus = Pick<HistoryStatus, 'events' | 'bytes' | 'since' | 'begunAnewAt' | 'problem'>;

/** What the thread answers to. Batches are taken in one after the other, in slices with rests between; questions are answered in the rests. */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #lifetime = new AbortController();
  #config: HistoryConfig;
  #history: History | null = null;
  #problem: Message | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #diskLookedAt = -Infinity;
  #short = false;

  constructor(options: IndexerOptions, config: HistoryConfig) {
    this.#options = options;
    this.#config = config;
  }

  configure(config: HistoryConfig): void {
    this.#config = config;
    try {
      this.#opened()?.configure(config);
    } catch (error) {
      this.#problem = wordsOf(error);
    }
  }

  /** Settles when the batch is in, or is not going to be. `missed`: events before it that did not come this far. */
  push(batch: HistoryBatch, missed: number): Promise<Taken> {
    const taken = this.#queue.then(() => this.#take(batch, missed));
    this.#queue = taken.catch(() => undefined);
    return taken;
  }

  overview(range: OverviewRange): Omit<Overview, 'history'> | null {
    return this.#opened()?.overview(range) ?? null;
  }

  search(ask: HistoryAsk): HistoryPage {
    return this.#opened()?.search(ask) ?? { rows: [], next: null, problem: this.#problem };
  }

  hits(limit: number): readonly WatchHit[] {
    return this.#opened()?.hits(limit) ?? [];
  }

  async test(ask: WatchTestAsk): Promise<WatchTest> {
    const now = this.#options.clock.now();
    let last: WatchTest = { matched: 0, hits: 0, events: [], since: now, searched: 0, complete: false, problem: this.#problem };
    for (const step of this.#opened()?.test(ask) ?? []) {
      last = step;
      if (step.complete || this.#options.clock.now() - now > longestTestMs) break;
      await this.#options.clock.sleep(1, this.#lifetime.signal);
    }
    return last;
  }

  status(): WorkerStatus {
    const status = this.#opened()?.status() ?? { events: 0, bytes: 0, since: null, begunAnewAt: null };
    return { ...status, problem: this.#problem };
  }

  close(): void {
    this.#lifetime.abort();
    this.#history?.close();
    this.#history = null;
  }

  async #take(batch: HistoryBatch, missed: number): Promise<Taken> {
    const { clock } = this.#options;
    const count = batch.fresh?.length ?? batch.count;
    const history = this.#opened();
    if (history === null) return { missed: count, hits: [] };
    if (missed > 0) history.missed(missed);
    if (this.#isDiskShort()) return { missed: count, hits: [] };
    const hits = new Map<number, WatchHit>();
    let left = 0;
    for (const slice of slicesOf(batch)) {
      this.#lifetime.signal.throwIfAborted();
      const began = clock.now();
      try {
        for (const hit of history.take(slice)) hits.set(hit.id, hit);
        history.tidy();
        this.#problem = null;
      } catch (error) {
        left += slice.count;
        this.#problem = wordsOf(error);
      }
      await clock.sleep(Math.max(1, (clock.now() - began) * restPerWork), this.#lifetime.signal);
    }
    return { missed: left, hits: [...hits.values()] };
  }

  /** Opened by the first need. A folder that cannot be written is tried again with the next batch. */
  #opened(): History | null {
    if (this.#history !== null || this.#lifetime.signal.aborted) return this.#history;
    try {
      this.#history = new History({ ...this.#options, now: () => this.#options.clock.now() }, this.#config);
      this.#problem = null;
    } catch (error) {
      this.#problem = wordsOf(error);
    }
    return this.#history;
  }

  #isDiskShort(): boolean {
    const { clock, dir, free = freeBytesOf } = this.#options;
    const now = clock.now();
    if (now - this.#diskLookedAt >= lookAtDiskEveryMs || now < this.#diskLookedAt) {
      this.#diskLookedAt = now;
      try {
        this.#short = free(dir) < leastFree;
      } catch {
        this.#short = false;
      }
    }
    if (this.#short) this.#problem = diskIsShort;
    else if (this.#problem === diskIsShort) this.#problem = null;
    return this.#short;
  }
}

const longestTestMs = 20_000;
const diskIsShort = say('collector.history.diskIsShort');

/** SQLite's own words name tables and pages, never events. */
const wordsOf = (error: unknown): Message => (error instanceof Error ? wordsOnly(error.message.slice(0, 200)) : say('collector.history.unusable'));
