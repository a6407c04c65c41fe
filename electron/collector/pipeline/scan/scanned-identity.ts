import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

import { idBytes, makeShape, mark } from '../identity';
import type { LineScanner, ScannedShape } from './line-scanner';
import { kind, longestScanned } from './line-scanner';

/** The text that identifies a SIEM record, but for its values: what stands before them, and the order they stand in. */
type HashedText = { buffer: Buffer; view: DataView; readonly lengths: Map<number, Buffer>; readonly head: number; readonly order: Int32Array };

const textMark = mark.text.charCodeAt(0);
const nullMark = mark.null.charCodeAt(0);
const plainMark = mark.plain.charCodeAt(0);
const backslash = 0x5c;
/** Remembered for each shape. */
const mostLengths = 2000;
/** What an escaped character stands for; any other byte stands for itself. */
const unescaped = Uint8Array.from({ length: 256 }, (_, byte) => byte);
for (const [letter, meaning] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 })) unescaped[letter.charCodeAt(0)] = meaning;

const texts = new WeakMap<ScannedShape, HashedText>();
let lastShape: ScannedShape | null = null;
let lastText: HashedText | null = null;

function textOf(shape: ScannedShape): HashedText {
  if (shape === lastShape && lastText !== null) return lastText;
  let text = texts.get(shape);
  if (text === undefined) {
    const { sorted, names } = makeShape('SIEM', shape.keys);
    const head = Buffer.from(`SIEM\n${names}`);
    // A mark for each value; unescaping only shortens; four bytes are written at a time.
    const buffer = Buffer.allocUnsafeSlow(head.length + longestScanned + sorted.length + 4);
    head.copy(buffer);
    text = { buffer, view: new DataView(buffer.buffer), lengths: new Map(), head: head.length, order: Int32Array.from(sorted, (key) => shape.keys.indexOf(key)) };
    texts.set(shape, text);
  }
  lastShape = shape;
  lastText = text;
  return text;
}

/** The same as `identityOf('SIEM', record)` for the record in the line that was scanned last, as 64 hex digits of which the first half counts. */
export function scannedIdentity(shape: ScannedShape, { starts, ends, kinds, nested, bytes, view: from }: LineScanner): string {
  const text = textOf(shape);
  const { head, order } = text;
  let { buffer, view } = text;
  let to = head;
  for (let i = 0; i < order.length; i += 1) {
    const place = order[i]!;
    const what = kinds[place];
    if (what === kind.null) {
      buffer[to] = nullMark;
      to += 1;
      continue;
    }
    if (what === kind.nested) {
      const canonical = mark.nested + nested[place]!.canonical;
      makeRoom(text, to, canonical);
      ({ buffer, view } = text);
      to += buffer.write(canonical, to);
      continue;
    }
    const end = ends[place]!;
    let at = starts[place]!;
    buffer[to] = what === kind.text || what === kind.escapedText ? textMark : plainMark;
    to += 1;
    if (what !== kind.escapedText) {
      const length = end - at;
      for (let i = 0; i < length; i += 4) view.setInt32(to + i, from.getInt32(at + i, true), true);
      to += length;
      continue;
    }
    for (; at < end; at += 1, to += 1) {
      let byte = bytes[at]!;
      if (byte === backslash) {
        at += 1;
        byte = unescaped[bytes[at]!]!;
      }
      buffer[to] = byte;
    }
  }
  return hash('sha256', beginningOf(text, to), 'hex');
}

/** The first bytes of the buffer, as the hash wants them: lengths come again, and making the object costs a sixth of the hash. */
function beginningOf({ buffer, lengths }: HashedText, length: number): Buffer {
  let beginning = lengths.get(length);
  if (beginning === undefined) {
    if (lengths.size >= mostLengths) lengths.clear();
    beginning = buffer.subarray(0, length);
    lengths.set(length, beginning);
  }
  return beginning;
}

/** Numbers may be longer in their canonical form ("1e20"): there is room for a line behind it still. */
function makeRoom(text: HashedText, used: number, more: string): void {
  const needed = used + Buffer.byteLength(more) + longestScanned + text.order.length + 4;
  if (needed <= text.buffer.length) return;
  const larger = Buffer.allocUnsafeSlow(needed * 2);
  text.buffer.copy(larger, 0, 0, used);
  text.buffer = larger;
  text.lengths.clear();
  text.view = new DataView(larger.buffer);
}

/** The value of a hex digit, by its character code. */
const digitValues = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

/** Writes the id whose hex digits `hex` begins with. */
export function writeId(hex: string, ids: Uint8Array, offset: number): void {
  for (let i = 0; i < idBytes; i += 1) ids[offset + i] = (digitValues[hex.charCodeAt(i * 2)]! << 4) | digitValues[hex.charCodeAt(i * 2 + 1)]!;
}

/** As `timeOf` would find it, in the line that was scanned last. */
export function scannedTime(shape: ScannedShape, { starts, ends, kinds, bytes }: LineScanner): number | null {
  const place = shape.timePlace;
  if (place < 0 || kinds[place] !== kind.integer) return null;
  let time = 0;
  for (let at = starts[place]!; at < ends[place]!; at += 1) time = time * 10 + bytes[at]! - 0x30;
  return time > 0 && time < 8.64e15 ? time : null;
}
