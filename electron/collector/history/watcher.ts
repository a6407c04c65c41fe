import type { HistoryRow } from '../../../shared/model/history';
import type { LogEvent } from '../../../shared/model/log-event';
import type { WatchRule } from '../../../shared/model/watch-rules';
import type { Block } from '../preview/block';
import { Search } from '../preview/search';
import { historyRow, timeOf } from './blocks';

/** A find before it is kept: what it becomes part of is the caller's to decide. */
export type Finding = { readonly rule: WatchRule; readonly from: number; readonly to: number; readonly count: number; readonly events: readonly HistoryRow[] };

/** Reading the past must not ring for what happened days ago. */
const tooOldMs = 24 * 60 * 60_000;
/** Events told with a hit, the newest. */
export const eventsPerHit = 10;

type Match = { readonly at: number; readonly row: HistoryRow };

/** One rule and the matches that are not yet enough for a hit. */
class Watched {
  readonly rule: WatchRule;
  readonly #search: Search;
  #matches: Match[] = [];

  constructor(rule: WatchRule) {
    this.rule = rule;
    this.#search = new Search({ text: rule.text, logTypes: [], connectorIds: [] });
  }

  /** Findings among the events of a block; every event counts for one finding only. */
  look(block: Block, events: readonly LogEvent[], now: number): readonly Finding[] {
    if (this.#search.problem !== null) return [];
    this.#search.look(block);
    const places = this.#search.places(block) ?? events.map((_event, at) => at);
    this.#search.forget(block);
    const found: Finding[] = [];
    for (const place of places) {
      const event = events[place];
      const arrivedAt = block.arrived[place];
      if (event === undefined || arrivedAt === undefined) continue;
      const at = timeOf(event, arrivedAt);
      if (at < now - tooOldMs) continue;
      const finding = this.#take({ at, row: historyRow(event, arrivedAt) });
      if (finding !== null) found.push(finding);
    }
    return found;
  }

  #take(match: Match): Finding | null {
    const { threshold, windowMinutes } = this.rule;
    // Events of one poll come in no order: the matches are kept by the time they happened.
    let place = this.#matches.length;
    while (place > 0 && (this.#matches[place - 1]?.at ?? 0) > match.at) place -= 1;
    this.#matches.splice(place, 0, match);
    // Only a group with the new match in it can have become complete.
    for (let first = Math.max(0, place - threshold + 1); first <= place && first + threshold <= this.#matches.length; first += 1) {
      const from = this.#matches[first]?.at ?? 0;
      const to = this.#matches[first + threshold - 1]?.at ?? 0;
      if (to - from > windowMinutes * 60_000) continue;
      const group = this.#matches.splice(first, threshold);
      return { rule: this.rule, from, to, count: threshold, events: group.slice(-eventsPerHit).map(({ row }) => row) };
    }
    // Older ones than these can still be part of a hit only when events come very late: bounded instead.
    if (this.#matches.length > threshold * 2) this.#matches.shift();
    return null;
  }
}

/** The rules that are on. A rule that did not change keeps its half-full windows when others do. */
export class Watcher {
  #watched: readonly Watched[] = [];

  set(rules: readonly WatchRule[]): void {
    const before = this.#watched;
    this.#watched = rules.filter(({ on }) => on).map((rule) => before.find((each) => same(each.rule, rule)) ?? new Watched(rule));
  }

  look(block: Block, events: readonly LogEvent[], now: number): readonly Finding[] {
    return this.#watched.flatMap((watched) => watched.look(block, events, now));
  }
}

const same = (left: WatchRule, right: WatchRule): boolean => JSON.stringify(left) === JSON.stringify(right);

/** How many hits times in ascending order make: the same counting as `Watched`, over events that are all at hand. */
export function hitsIn(times: readonly number[], threshold: number, windowMinutes: number): number {
  let hits = 0;
  for (let first = 0; first + threshold <= times.length; ) {
    if ((times[first + threshold - 1] ?? 0) - (times[first] ?? 0) <= windowMinutes * 60_000) {
      hits += 1;
      first += threshold;
    } else {
      first += 1;
    }
  }
  return hits;
}
