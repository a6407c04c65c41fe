/**
 * Reproducible randomness: every value is a pure function of (seed, salt, index), so that nothing generated has to be
 * remembered and any record can be made again at any time.
 */

/** A bijection of the 32-bit integers: different inputs never meet, which is what makes generated ids unique. */
export function scramble(value: number): number {
  let x = value | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  x ^= x >>> 16;
  return x >>> 0;
}

/** One 32-bit number for (seed, salt, index). */
export function draw(seed: number, salt: number, index: number): number {
  return scramble(index ^ scramble(Math.imul(seed, 0x9e3779b1) ^ scramble(salt + 0x632be5ab)));
}

/** `draw` as a fraction, 0 <= x < 1. */
export function fraction(seed: number, salt: number, index: number): number {
  return draw(seed, salt, index) / 0x1_0000_0000;
}

/** A 32-bit hash of a text, for decisions that belong to a name (a file, a rule). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return scramble(hash);
}

/** A rewindable sequence of draws. One instance is reused for many records: allocation costs more than the draws. */
export class Draws {
  private step = 0;
  private base = 0;

  /** Restarts the sequence that belongs to (seed, salt, index). */
  seek(seed: number, salt: number, index: number): this {
    this.base = draw(seed, salt, index);
    this.step = draw(seed, salt ^ 0x5bd1e995, 0);
    return this;
  }

  next(): number {
    this.step = (this.step + 0x9e3779b9) | 0;
    return scramble(this.step ^ this.base);
  }

  /** An integer, 0 <= x < count. */
  below(count: number): number {
    return Math.floor((this.next() / 0x1_0000_0000) * count);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability * 0x1_0000_0000;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (value === undefined) throw new RangeError('pick from an empty list');
    return value;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const PAIRS: readonly string[] = Array.from({ length: 4096 }, (_, i) => ALPHABET.charAt(i >> 6) + ALPHABET.charAt(i & 63));
const HEX4: readonly string[] = Array.from({ length: 65536 }, (_, i) => i.toString(16).padStart(4, '0'));

function pair(bits: number): string {
  return PAIRS[bits & 4095] ?? '';
}

/** Eight lower-case hexadecimal digits of a 32-bit number. */
export function hex8(value: number): string {
  return (HEX4[value >>> 16] ?? '') + (HEX4[value & 0xffff] ?? '');
}

/** `words` times eight hexadecimal digits. */
export function hexText(draws: Draws, words: number): string {
  let text = '';
  for (let i = 0; i < words; i += 1) text += hex8(draws.next());
  return text;
}

/** `groups` times four characters that look like base64url. */
export function base64Text(draws: Draws, groups: number): string {
  let text = '';
  for (let i = 0; i < groups; i += 1) {
    const bits = draws.next();
    text += pair(bits) + pair(bits >>> 12);
  }
  return text;
}

/** Six base64url characters that differ for every (family, index): 4 bits of family and a scrambled 32-bit index. */
export function uniqueText(seed: number, family: number, index: number): string {
  const mixed = draw(seed, 0x1d0 + family, index);
  return pair(mixed) + pair(mixed >>> 12) + pair((mixed >>> 24) | ((family & 15) << 8));
}
