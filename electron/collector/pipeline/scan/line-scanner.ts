import { Buffer } from 'node:buffer';

import { canonicalJson, deepestNesting } from '../identity';

/** What a scanned value is. Texts are without their quotes. */
export const kind = { null: 0, text: 1, escapedText: 2, integer: 3, true: 4, false: 5, nested: 6 } as const;

/** The keys of records that came in one order. */
export class ScannedShape {
  /** Place of the event time; -1 when there is none. */
  readonly timePlace: number;
  /** Places of the event type; the first that tells one counts. */
  readonly typePlaces: readonly number[];

  constructor(readonly keys: readonly string[]) {
    this.timePlace = keys.indexOf('timestamp');
    this.typePlaces = [keys.indexOf('type'), keys.indexOf('eventType')].filter((place) => place >= 0);
  }
}

/** A key behind certain others: which may follow, and whether a record may end here. `words` are the key's bytes, four at a time; the last overlaps. */
type Node = { readonly length: number; readonly words: Int32Array; readonly next: Node[]; readonly keys: readonly string[]; shape: ScannedShape | null };

/** Keys in a record at the most, and keys remembered at the most: hostile records could each have others. */
const mostKeys = 200;
const mostNodes = 10_000;
/** A longer line is not worth the memory to prepare for it. Bytes. */
export const longestScanned = 16 * 1024;
/** As many digits as a number may have to be the same number whoever reads it. */
const mostDigits = 15;

/** Keys that stand in a line as they are, and that an object keeps in the order in which they came (digits it would move). */
const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What may stand behind a backslash so that JSON.stringify would write the same: not "/", which needs none, nor \u, which has many spellings. */
const escapes = Uint8Array.from({ length: 256 }, (_, byte) => ('"\\bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0));

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket, digit0, digit9] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d, 0x30, 0x39] as const;

/** A list or an object in a record, and its text for the identity. It is shared by records and never changed. */
export type NestedValue = { readonly value: unknown; readonly canonical: string };

/** What a spam check found, and its like, come again and again with the same few values: remembered up to so many, each so long. */
const mostKnown = 1000;
const longestKnown = 2048;

/** Bytes that must follow a line in its buffer: they are read four at a time. */
const margin = 4;

/**
 * Finds the values of a record in its bytes without making anything of them: millions of lines hold the same keys in the same
 * order, so that only the values are news. What it takes is JSON that JSON.parse reads and, but for nested values, JSON.stringify
 * writes back byte for byte; any other line is for JSON.parse to judge.
 */
export class LineScanner {
  /** Of the line scanned last: a place for each key of its shape, values as [start, end) of the bytes. */
  readonly starts = new Int32Array(mostKeys);
  readonly ends = new Int32Array(mostKeys);
  readonly kinds = new Uint8Array(mostKeys);
  /** At the places of nested values, what they are. */
  readonly nested: NestedValue[] = new Array<NestedValue>(mostKeys).fill({ value: null, canonical: '' });
  /** What the line is in; `view` holds the same bytes, and some behind every value. */
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  #root = emptyRoot();
  #nodes = 0;
  readonly #known = new Map<string, NestedValue>();

  /**
   * Null when the line [start, end) is not of a shape that was learned, or the last of its buffer. `view` holds the same bytes;
   * they are known to be UTF-8 and the line to have no "\n" but the one behind it.
   */
  scan(bytes: Buffer, view: DataView, start: number, end: number): ScannedShape | null {
    const last = bytes.length - margin;
    if (end - start > longestScanned || end >= last || bytes[start] !== openBrace) return null;
    this.bytes = bytes;
    this.view = view;
    const { starts, ends, kinds } = this;
    let next = this.#root.next;
    let at = start + 1;
    for (let place = 0; place < mostKeys; place += 1) {
      const node = follow(next, view, at, last);
      if (node === null) return null;
      at += node.length;
      let what: number;
      if (bytes[at] === quote) {
        at += 1;
        starts[place] = at;
        what = kind.text;
        // The "\n" behind the line ends this at the latest.
        for (;;) {
          at = plainEnd(view, at);
          const byte = bytes[at];
          if (byte === quote) break;
          if (byte !== backslash || escapes[bytes[at + 1]!] === 0) return null;
          what = kind.escapedText;
          at += 2;
        }
        ends[place] = at;
        at += 1;
      } else {
        starts[place] = at;
        what = bareKind(bytes[at]!);
        at = what === kind.nested ? this.#nestedEnd(at, end, place) : bareEnd(bytes, at, what);
        if (at < 0) return null;
        ends[place] = at;
      }
      kinds[place] = what;
      if (bytes[at] !== comma) return bytes[at] === closeBrace && at + 1 === end ? node.shape : null;
      at += 1;
      next = node.next;
    }
    return null;
  }

