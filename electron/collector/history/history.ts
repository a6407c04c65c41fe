import { parseFilter } from '../../../shared/filter/parse';
import type { HistoryAsk, HistoryPage, HistoryRow, HistorySettings, HistoryStatus } from '../../../shared/model/history';
import type { Overview, OverviewRange } from '../../../shared/model/overview';
import { hourMs, nothingSaid, overviewSpan, overviewSteps } from '../../../shared/model/overview';
import type { WatchHit, WatchRule, WatchTest, WatchTestAsk } from '../../../shared/model/watch-rules';
import type { Message } from '../../../shared/text/message';
import type { Block } from '../preview/block';
import { Texts } from '../preview/columns';
import { Search } from '../preview/search';
import type { SqlDriver } from '../spool/driver';
import { blockColumns, historyRow, indexed, loadBlock, storeBlock, timeOf } from './blocks';
import { facetsOf } from './facets';
import { HistoryFile } from './history-file';
import { Hits } from './hits';
import { Rollups } from './rollups';
import { hitsIn, Watcher } from './watcher';
import { wordsQuery } from './words-query';

const dayMs = 24 * hourMs;
/** A read of the past says nothing about how late live collection is. */
const longestLagMs = dayMs;
const pruneEveryMs = 30_000;
/** Pruning stops this far below the cap, so that it is not at work all the time. */
const prunedTo = 0.9;
const blocksAtOnce = 8;
/** One search step; after it the next one waits for its turn. */
const searchMs = 120;
/** Events shown with the test of a rule. */
const testEvents = 20;
const mostTestMatches = 100_000;

export type HistoryConfig = HistorySettings & { readonly rules: readonly WatchRule[] };

export type HistoryOptions = {
  readonly dir: string;
  readonly now: () => number;
  readonly engine?: SqlDriver['engine'];
};

/** A search that may be asked to go on: `next` is where. */
type Found = { readonly rows: readonly { readonly at: number; readonly row: HistoryRow }[]; readonly next: number | null; readonly problem: Message | null; readonly searched: number };

/** The searchable past: blocks of events, counts per hour, and what the rules found. Everything is synchronous; `HistoryThread` gives it a thread. */
export class History {
  readonly #now: () => number;
  readonly #file: HistoryFile;
  readonly #rollups: Rollups;
  readonly #hits: Hits;
  readonly #texts = new Texts();
  readonly #watcher = new Watcher();
  #config: HistoryConfig;
  #prunedAt: number;
  #searches: readonly { readonly key: string; readonly search: Search }[] = [];

  constructor(options: HistoryOptions, config: HistoryConfig) {
    this.#now = options.now;
    this.#config = config;
    this.#file = new HistoryFile(options.dir, options.now, options.engine);
    this.#rollups = new Rollups(this.#file);
    this.#hits = new Hits(this.#file);
    this.#watcher.set(config.rules);
    this.#prunedAt = options.now();
    this.#noteOn();
  }

  configure(config: HistoryConfig): void {
    this.#config = config;
    this.#watcher.set(config.rules);
    this.#prunedAt = -Infinity;
    this.#noteOn();
  }

