import type { HistoryAsk, HistoryPage, HistoryStatus } from '../../../shared/model/history';
import type { Overview, OverviewRange } from '../../../shared/model/overview';
import type { WatchHit, WatchTest, WatchTestAsk } from '../../../shared/model/watch-rules';
import type { Clock } from '../kit/clock';
import { WorkerClient } from '../kit/worker-rpc';
import { buffersOf } from '../pipeline/work-pool';
import type { TapMirror } from '../preview/tap';
import type { HistoryBatch } from './blocks';
import type { HistoryConfig } from './history';
import type { Indexer, Taken } from './indexer';

export type HistoryThreadData = { readonly dir: string; readonly config: HistoryConfig };

/** Bytes under way to the thread; what comes when they are reached is left out and counted. */
const mostUnderWay = 24 * 1024 * 1024;
/** A stop waits this long for what is under way; the rest is left out, the spool has it all. */
const closeWithinMs = 1500;

/** The calls as they travel; also what `history-worker.ts` serves. */
export type HistoryCalls = {
  readonly push: { readonly batch: HistoryBatch; readonly missed: number };
  readonly configure: HistoryConfig;
};

/** What `history-worker.ts` answers to. */
export function historyMethods(indexer: Indexer) {
  return {
    push: ({ batch, missed }: HistoryCalls['push']) => indexer.push(batch, missed),
    configure: (config: HistoryConfig) => {
      indexer.configure(config);
    },
    overview: (range: OverviewRange) => indexer.overview(range),
    search: (ask: HistoryAsk) => indexer.search(ask),
    hits: (limit: number) => indexer.hits(limit),
    test: (ask: WatchTestAsk) => indexer.test(ask),
    status: () => indexer.status(),
    close: () => {
      indexer.close();
    },
  };
}

export type HistoryThreadOptions = {
  /** The built worker. */
  readonly worker: string;
  /** Folder of history.db. */
  readonly dir: string;
  readonly config: HistoryConfig;
  readonly clock: Clock;
  readonly onHits: (hits: readonly WatchHit[]) => void;
};

/** The history in a thread of its own. Law: `mirror` never waits and never throws; what cannot be taken is counted. */
export class HistoryThread implements TapMirror {
  readonly #options: HistoryThreadOptions;
  readonly #worker: WorkerClient;
  #config: HistoryConfig;
  #underWay = 0;
  #waiting = 0;
  #notIndexed = 0;
  /** Left out and not yet told to the thread, which writes it into the hours. */
  #untold = 0;
  #closed = false;

  constructor(options: HistoryThreadOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#worker = new WorkerClient(options.worker, { dir: options.dir, config: options.config } satisfies HistoryThreadData);
  }

  mirror(batch: HistoryBatch): void {
    if (!this.#config.on || this.#closed) return;
    const count = batch.fresh?.length ?? batch.count;
    if (count === 0) return;
    const size = batch.lines.length;
    if (this.#underWay > 0 && this.#underWay + size > mostUnderWay) {
      this.#miss(count);
      return;
    }
    // Copies of their own: the preview's go to another thread.
    const copy: HistoryBatch = { ...batch, lines: new Uint8Array(batch.lines), ids: new Uint8Array(batch.ids) };
    this.#underWay += size;
    this.#waiting += count;
    const missed = this.#untold;
    this.#untold = 0;
    const settled = (left: number): void => {
      this.#underWay -= size;
      this.#waiting -= count;
      if (left > 0) this.#miss(left);
    };
    this.#worker.call('push', { batch: copy, missed } satisfies HistoryCalls['push'], buffersOf(copy.lines, copy.ids)).then(
      (value) => {
        const taken = value as Taken;
        settled(taken.missed);
        if (taken.hits.length > 0) this.#options.onHits(taken.hits);
      },
      () => {
        this.#untold += missed;
        settled(count);
      },
    );
  }

  skipped(count: number): void {
    if (this.#config.on && !this.#closed) this.#miss(count);
  }

  async configure(config: HistoryConfig): Promise<void> {
    this.#config = config;
    if (!this.#closed) await this.#worker.call('configure', config).catch(() => undefined);
  }

  async overview(range: OverviewRange): Promise<Overview | null> {
    const [overview, history] = await Promise.all([this.#worker.call('overview', range) as Promise<Omit<Overview, 'history'> | null>, this.status()]);
    return overview === null ? null : { ...overview, history };
  }

  async search(ask: HistoryAsk): Promise<HistoryPage> {
    return (await this.#worker.call('search', ask)) as HistoryPage;
  }

  async hits(limit: number): Promise<readonly WatchHit[]> {
    return (await this.#worker.call('hits', limit)) as readonly WatchHit[];
  }

  async test(ask: WatchTestAsk): Promise<WatchTest> {
    return (await this.#worker.call('test', ask)) as WatchTest;
  }

  async status(): Promise<HistoryStatus> {
    const inside = (await this.#worker.call('status', undefined)) as Pick<HistoryStatus, 'events' | 'bytes' | 'since' | 'begunAnewAt' | 'problem'>;
    return { on: this.#config.on, ...inside, notIndexed: this.#notIndexed, waiting: this.#waiting };
  }

  async close(): Promise<void> {
    this.#closed = true;
    const { clock } = this.#options;
    const deadline = clock.now() + closeWithinMs;
    const patience = new AbortController();
    while (this.#underWay > 0 && clock.now() < deadline) await clock.sleep(20, patience.signal);
    await this.#worker.end('close');
  }

  #miss(count: number): void {
    this.#notIndexed += count;
    this.#untold += count;
  }
}
