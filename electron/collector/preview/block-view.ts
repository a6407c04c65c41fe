import type { Buffer } from 'node:buffer';

import type { FieldValue, RegexTest, Subject } from '../../../shared/filter/compile';
import type { KnownField, ResolvedField } from '../../../shared/filter/fields';
import { resolveField } from '../../../shared/filter/fields';
import { fold, searchText } from '../../../shared/filter/values';
import type { LogEvent } from '../../../shared/model/log-event';
import type { Block, PreviewOrigin } from './block';
import type { ColumnField, Labels } from './columns';
import { columnFields } from './columns';
import { FlatField, flatName } from './flat-field';
import { needleOf } from './needle';
import type { FastWay } from './regex/fast-regex';
import { follows } from './regex/fast-regex';
import { waysOf } from './regex/linear';

const columnNames: ReadonlySet<string> = new Set(columnFields);
const atHand: readonly KnownField[] = ['logType', 'connector', 'arrived', 'id', 'time', 'size', 'recipients'];
const asciiOnly = /^[\x20-\x7e]+$/;

/**
 * The events `from`..`to` of a block as a filter sees them, one after the other: set `at`, then ask. A text is looked up in
 * all of them at once, in the bytes; a record is parsed only for a field that the block has no column of.
 */
export class BlockView implements Subject {
  at: number;
  readonly #block: Block;
  readonly #from: number;
  readonly #to: number;
  readonly #inRecord = new Map<string, Uint8Array>();
  readonly #labelHits = new Map<string | RegexTest, Map<Labels, boolean>>();
  readonly #fields = new Map<string, ResolvedField>();
  readonly #finders = new Map<string, FlatField | null>();
  readonly #rarestOf = new Map<FastWay, string | null>();
  #parsed: { readonly at: number; readonly record: unknown } | null = null;
  #event: { readonly at: number; readonly event: LogEvent } | null = null;

  constructor(block: Block, from: number, to: number) {
    this.#block = block;
    this.#from = from;
    this.#to = to;
    this.at = from;
  }

  get origin(): PreviewOrigin | undefined {
    return this.#block.origins[this.at];
  }

