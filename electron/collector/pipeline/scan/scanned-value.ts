import type { LineScanner } from './line-scanner';
import { kind } from './line-scanner';

const [space, backslash, less, greater, comma, dot, digit0, digit9] = [0x20, 0x5c, 0x3c, 0x3e, 0x2c, 0x2e, 0x30, 0x39] as const;

/** The value at a place of the line that was scanned last, as JSON.parse gives it. */
export function scannedValue({ starts, ends, kinds, nested, bytes }: LineScanner, place: number): unknown {
  const start = starts[place]!;
  const end = ends[place]!;
  switch (kinds[place]) {
    case kind.text:
      return bytes.toString('utf8', start, end);
    case kind.escapedText:
      return JSON.parse(bytes.toString('utf8', start - 1, end + 1));
    case kind.integer:
      return Number(bytes.toString('latin1', start, end));
    case kind.nested:
      return nested[place]!.value;
    case kind.true:
      return true;
    case kind.false:
      return false;
    default:
      return null;
  }
}

/** How a field's text comes out of a value's bytes: `as is` between `from` and `to`, not at all, or by the reader that it is defined by. */
export const outcome = { absent: 0, asIs: 1, ask: 2 } as const;

/** Where the result of the last question stands. */
export const found = { from: 0, to: 0 };

/**
 * `text` of normalize/common.ts for the bytes [start, end) of a value: blanks at either end, whatever kind, are left to it. "ask"
 * is always right, only slower.
 */
export function textOutcome({ bytes }: LineScanner, start: number, end: number): number {
  if (end === start) return outcome.absent;
  const first = bytes[start]!;
  const last = bytes[end - 1]!;
  if (first <= space || first >= 0x80 || last <= space || last >= 0x80) return outcome.ask;
  if (first === backslash && isEscapedBlank(bytes[start + 1]!)) return outcome.ask;
  // The backslash may be escaped itself.
  if (end - start > 1 && bytes[end - 2] === backslash && isEscapedBlank(last)) return outcome.ask;
  if (end - start === 4 && first === 0x6e && bytes[start + 1] === 0x75 && bytes[start + 2] === 0x6c && last === 0x6c) return outcome.absent;
  found.from = start;
  found.to = end;
  return outcome.asIs;
}

/** The letter of an escape that stands for a blank. */
function isEscapedBlank(letter: number): boolean {
  return letter === 0x6e || letter === 0x72 || letter === 0x74 || letter === 0x66;
}

type Question = (line: LineScanner, place: number) => number;

const text: Question = (line, place) => textOutcome(line, line.starts[place]!, line.ends[place]!);

const lowerCase: Question = (line, place) => {
  if (line.kinds[place] === kind.escapedText) return outcome.ask;
  const what = text(line, place);
  if (what !== outcome.asIs) return what;
  for (let at = found.from; at < found.to; at += 1) {
    const byte = line.bytes[at]!;
    if (byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a)) return outcome.ask;
  }
  return what;
};

const withoutBrackets: Question = (line, place) => {
  const what = text(line, place);
  if (what !== outcome.asIs) return what;
  const { from, to } = found;
  return line.bytes[from] === less && line.bytes[to - 1] === greater ? textOutcome(line, from + 1, to - 1) : what;
};

/** A single one only; a list of them has its own rules. */
const addresses: Question = (line, place) => {
  for (let at = line.starts[place]!, end = line.ends[place]!; at < end; at += 1) if (line.bytes[at] === comma) return outcome.ask;
  return withoutBrackets(line, place);
};

/** Digits without a leading zero, few enough to be exact. */
function isNumber({ bytes }: LineScanner, from: number, to: number): boolean {
  if (to - from > 15 || (bytes[from] === digit0 && to - from > 1)) return false;
  for (let at = from; at < to; at += 1) if (bytes[at]! < digit0 || bytes[at]! > digit9) return false;
  return true;
}

const count: Question = (line, place) => {
  const what = text(line, place);
  return what === outcome.asIs && !isNumber(line, found.from, found.to) ? outcome.ask : what;
};

/** IPv4 in its usual spelling. */
const ip: Question = (line, place) => {
  const what = text(line, place);
  if (what !== outcome.asIs) return what;
  let parts = 0;
  let from = found.from;
  for (let at = found.from; at <= found.to; at += 1) {
    if (at < found.to && line.bytes[at] !== dot) continue;
    if (at === from || at - from > 3 || !isNumber(line, from, at) || valueOf(line, from, at) > 255) return outcome.ask;
    parts += 1;
    from = at + 1;
  }
  return parts === 4 ? what : outcome.ask;
};

function valueOf({ bytes }: LineScanner, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + bytes[at]! - digit0;
  return value;
}

/** Epoch ms of a value that is one; -1 where it has to be asked. */
export function scannedMs(line: LineScanner, place: number): number {
  const start = line.starts[place]!;
  const end = line.ends[place]!;
  return end > start && isNumber(line, start, end) ? valueOf(line, start, end) : -1;
}

/** The readers of the mapping tables (normalize/readers.ts) whose result mostly stands in the record as it is, and how it is written. */
export const questions: Readonly<Record<string, { readonly ask: Question; readonly before: string; readonly after: string }>> = {
  text: { ask: text, before: '"', after: '"' },
  'lower case': { ask: lowerCase, before: '"', after: '"' },
  address: { ask: withoutBrackets, before: '"', after: '"' },
  'message id': { ask: withoutBrackets, before: '"', after: '"' },
  addresses: { ask: addresses, before: '["', after: '"]' },
  count: { ask: count, before: '', after: '' },
  ip: { ask: ip, before: '"', after: '"' },
};
