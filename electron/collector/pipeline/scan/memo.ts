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
const slots = 64;
/** Bytes of the values together: longer ones seldom come again. */
const longestKey = 512;

type Entry = { readonly key: Uint8Array; readonly piece: Piece };

/** What values were made into, by their bytes: an action is worked out once and then copied. */
export class Memo {
  readonly #entries: (Entry | undefined)[] = new Array<Entry | undefined>(slots).fill(undefined);
  readonly #key = new Uint8Array(longestKey);
  #length = 0;
  #slot = 0;

  /** What is known of the values at these places of the line; null: nothing, and `keep` may follow unless they are too long. */
  find({ starts, ends, kinds, bytes }: LineScanner, places: Int32Array): Piece | null {
    const key = this.#key;
    let to = 0;
    let sum = 0;
    for (let i = 0; i < places.length; i += 1) {
      const place = places[i]!;
      const start = starts[place]!;
      const end = ends[place]!;
      this.#length = 0;
      if (to + end - start + 1 > longestKey) return null;
      // No value holds a byte as small as a kind: it ends the value before it, too.
      key[to] = kinds[place]!;
      sum = (Math.imul(sum, 31) + kinds[place]!) | 0;
      to += 1;
      for (let at = start; at < end; at += 1, to += 1) {
        const byte = bytes[at]!;
        key[to] = byte;
        sum = (Math.imul(sum, 31) + byte) | 0;
      }
    }
    this.#length = to;
    this.#slot = (sum ^ (sum >>> 13)) & (slots - 1);
    const entry = this.#entries[this.#slot];
    if (entry === undefined || entry.key.length !== to) return null;
    const known = entry.key;
    for (let i = 0; i < to; i += 1) if (known[i] !== key[i]) return null;
    return entry.piece;
  }

  /** For the values that `find` was asked about last. */
  keep(piece: Piece): void {
    if (this.#length > 0) this.#entries[this.#slot] = { key: this.#key.slice(0, this.#length), piece };
  }
}
