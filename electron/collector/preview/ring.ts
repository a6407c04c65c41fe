import type { PreviewList } from '../../../shared/model/preview';
import { idBytes } from '../pipeline/identity';
import type { PreviewOrigin } from './block';
import { Block } from './block';
import { addToColumns, Texts } from './columns';
import { keyOf, Search } from './search';

/** Events on their way to the preview. `fresh`: places of those that were new, null for all. */
export type PreviewBatch = {
  readonly origin: PreviewOrigin;
  /** Epoch ms. */
  readonly at: number;
  /** The number of the first new event; the others follow. */
  readonly firstSeq: number;
  readonly lines: Uint8Array;
  readonly ids: Uint8Array;
  readonly count: number;
  readonly fresh: readonly number[] | null;
};

/** A part of a block that belongs to a list: `places[lo..hi)`, or the places lo..hi themselves when `places` is null. */
export type Segment = { readonly block: Block; readonly places: readonly number[] | null; readonly lo: number; readonly hi: number };

export type RingLimits = { readonly events: number; readonly bytes: number };

/** Filters whose finds are kept: that of the list, that of "pause on match", and a few to go back to. */
const mostSearches = 4;
const newLine = 10;
/** Events read between two looks at the clock: one or two milliseconds. */
const eventsPerLook = 128;

/** The last events, searchable. Bounded by number and by bytes; the oldest leave first. */
export class Ring {
  readonly limits: RingLimits;
  readonly blocks: Block[] = [];
  readonly #now: () => number;
  readonly #texts = new Texts();
  #searches: Search[] = [];
  #oldest = 1;
  #next = 1;
  #evicted = 0;
  #origin: PreviewOrigin | null = null;

  /** `now` in ms: how long a search has taken is all that is asked of it. */
  constructor(limits: RingLimits, now: () => number) {
    this.limits = limits;
    this.#now = now;
  }

  /** Number of the oldest event kept, and of the next one to come. */
  get oldest(): number {
    return this.#oldest;
  }

  get next(): number {
    return this.#next;
  }

  get evicted(): number {
    return this.#evicted;
  }

  get bytes(): number {
    return this.blocks.reduce((sum, block) => sum + block.bytes, 0);
  }

