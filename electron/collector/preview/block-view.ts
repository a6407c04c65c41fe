import { Buffer } from 'node:buffer';

import type { FieldValue, Subject } from '../../../shared/filter/compile';
import type { KnownField } from '../../../shared/filter/fields';
import { resolveField } from '../../../shared/filter/fields';
import { fold, searchText } from '../../../shared/filter/values';
import type { LogEvent } from '../../../shared/model/log-event';
import type { Block, PreviewOrigin } from './block';
import type { ColumnField, Labels } from './columns';
import { columnFields } from './columns';

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
  readonly #labelHits = new Map<string, Map<Labels, boolean>>();
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

  texts(): readonly string[] {
    return [searchText(this.#block.raw(this.at)), ...this.#labels()];
  }

  contains(folded: string): boolean {
    return this.#recordContains(folded) || this.#labelsContain(folded);
  }

  values(field: string): readonly FieldValue[] {
    const resolved = resolveField(field);
    return resolved.kind === 'known' ? this.#known(resolved.name) : leaves(rawValue(this.#record(), resolved.path));
  }

  mayHave(field: string, folded: string): boolean {
    // Only raw values stand in the bytes as they are; a number may be written in more than one way.
    if (resolveField(field).kind === 'known' || !asciiOnly.test(folded) || /^[0-9.+e-]*$/.test(folded)) return true;
    return this.#block.escaped[this.at] === 1 || this.#recordContains(folded);
  }

  /** Whether the field is at hand without parsing records. */
  isCheap(field: string): boolean {
    const resolved = resolveField(field);
    return resolved.kind === 'known' && (columnNames.has(resolved.name) || atHand.includes(resolved.name));
  }

  #labels(): Labels {
    return this.#block.columns.labels[this.at] ?? [];
  }

  #labelsContain(folded: string): boolean {
    let hits = this.#labelHits.get(folded);
    if (hits === undefined) this.#labelHits.set(folded, (hits = new Map<Labels, boolean>()));
    const labels = this.#labels();
    const known = hits.get(labels);
    if (known !== undefined) return known;
    const found = labels.some((label) => fold(label).includes(folded));
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

  #searchBytes(ascii: string): Uint8Array {
    const hits = new Uint8Array(this.#to - this.#from);
    const block = this.#block;
    const needle = Buffer.from(ascii, 'latin1');
    const last = block.end(this.#to - 1);
    let at = this.#from;
    for (let found = block.low.indexOf(needle, block.start(at)); found >= 0 && found + needle.length <= last; ) {
      while (block.end(at) <= found) at += 1;
      // Between two records lie bytes of no record: a find that touches them is none.
      const inside = found >= block.start(at) && found + needle.length <= block.end(at);
      if (inside) hits[at - this.#from] = 1;
      found = block.low.indexOf(needle, inside ? block.end(at) : found + 1);
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
