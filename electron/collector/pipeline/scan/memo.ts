import { Buffer } from 'node:buffer';

import type { LineScanner } from './line-scanner';

/** What was written for certain values; an empty one stands for nothing. Bytes behind the end may be read along. */
export type Piece = { readonly view: DataView; readonly length: number };

/** Behind a piece, because pieces are copied four bytes at a time. */
const margin = 4;

export function pieceOf(text: string): Piece {
  const length = Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafeSlow(length + margin);
  buffer.write(text);
  return { view: new DataView(buffer.buffer), length };
}

/** Values of fields that are computed are few; of those that are not, only the last ones are kept. */
const slotBits = 8;
/** Bytes of the values together: longer ones seldom come again. */
const longestKey = 1024;
/** It is given up when it did not know this many more values than it knew. */
const trial = 500;
/** Spreads the bits that differ into the highest. */
const spread = 0x9e3779b1 | 0;

type Entry = { readonly kinds: Uint8Array; readonly lengths: Int32Array; readonly values: DataView; readonly piece: Piece };

/** What values were made into, by their bytes: an action is worked out once and then copied. */
export class Memo {
  readonly #places: Int32Array;
  /** What it knew, less what it did not: below a limit it is more work than it saves. */
  #worth = trial;
  readonly #entries: (Entry | undefined)[] = new Array<Entry | undefined>(1 << slotBits).fill(undefined);

  /** For the values at these places of lines. */
  constructor(places: Int32Array) {
    this.#places = places;
  }

  /** What is known of the values in the line that was scanned last; null: nothing. */
  find(line: LineScanner): Piece | null {
    if (this.#worth < 0) return null;
    this.#worth -= 1;
    const { starts, ends, kinds, view } = line;
    const entry = this.#entries[this.#slot(line)];
    if (entry === undefined) return null;
    const places = this.#places;
    let known = 0;
    for (let i = 0; i < places.length; i += 1) {
      const place = places[i]!;
      const start = starts[place]!;
      const length = ends[place]! - start;
      if (kinds[place] !== entry.kinds[i] || length !== entry.lengths[i]) return null;
      let at = 0;
      for (; at + 4 <= length; at += 4) if (entry.values.getInt32(known + at, true) !== view.getInt32(start + at, true)) return null;
      for (; at < length; at += 1) if (entry.values.getUint8(known + at) !== view.getUint8(start + at)) return null;
      known += length;
    }
    if (this.#worth < trial * 2) this.#worth += 2;
    return entry.piece;
  }

  /** For the values that `find` did not know. */
  keep(line: LineScanner, piece: Piece): void {
    if (this.#worth < 0) return;
    const { starts, ends, kinds, bytes } = line;
    const places = [...this.#places];
    const values = Buffer.concat(places.map((place) => bytes.subarray(starts[place], ends[place])));
    if (values.length > longestKey) return;
    const own = new DataView(new Uint8Array(values).buffer);
    this.#entries[this.#slot(line)] = { kinds: Uint8Array.from(places, (place) => kinds[place]!), lengths: Int32Array.from(places, (place) => ends[place]! - starts[place]!), values: own, piece };
  }

  #slot({ starts, ends, view }: LineScanner): number {
    const places = this.#places;
    let sum = 0;
    for (let i = 0; i < places.length; i += 1) {
      const end = ends[places[i]!]!;
      let at = starts[places[i]!]!;
      sum = Math.imul(sum ^ (end - at), spread);
      for (; at + 4 <= end; at += 4) sum = Math.imul(sum ^ (sum >>> 15) ^ view.getInt32(at, true), spread);
      for (; at < end; at += 1) sum = Math.imul(sum ^ view.getUint8(at), spread);
    }
    return sum >>> (32 - slotBits);
  }
}