  foldedTexts(): readonly string[] {
    const record = this.#block.plain[this.at] === 1 ? this.#plainText() : fold(searchText(this.#block.raw(this.at)));
    return [record, ...this.#labels().map(fold)];
  }

  contains(folded: string): boolean {
    return this.#recordContains(folded) || this.#labelsHave(folded, (label) => fold(label).includes(folded));
  }

  matches(regex: RegexTest, needed: string): boolean {
    const ways = this.#block.plain[this.at] === 1 ? waysOf(regex) : null;
    if (ways !== null) return ways.some((way) => this.#goes(way)) || this.#labelsHave(regex, regex.test);
    if (needed !== '' && !this.contains(needed)) return false;
    return regex.test(searchText(this.#block.raw(this.at))) || this.#labelsHave(regex, regex.test);
  }

  values(field: string): readonly FieldValue[] {
    const resolved = this.#resolved(field);
    return resolved.kind === 'known' ? this.#known(resolved.name) : (this.#flatValues(resolved.path) ?? leaves(rawValue(this.#record(), resolved.path)));
  }

  mayHave(field: string, folded: string): boolean {
    // Only raw values stand in the bytes as they are; a number may be written in more than one way.
    if (this.#resolved(field).kind === 'known' || !asciiOnly.test(folded) || /^[0-9.+e-]*$/.test(folded)) return true;
    return this.#block.escaped[this.at] === 1 || this.#recordContains(folded);
  }

  /** Whether the field is at hand without parsing records. */
  isCheap(field: string): boolean {
    const resolved = resolveField(field);
    return resolved.kind === 'known' && (columnNames.has(resolved.name) || atHand.includes(resolved.name));
  }

  #resolved(field: string): ResolvedField {
    let resolved = this.#fields.get(field);
    if (resolved === undefined) this.#fields.set(field, (resolved = resolveField(field)));
    return resolved;
  }

  /** The values without parsing the record; null when it takes a parser. */
  #flatValues(path: string): readonly FieldValue[] | null {
    if (this.#block.plain[this.at] === 0) return null;
    let finder = this.#finders.get(path);
    if (finder === undefined) this.#finders.set(path, (finder = flatName.test(path) ? new FlatField(this.#block, this.#from, this.#to, path) : null));
    return finder?.values(this.at) ?? null;
  }

  #labels(): Labels {
    return this.#block.columns.labels[this.at] ?? [];
  }

  /** The record in small letters, if it is plain. */
  #plainText(): string {
    return this.#block.low.toString('latin1', this.#block.start(this.at), this.#block.end(this.at));
  }

  #goes(way: FastWay): boolean {
    const { steps } = way;
    const rarest = this.#rarest(way);
    if (rarest !== null && !this.#recordContains(rarest)) return false;
    return steps.length === 0 || follows(steps, this.#plainText());
  }

  /** Of the texts that a way needs, the one that rules out the most records; null: it needs none. */
  #rarest(way: FastWay): string | null {
    let rarest = this.#rarestOf.get(way);
    if (rarest === undefined) this.#rarestOf.set(way, (rarest = way.needed.reduce<string | null>((best, each) => (best === null || this.#density(each) < this.#density(best) ? each : best), null)));
    return rarest;
  }

  #density(text: string): number {
    return needleOf(text, this.#sample()).density;
  }

  /** `key` tells tests apart: each set of labels is looked at once. */
  #labelsHave(key: string | RegexTest, test: (label: string) => boolean): boolean {
    let hits = this.#labelHits.get(key);
    if (hits === undefined) this.#labelHits.set(key, (hits = new Map<Labels, boolean>()));
    const labels = this.#labels();
    const known = hits.get(labels);
    if (known !== undefined) return known;
    const found = labels.some(test);
    hits.set(labels, found);
    return found;
  }

  #recordContains(folded: string): boolean {
    let hits = this.#inRecord.get(folded);
    if (hits === undefined) this.#inRecord.set(folded, (hits = this.#search(folded)));
    return hits[this.at - this.#from] === 1;
  }

  #search(folded: string): Uint8Array {
    if (asciiOnly.test(folded)) {
      const hits = this.#searchBytes(folded);
      for (let at = this.#from; at < this.#to; at += 1) if (this.#block.escaped[at] === 1) hits[at - this.#from] = this.#slowly(at, folded);
      return hits;
    }
    // Letters beyond ASCII have no small form in the bytes; what ASCII there is tells which records are worth decoding.
    const ascii = (folded.match(/[\x20-\x7e]+/g) ?? []).reduce((best, run) => (run.length > best.length ? run : best), '');
    const hits = ascii === '' ? new Uint8Array(this.#to - this.#from).fill(1) : this.#searchBytes(ascii);
    for (let at = this.#from; at < this.#to; at += 1) {
      const place = at - this.#from;
      if (hits[place] === 1 || this.#block.escaped[at] === 1) hits[place] = this.#slowly(at, folded);
    }
    return hits;
  }

  #slowly(at: number, folded: string): 0 | 1 {
    return fold(searchText(this.#block.raw(at))).includes(folded) ? 1 : 0;
  }

  #sample(): Buffer {
    return this.#block.low.subarray(this.#block.start(this.#from));
  }

  #searchBytes(ascii: string): Uint8Array {
    const hits = new Uint8Array(this.#to - this.#from);
    const block = this.#block;
    const needle = needleOf(ascii, this.#sample());
    const { length } = needle.bytes;
    const last = block.end(this.#to - 1);
    let at = this.#from;
    for (let found = needle.in(block.low, block.start(at)); found >= 0 && found + length <= last; ) {
      while (block.end(at) <= found) at += 1;
      // Between two records lie bytes of no record: a find that touches them is none.
      const inside = found >= block.start(at) && found + length <= block.end(at);
      // The first find in a record goes on right behind it: memory read in one go comes three times faster than with leaps.
      const again = inside && hits[at - this.#from] === 1;
      if (inside) hits[at - this.#from] = 1;
      found = needle.in(block.low, again ? block.end(at) : found + 1);
    }
    return hits;
  }

  #known(name: KnownField): readonly FieldValue[] {
    const { columns, origins, arrived } = this.#block;
    switch (name) {
      case 'logType':
        return one(origins[this.at]?.logType);
      case 'connector':
        return one(origins[this.at]?.connectorName);
      case 'arrived':
        return one(arrived[this.at]);
      case 'id':
        return [this.#block.id(this.at)];
      case 'time': {
        const time = columns.time[this.at] ?? NaN;
        return Number.isNaN(time) ? [] : [time];
      }
      case 'size':
        return one(columns.size[this.at]);
      case 'recipients':
        return columns.recipients[this.at] ?? [];
      default:
        return columnNames.has(name) ? one(columns[name as ColumnField][this.at]) : leaves(rawValue(this.#logEvent(), name));
    }
  }

  #record(): unknown {
    if (this.#parsed?.at !== this.at) this.#parsed = { at: this.at, record: this.#block.record(this.at) };
    return this.#parsed.record;
  }

  #logEvent(): LogEvent {
    if (this.#event?.at !== this.at) this.#event = { at: this.at, event: this.#block.event(this.at, this.#record()) };
    return this.#event.event;
  }
}

const one = (value: FieldValue | undefined): readonly FieldValue[] => (value === undefined ? [] : [value]);

/** The value at a path with dots; a name that holds dots itself is found first, other case last. */
function rawValue(record: unknown, path: string): unknown {
  if (record === null || typeof record !== 'object') return undefined;
  const fields = record as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(fields, path)) return fields[path];
  const dot = path.indexOf('.');
  if (dot > 0 && Object.hasOwn(fields, path.slice(0, dot))) return rawValue(fields[path.slice(0, dot)], path.slice(dot + 1));
  const same = Object.keys(fields).find((name) => name.toLowerCase() === path.toLowerCase());
  return same === undefined ? undefined : fields[same];
}

/** A list or an object of a hostile record may hold anything: so many values are looked at. */
const mostLeaves = 200;

function leaves(value: unknown): readonly FieldValue[] {
  const found: FieldValue[] = [];
  const waiting: unknown[] = [value];
  while (waiting.length > 0 && found.length < mostLeaves) {
    const next = waiting.shift();
    if (next === undefined || next === null) continue;
    if (typeof next === 'string' || typeof next === 'number') found.push(next);
    else if (typeof next === 'boolean') found.push(String(next));
    else if (typeof next === 'object') waiting.push(...(Object.values(next) as readonly unknown[]).slice(0, mostLeaves));
  }
  return found;
}