  #noteOn(): void {
    this.#file.guarded(() => {
      this.#file.setOn(this.#config.on);
    }, undefined);
  }

  /** Takes a block in: all of it or nothing. Gives what the rules found. */
  take(block: Block): readonly WatchHit[] {
    return this.#file.guarded(() => this.#take(block), []);
  }

  /** Counts events that could not be taken in. */
  missed(count: number): void {
    this.#file.guarded(() => {
      this.#file.transaction(() => {
        const now = this.#now();
        this.#rollups.add(now, now, 'missed', '', count);
        this.#rollups.write();
      });
    }, undefined);
  }

  search({ text, from, to, before, limit }: HistoryAsk): HistoryPage {
    const empty: HistoryPage = { rows: [], next: null, problem: null };
    return this.#file.guarded<HistoryPage>(() => {
      const { rows, next, problem } = this.#find(text, from, to, before, limit);
      return { rows: rows.map(({ row }) => row), next, problem };
    }, empty);
  }

  overview(range: OverviewRange): Omit<Overview, 'history'> {
    const now = this.#now();
    const span = overviewSpan(range, now);
    const { stepMs } = overviewSteps[range];
    const nothing = { series: [], tops: [], held: [], lag: [], missed: 0 };
    return { ...span, stepMs, at: now, ...this.#file.guarded(() => this.#rollups.read(span.from, span.to, stepMs, now), nothing) };
  }

  hits(limit: number): readonly WatchHit[] {
    return this.#file.guarded(() => this.#hits.list(limit), []);
  }

  /** What a rule would have found in the last 24 hours. Each step of the generator is a pause for others; the last one has the answer. */
  *test({ text, threshold, windowMinutes }: WatchTestAsk): Generator<WatchTest> {
    const now = this.#now();
    const since = Math.max(now - dayMs, this.#file.since);
    const times: number[] = [];
    const events: HistoryRow[] = [];
    let searched = 0;
    let before: number | null = null;
    const answer = (complete: boolean, problem: Message | null): WatchTest => ({
      matched: times.length, hits: hitsIn([...times].sort((left, right) => left - right), threshold, windowMinutes), events: events.slice(0, testEvents), since, searched, complete, problem,
    });
    for (;;) {
      const step: number | null = before;
      const found: Found = this.#file.guarded(() => this.#find(text, now - dayMs, now + hourMs, step, mostTestMatches), { rows: [], next: null, problem: null, searched: 0 });
      for (const { at, row } of found.rows) {
        times.push(at);
        if (events.length < testEvents) events.push(row);
      }
      searched += found.searched;
      const complete = found.next === null;
      yield answer(complete, found.problem);
      if (complete || times.length >= mostTestMatches) return;
      before = found.next;
    }
  }

  /** Whatever is due: hours made of steps, what is too old or too much removed. */
  tidy(): void {
    const now = this.#now();
    if (now - this.#prunedAt < pruneEveryMs && now >= this.#prunedAt) return;
    this.#prunedAt = now;
    this.#file.guarded(() => {
      this.#prune(now);
    }, undefined);
  }

  status(): Pick<HistoryStatus, 'events' | 'bytes' | 'since' | 'begunAnewAt'> {
    const { events, bytes } = this.#file.guarded(() => ({ events: Number(this.#file.sql('SELECT COALESCE(SUM(count), 0) AS n FROM block').get()?.['n'] ?? 0), bytes: this.#file.size() }), { events: 0, bytes: 0 });
    return { events, bytes, since: this.#file.since, begunAnewAt: this.#file.begunAnewAt };
  }

  close(): void {
    this.#file.close();
  }

  #take(block: Block): readonly WatchHit[] {
    const now = this.#now();
    const events = indexed(block, this.#texts);
    try {
      return this.#file.transaction(() => {
        storeBlock(this.#file, block, events);
        events.forEach((event, place) => {
          const arrivedAt = block.arrived[place] ?? now;
          const at = timeOf(event, arrivedAt);
          const add = (name: Parameters<Rollups['add']>[2], key: string, n = 1): void => {
            this.#rollups.add(at, now, name, key, n);
          };
          facetsOf(event, add);
          const lag = arrivedAt - at;
          if (event.time !== undefined && lag >= 0 && lag <= longestLagMs) {
            add('lagMs', '', lag);
            add('lagCount', '');
          }
          if (event.logType === 'Hold_Message_List') this.#follow(block, place, event.policy ?? nothingSaid, event.eventType, at, now);
        });
        this.#rollups.write();
        return this.#watcher.look(block, events, now).map((finding) => this.#hits.add(finding, now));
      });
    } catch (error) {
      this.#rollups.forget();
      throw error;
    }
  }

  /** Keeps the list of messages that are held now. */
  #follow(block: Block, place: number, policy: string, eventType: string, at: number, now: number): void {
    const record = block.record(place) as { readonly id?: unknown; readonly lastSeen?: { readonly id?: unknown } | null } | null;
    const id = record?.id ?? record?.lastSeen?.id;
    if (typeof id !== 'string') return;
    const key = `${block.origins[place]?.connectorId ?? ''} ${id}`;
    if (eventType === 'no_longer_held') this.#rollups.release(key);
    else this.#rollups.hold(key, policy, at, now);
  }

  #find(text: string, from: number, to: number, before: number | null, limit: number): Found {
    const filter = parseFilter(text, 'utc');
    if (filter.kind === 'error') return { rows: [], next: null, problem: filter.reason, searched: 0 };
    const search = this.#searchFor(text);
    if (search.problem !== null) return { rows: [], next: null, problem: search.problem, searched: 0 };
    const words = this.#file.searchable ? wordsQuery(filter.filter) : null;
    const end = this.#now() + searchMs;
    const rows: { readonly at: number; readonly row: HistoryRow }[] = [];
    let searched = 0;
    let last = before ?? Number.MAX_SAFE_INTEGER;
    for (;;) {
      const blocks = words === null
        ? this.#file.sql(`SELECT ${blockColumns} FROM block WHERE id < ? AND last >= ? AND first < ? ORDER BY id DESC LIMIT ?`).all(last, from, to, blocksAtOnce)
        : this.#file.sql(`SELECT ${blockColumns} FROM block WHERE id IN (SELECT rowid FROM block_text WHERE block_text MATCH ? AND rowid < ?) AND last >= ? AND first < ? ORDER BY id DESC LIMIT ?`).all(words, last, from, to, blocksAtOnce);
      for (const stored of blocks) {
        last = Number(stored['id']);
        const block = loadBlock(stored, this.#texts);
        search.look(block);
        const places = search.places(block);
        search.forget(block);
        searched += block.count;
        // The newest of a block first; a block is given whole, so that `last` is where to go on.
        for (let at = block.count - 1; at >= 0; at -= 1) {
          if (places?.includes(at) === false) continue;
          const event = block.event(at);
          const arrivedAt = block.arrived[at] ?? 0;
          const time = timeOf(event, arrivedAt);
          if (time >= from && time < to) rows.push({ at: time, row: historyRow(event, arrivedAt) });
        }
        if (rows.length >= limit || this.#now() >= end) return { rows, next: last, problem: null, searched };
      }
      if (blocks.length < blocksAtOnce) return { rows, next: null, problem: null, searched };
    }
  }

  #searchFor(text: string): Search {
    const known = this.#searches.find(({ key }) => key === text) ?? { key: text, search: new Search({ text, logTypes: [], connectorIds: [] }) };
    this.#searches = [known, ...this.#searches.filter((each) => each !== known)].slice(0, 4);
    return known.search;
  }

  #prune(now: number): void {
    const { days, megabytes } = this.#config;
    const oldest = now - days * dayMs;
    this.#file.transaction(() => {
      this.#rollups.compact(now);
      this.#rollups.prune(oldest, now);
      this.#hits.prune();
    });
    this.#drop('at < ?', oldest);
    const cap = megabytes * 1024 * 1024;
    if (this.#file.size() <= cap) return;
    for (let left = 200; left > 0 && this.#file.size() > cap * prunedTo; left -= 1) {
      if (this.#drop('id <= (SELECT id FROM block ORDER BY id LIMIT 1 OFFSET ?)', 19) === 0) break;
    }
    this.#file.shrink();
  }

  /** Deletes blocks with their words; gives how many. */
  #drop(which: string, value: number): number {
    return this.#file.transaction(() => {
      if (this.#file.searchable) this.#file.sql(`DELETE FROM block_text WHERE rowid IN (SELECT id FROM block WHERE ${which})`).run(value);
      return this.#file.sql(`DELETE FROM block WHERE ${which}`).run(value).changes;
    });
  }
}
