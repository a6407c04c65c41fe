import type { Buffer } from 'node:buffer';

import type { FieldValue } from '../../../shared/filter/compile';
import type { Block } from './block';
import type { Needle } from './needle';
import { needleOf } from './needle';

/** Names that stand in a record as they are typed. */
export const flatName = /^[\w@-]+$/;

const quote = 34;
const colon = 58;
const jsonNumber = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;

/**
 * The values of a field in the plain records `from`..`to` of a block, without parsing them. In a record without a backslash a
 * quote always begins or ends a text; so where the name stands in it once, before a colon, and there is no object within the
 * object, the value is what follows. A record that is not like that is left to the parser.
 */
export class FlatField {
  readonly #block: Block;
  readonly #from: number;
  readonly #nameLength: number;
  readonly #names: Int32Array;

  constructor(block: Block, from: number, to: number, name: string) {
    this.#block = block;
    this.#from = from;
    const quoted = `"${name.toLowerCase()}"`;
    this.#nameLength = quoted.length;
    this.#names = onlyPlaces(block, from, to, needleOf(quoted, block.low.subarray(block.start(from))));
  }

  /** Null when it takes a parser. */
  values(at: number): readonly FieldValue[] | null {
    const { low } = this.#block;
    if (this.#block.flat[at] === 0) return null;
    const name = this.#names[at - this.#from] ?? several;
    if (name === none) return [];
    if (name === several || low[name + this.#nameLength] !== colon) return null;
    return this.#read(name + this.#nameLength + 1, this.#block.end(at));
  }

  #read(from: number, end: number): readonly FieldValue[] | null {
    const { low } = this.#block;
    if (low[from] === quote) {
      const close = low.indexOf(quote, from + 1);
      return close < 0 || close >= end ? null : [this.#block.textIn(from + 1, close)];
    }
    const digits = integerAt(low, from, end);
    if (digits !== null) return [digits];
    let to = from;
    while (to < end && !ends.has(low[to] ?? 0)) to += 1;
    const text = low.toString('latin1', from, to);
    if (text === 'null') return [];
    if (text === 'true' || text === 'false') return [text];
    return jsonNumber.test(text) ? [Number(text)] : null;
  }
}

/** Comma, closing brace, space. */
const ends: ReadonlySet<number> = new Set([44, 125, 32]);

/** So many digits are exact in a number. */
const mostDigits = 15;
const [zero, nine] = [48, 57];

/** A whole number as nearly all of them are written, read without a text in between; null: anything else. */
function integerAt(low: Buffer, from: number, end: number): number | null {
  let value = 0;
  let at = from;
  for (; at < end; at += 1) {
    const byte = low[at] ?? 0;
    if (byte < zero || byte > nine) break;
    value = value * 10 + byte - zero;
  }
  const isNumber = at > from && at - from <= mostDigits && (low[from] !== zero || at === from + 1);
  return isNumber && (at === end || ends.has(low[at] ?? 0)) ? value : null;
}

const none = -1;
const several = -2;

/** Where in `low` the bytes stand in each record; `none` or `several` when that is not one place. */
function onlyPlaces(block: Block, from: number, to: number, needle: Needle): Int32Array {
  const { length } = needle.bytes;
  const places = new Int32Array(to - from).fill(none);
  const last = block.end(to - 1);
  let at = from;
  for (let found = needle.in(block.low, block.start(from)); found >= 0 && found + length <= last; found = needle.in(block.low, found + 1)) {
    while (block.end(at) <= found) at += 1;
    // Between two records lie bytes of no record.
    if (found < block.start(at) || found + length > block.end(at)) continue;
    places[at - from] = places[at - from] === none ? found : several;
  }
  return places;
}
