import { Buffer } from 'node:buffer';

/** Node looks for texts up to this length by their first byte, with memchr, and for longer ones up to three times slower (measured). */
const longestAnchor = 7;
/** Shorter ones are in too many places. */
const shortestAnchor = 3;
/** To find the anchor costs as much as to stop in vain at so many bytes that are its first: 70 ns and 4 ns, measured. */
const stopsOfFind = 16;
const sampleBytes = 32 * 1024;
/** A text may be as long as a filter: the anchor is chosen among its first pieces. */
const mostAnchors = 64;

/**
 * A text that is looked for in the bytes of many blocks: by a short piece of it, the one that costs least to find, and where
 * that stands the rest is compared.
 */
export class Needle {
  readonly bytes: Buffer;
  /** How often the anchor, and so the text at the most, stands in a byte of the sample. */
  readonly density: number;
  readonly #anchor: Buffer;
  /** Where in the text the anchor begins. */
  readonly #offset: number;

  /** `sample`: what the text will be looked for in; how often a piece is in there decides how, never what is found. */
  constructor(text: string, sample: Buffer) {
    this.bytes = Buffer.from(text, 'latin1');
    const seen = sample.subarray(0, sampleBytes);
    const counts = countsOf(seen);
    let best = { cost: Number.POSITIVE_INFINITY, at: 0, finds: 0 };
    const last = Math.max(0, Math.min(mostAnchors, this.bytes.length - shortestAnchor));
    for (let at = 0; at <= last; at += 1) {
      const stops = counts[this.bytes[at] ?? 0] ?? 0;
      if (stops >= best.cost) continue;
      const finds = occurrences(this.bytes.subarray(at, at + longestAnchor), seen);
      const cost = stops + finds * stopsOfFind;
      if (cost < best.cost) best = { cost, at, finds };
    }
    this.density = best.finds / Math.max(1, seen.length);
    this.#offset = best.at;
    this.#anchor = this.bytes.subarray(best.at, best.at + longestAnchor);
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

function countsOf(sample: Buffer): Uint32Array {
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

function occurrences(piece: Buffer, sample: Buffer): number {
  let count = 0;
  for (let found = sample.indexOf(piece); found >= 0; found = sample.indexOf(piece, found + 1)) count += 1;
  return count;
}

/** As many as a person types in a while; they are made again when they are needed again. */
const mostKept = 64;
const kept = new Map<string, Needle>();

/** The needle of a text, made for the first block that it is looked for in. */
export function needleOf(text: string, sample: Buffer): Needle {
  let needle = kept.get(text);
  if (needle === undefined) {
    if (kept.size >= mostKept) kept.clear();
    kept.set(text, (needle = new Needle(text, sample)));
  }
  return needle;
}
