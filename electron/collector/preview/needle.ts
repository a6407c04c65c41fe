import { Buffer } from 'node:buffer';

/** Node looks for shorter texts by their first byte, with memchr, and for longer ones three times slower (75 ms instead of 21 for 200 MB, measured). */
const longestAnchor = 7;
/** Shorter ones are in too many places. */
const shortestAnchor = 3;
/** Above this share of a first byte, stopping at each of them costs more than the other way. */
const mostStops = 0.02;
const sampleBytes = 32 * 1024;

/**
 * A text that is looked for in the bytes of many blocks: by a short piece of it, the one that begins with its rarest byte, and
 * where that stands the rest is compared.
 */
export class Needle {
  readonly bytes: Buffer;
  readonly #anchor: Buffer;
  /** Where in the text the anchor begins. */
  readonly #offset: number;

  /** `sample`: what the text will be looked for in; how often a byte is in there decides how, never what is found. */
  constructor(text: string, sample: Uint8Array) {
    this.bytes = Buffer.from(text, 'latin1');
    const counts = countsOf(sample);
    let [best, at] = [Number.POSITIVE_INFINITY, 0];
    const last = Math.max(0, this.bytes.length - shortestAnchor);
    for (let start = 0; start <= last; start += 1) {
      const count = counts[this.bytes[start] ?? 0] ?? 0;
      if (count < best) [best, at] = [count, start];
    }
    const isRare = best <= Math.min(sample.length, sampleBytes) * mostStops;
    this.#offset = isRare ? at : 0;
    this.#anchor = isRare ? this.bytes.subarray(at, at + longestAnchor) : this.bytes;
  }

  /** The first place at or behind `from` where the text stands; -1: nowhere. */
  in(low: Buffer, from: number): number {
    for (let found = low.indexOf(this.#anchor, from + this.#offset); found >= 0; found = low.indexOf(this.#anchor, found + 1)) {
      const start = found - this.#offset;
      if (this.#standsAt(low, start)) return start;
    }
    return -1;
  }

  #standsAt(low: Buffer, start: number): boolean {
    const { bytes } = this;
    if (start + bytes.length > low.length) return false;
    for (let i = 0; i < bytes.length; i += 1) if (low[start + i] !== bytes[i]) return false;
    return true;
  }
}

function countsOf(sample: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  const end = Math.min(sample.length, sampleBytes);
  for (let i = 0; i < end; i += 1) {
    const byte = sample[i] ?? 0;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  return counts;
}

/** As many as a person types in a while; they are made again when they are needed again. */
const mostKept = 64;
const kept = new Map<string, Needle>();

/** The needle of a text, made for the first block that it is looked for in. */
export function needleOf(text: string, sample: Uint8Array): Needle {
  let needle = kept.get(text);
  if (needle === undefined) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, (needle = new Needle(text, sample)));
  }
  return needle;
}