  push(batch: PreviewBatch): void {
    const shown = batch.fresh === null ? null : new Set(batch.fresh);
    const origin = this.#same(batch.origin);
    if (batch.firstSeq !== this.#next) this.#jump(batch.firstSeq);
    let from = 0;
    for (let i = 0; i < batch.count; i += 1) {
      const end = batch.lines.indexOf(newLine, from);
      if (shown?.has(i) !== false) this.#add(batch.lines.subarray(from, end), batch.ids.subarray(i * idBytes, (i + 1) * idBytes), origin, batch.at);
      from = end + 1;
    }
    this.#evict();
  }

  /** The block of an event and its place there; null when it is not kept. */
  find(seq: number): { readonly block: Block; readonly at: number } | null {
    if (seq < this.#oldest || seq >= this.#next) return null;
    const block = this.blocks.findLast((each) => each.firstSeq <= seq);
    return block === undefined ? null : { block, at: seq - block.firstSeq };
  }

  /** The search for a list, going on from where it stood. */
  searchFor(list: Pick<PreviewList, 'text' | 'logTypes' | 'connectorIds'>): Search {
    const key = keyOf(list);
    const known = this.#searches.find((search) => search.key === key) ?? new Search(list);
    this.#searches = [known, ...this.#searches.filter((search) => search !== known)].slice(0, mostSearches);
    return known;
  }

  /** Searches the newest first until all is searched or `budgetMs` is used up. */
  advance(search: Search, budgetMs: number): void {
    const end = this.#now() + budgetMs;
    for (let i = this.blocks.length - 1; i >= 0; i -= 1) {
      const block = this.blocks[i];
      if (block === undefined || !search.lacks(block)) continue;
      this.index(block);
      search.look(block);
      if (this.#now() >= end) return;
    }
  }

  /** Reads ahead what a filter will want to know, the newest first. */
  indexAhead(budgetMs: number): void {
    const end = this.#now() + budgetMs;
    for (let i = this.blocks.length - 1; i >= 0; i -= 1) {
      const block = this.blocks[i];
      if (block === undefined || block.indexed === block.count) continue;
      this.index(block, end);
      if (this.#now() >= end) return;
    }
  }

  /** Reads the fields of what is new in a block; stops in between at `end`. */
  index(block: Block, end = Number.POSITIVE_INFINITY): void {
    while (block.indexed < block.count) {
      addToColumns(block.columns, block.event(block.indexed), this.#texts);
      block.indexed += 1;
      if (block.indexed % eventsPerLook === 0 && this.#now() >= end) return;
    }
  }

  /** Events kept between the bounds of a list. */
  held({ after, upTo }: Pick<PreviewList, 'after' | 'upTo'>): number {
    const first = Math.max(this.#oldest, after + 1);
    return Math.max(0, Math.min(upTo ?? Number.MAX_SAFE_INTEGER, this.#next - 1) - first + 1);
  }

  /** What a search has found within the bounds of a list, oldest first; marked events belong to it in any case. */
  segments(search: Search, { after, upTo, marks }: Pick<PreviewList, 'after' | 'upTo' | 'marks'>): readonly Segment[] {
    const first = Math.max(this.#oldest, after + 1);
    const last = Math.min(upTo ?? Number.MAX_SAFE_INTEGER, this.#next - 1);
    const segments: Segment[] = [];
    for (const block of this.blocks) {
      if (block.firstSeq > last || block.firstSeq + block.count <= first) continue;
      const places = withMarks(search.places(block), block, marks);
      const lo = Math.max(0, first - block.firstSeq);
      const hi = Math.min(block.count, last - block.firstSeq + 1);
      const segment = places === null ? { block, places, lo, hi } : { block, places, lo: lowerBound(places, lo), hi: lowerBound(places, hi) };
      if (segment.hi > segment.lo) segments.push(segment);
    }
    return segments;
  }

  /** Origins come as copies from another thread: one object for all events of a stream. */
  #same(origin: PreviewOrigin): PreviewOrigin {
    const known = this.#origin;
    if (known?.connectorId === origin.connectorId && known.logType === origin.logType && known.connectorName === origin.connectorName) return known;
    this.#origin = origin;
    return origin;
  }

  #add(line: Uint8Array, id: Uint8Array, origin: PreviewOrigin, at: number): void {
    if (this.blocks.at(-1)?.add(line, id, origin, at) !== true) {
      const block = new Block(this.#next);
      block.add(line, id, origin, at);
      this.blocks.push(block);
    }
    this.#next += 1;
  }

  /** This thread took over from one that died: what that one kept is gone, and counted. */
  #jump(seq: number): void {
    this.#evicted += seq - this.#oldest;
    this.blocks.length = 0;
    this.#searches = [];
    this.#oldest = seq;
    this.#next = seq;
  }

  #evict(): void {
    const before = this.#oldest;
    this.#oldest = Math.max(this.#oldest, this.#next - this.limits.events);
    let bytes = this.bytes;
    for (let first = this.blocks[0]; first !== undefined; first = this.blocks[0]) {
      const tooMuch = bytes > this.limits.bytes;
      if (first.firstSeq + first.count > this.#oldest && !tooMuch) break;
      this.#oldest = Math.max(this.#oldest, first.firstSeq + first.count);
      bytes -= first.bytes;
      for (const search of this.#searches) search.forget(first);
      this.blocks.shift();
    }
    this.#evicted += this.#oldest - before;
  }
}

function withMarks(places: readonly number[] | null, block: Block, marks: readonly number[]): readonly number[] | null {
  if (places === null || marks.length === 0) return places;
  const marked = marks.map((seq) => seq - block.firstSeq).filter((at) => at >= 0 && at < block.count && places[lowerBound(places, at)] !== at);
  return marked.length === 0 ? places : [...places, ...new Set(marked)].sort((left, right) => left - right);
}

/** How many of the ascending numbers are below `limit`. */
function lowerBound(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