  /** The place behind a list or an object, which JSON.parse reads and judges; -1 when it is none. */
  #nestedEnd(start: number, end: number, place: number): number {
    const { bytes, view } = this;
    let depth = 0;
    for (let at = start; at < end; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        at = plainEnd(view, at + 1);
        // The escaped character may be a quote; which escapes there are is JSON.parse's business here.
        while (bytes[at] === backslash) at = plainEnd(view, at + 2);
        if (bytes[at] !== quote) return -1;
      } else if (byte === openBrace || byte === openBracket) {
        depth += 1;
        if (depth >= deepestNesting) return -1;
      } else if ((byte === closeBrace || byte === closeBracket) && (depth -= 1) === 0) {
        try {
          this.nested[place] = this.#nestedValue(bytes.toString('utf8', start, at + 1));
          return at + 1;
        } catch {
          return -1;
        }
      }
    }
    return -1;
  }

  /** Throws where JSON.parse does. */
  #nestedValue(text: string): NestedValue {
    let nested = this.#known.get(text);
    if (nested === undefined) {
      const value: unknown = JSON.parse(text);
      nested = { value, canonical: canonicalJson(value, 1) };
      if (text.length <= longestKnown) {
        if (this.#known.size >= mostKnown) this.#known.clear();
        this.#known.set(text, nested);
      }
    }
    return nested;
  }

  /** Whether lines like the one that this was parsed from may be scanned from now on. */
  learn(record: object): void {
    const keys = Object.keys(record);
    if (keys.length === 0 || keys.length > mostKeys || !keys.every((key) => plainKey.test(key))) return;
    if (this.#nodes + keys.length > mostNodes) {
      this.#root = emptyRoot();
      this.#nodes = 0;
    }
    let node = this.#root;
    for (const key of keys) {
      let found = node.next.find((one) => one.keys.at(-1) === key);
      if (found === undefined) {
        const token = new TextEncoder().encode(`"${key}":`);
        found = { length: token.length, words: wordsOf(token), next: [], keys: [...node.keys, key], shape: null };
        node.next.push(found);
        this.#nodes += 1;
      }
      node = found;
    }
    node.shape ??= new ScannedShape(node.keys);
  }
}

function emptyRoot(): Node {
  return { length: 0, words: new Int32Array(0), next: [], keys: [], shape: null };
}

/** A key with its quotes and colon has four bytes at least. */
function wordsOf(token: Uint8Array): Int32Array {
  const view = new DataView(token.buffer);
  return Int32Array.from({ length: Math.ceil(token.length / 4) }, (_, i) => view.getInt32(Math.min(i * 4, token.length - 4), true));
}

/** The key that stands at `at`, of those that may. */
function follow(next: readonly Node[], view: DataView, at: number, last: number): Node | null {
  for (let one = 0; one < next.length; one += 1) {
    const node = next[one]!;
    const { length, words } = node;
    if (at + length > last) continue;
    const overlap = words.length - 1;
    let same = 0;
    while (same < overlap && view.getInt32(at + same * 4, true) === words[same]) same += 1;
    if (same === overlap && view.getInt32(at + length - 4, true) === words[overlap]) return node;
  }
  return null;
}

/** The first byte from `at` on that ends or escapes a text, or may not stand in one: four bytes are asked at a time, each by what only a byte below the one looked for would borrow. */
function plainEnd(view: DataView, at: number): number {
  for (let place = at; ; place += 4) {
    const four = view.getInt32(place, true);
    const quotes = four ^ 0x22222222;
    const slashes = four ^ 0x5c5c5c5c;
    const found = (((four - 0x20202020) & ~four) | ((quotes - 0x01010101) & ~quotes) | ((slashes - 0x01010101) & ~slashes)) & 0x80808080;
    // Of several the lowest is certain.
    if (found !== 0) return place + ((31 - Math.clz32(found & -found)) >> 3);
  }
}

function bareKind(byte: number): number {
  if (byte === openBrace || byte === openBracket) return kind.nested;
  return byte === 0x6e ? kind.null : byte === 0x74 ? kind.true : byte === 0x66 ? kind.false : kind.integer;
}

const words: Readonly<Record<number, Uint8Array>> = { [kind.null]: letters('null'), [kind.true]: letters('true'), [kind.false]: letters('false') };

function letters(word: string): Uint8Array {
  return new TextEncoder().encode(word);
}

/** The place behind a value without quotes; -1 when it is none, or one that has other spellings. */
function bareEnd(bytes: Buffer, start: number, what: number): number {
  if (what === kind.integer) {
    let at = start;
    while (bytes[at]! >= digit0 && bytes[at]! <= digit9) at += 1;
    const digits = at - start;
    // A fraction or an exponent shows in the byte that follows, which must end the value.
    return digits === 0 || digits > mostDigits || (digits > 1 && bytes[start] === digit0) ? -1 : at;
  }
  const word = words[what]!;
  for (let i = 0; i < word.length; i += 1) if (bytes[start + i] !== word[i]) return -1;
  return start + word.length;
}
