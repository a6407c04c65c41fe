import { isUtf8 } from 'node:buffer';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { timeOf } from '../../../../electron/collector/pipeline/decode-lines';
import { identityOf } from '../../../../electron/collector/pipeline/identity';
import { LineScanner } from '../../../../electron/collector/pipeline/scan/line-scanner';
import { scannedIdentity, scannedTime } from '../../../../electron/collector/pipeline/scan/scanned-identity';

const known = [
  { aggregateId: 'a', processingId: 'p', timestamp: 1795888371157, action: 'Acc', subject: 'Hello', rejectionInfo: null, numberAttachments: '2', type: 'receipt', subtype: 'Acc' },
  { timestamp: 1, eventType: 'av', _offset: 12, _partition: 3, fileName: 'ä "q" \\ \n\t\b\f\r.exe', tagged: true, other: false, zero: 0 },
  { timestamp: 2, type: 'a', eventType: 'b', subType: 'c' },
  { timestamp: 3, type: 'a' },
  { timestamp: 4, type: 'a', subject: 's', tail: 'x' },
];

function scannerOf(records: readonly object[]): LineScanner {
  const scanner = new LineScanner();
  for (const record of records) scanner.learn(record);
  return scanner;
}

/** What the scanner makes of one line among others; null where it leaves it to JSON.parse. */
function scanned(scanner: LineScanner, line: Buffer) {
  const before = Buffer.from('{"other":"line"}\n');
  const bytes = Buffer.concat([before, line, Buffer.from('\n{"timestamp":9,"type":"next"}\n')]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, end] = [before.length, before.length + line.length];
  const shape = scanner.scan(bytes, view, start, end);
  if (shape === null) return null;
  return { keys: shape.keys, id: scannedIdentity(shape, scanner).slice(0, 32), time: scannedTime(shape, scanner) };
}

/** The rule: whatever is scanned, JSON.parse says the same, and without nested values JSON.stringify writes it back to the byte. */
function agrees(scanner: LineScanner, line: Buffer): boolean {
  const found = scanned(scanner, line);
  if (found === null) return false;
  const record = JSON.parse(line.toString('utf8')) as object;
  expect(found).toEqual({ keys: Object.keys(record), id: identityOf('SIEM', record), time: timeOf(record) });
  if (Object.values(record).every((value) => value === null || typeof value !== 'object')) expect(JSON.stringify(record)).toBe(line.toString('utf8'));
  return true;
}

describe('LineScanner', () => {
  it('reads lines of the shapes that it was shown, also those that begin alike', () => {
    const scanner = scannerOf(known);
    for (const record of known) expect(agrees(scanner, Buffer.from(JSON.stringify(record))), JSON.stringify(record)).toBe(true);
  });

  it.each(['{}', '[]', '[[],{"b":[],"a":{"c":"]}"}}]', '{"a" : 1e20,"a":[ -0.0,1E400 ] }', '["\\\\","\\"","\\u0001\\ud800","\\/"]', `[${Array.from({ length: 600 }, () => '1e20').join(',')}]`, `${'['.repeat(63)}${']'.repeat(63)}`])('reads a nested value as JSON.parse does: %s', (nested) => {
    const scanner = scannerOf(known);
    expect(agrees(scanner, Buffer.from(`{"timestamp":3,"type":${nested}}`))).toBe(true);
    expect(agrees(scanner, Buffer.from(`{"timestamp":4,"type":${nested},"subject":${nested},"tail":"x"}`))).toBe(true);
  });

  it('leaves lines of other shapes alone', () => {
    const scanner = scannerOf(known);
    expect(scanned(scanner, Buffer.from('{"timestamp":2,"type":"a","eventType":"b"}'))).toBeNull();
    expect(scanned(scanner, Buffer.from('{"type":"a","timestamp":3}'))).toBeNull();
    expect(scanned(new LineScanner(), Buffer.from('{"timestamp":3,"type":"a"}'))).toBeNull();
  });

  it.each([
    ['a key twice', '{"timestamp":3,"timestamp":3}'],
    ['a key again at the end', '{"timestamp":3,"type":"a","timestamp":3}'],
    ['a leading zero', '{"timestamp":03,"type":"a"}'],
    ['a minus sign', '{"timestamp":-0,"type":"a"}'],
    ['a fraction', '{"timestamp":3.0,"type":"a"}'],
    ['an exponent', '{"timestamp":3e0,"type":"a"}'],
    ['too many digits', '{"timestamp":9007199254740993,"type":"a"}'],
    ['no digits', '{"timestamp":,"type":"a"}'],
    ['a comma at the end', '{"timestamp":3,"type":"a",}'],
    ['a comma missing', '{"timestamp":3"type":"a"}'],
    ['a brace missing', '{"timestamp":3,"type":"a"'],
    ['something behind the brace', '{"timestamp":3,"type":"a"} '],
    ['two records', '{"timestamp":3,"type":"a"}{"timestamp":3,"type":"a"}'],
    ['a blank', '{"timestamp": 3,"type":"a"}'],
    ['a byte order mark', '\ufeff{"timestamp":3,"type":"a"}'],
    ['a carriage return', '{"timestamp":3,"type":"a"}\r'],
    ['a control character', '{"timestamp":3,"type":"a\u0001"}'],
    ['a tab as it is', '{"timestamp":3,"type":"a\tb"}'],
    ['an open text', '{"timestamp":3,"type":"a}'],
    ['an escape at the end', '{"timestamp":3,"type":"a\\'],
    ['an escaped quote at the end', '{"timestamp":3,"type":"a\\"}'],
    ['an unknown escape', '{"timestamp":3,"type":"\\x"}'],
    ['an escape with four digits', '{"timestamp":3,"type":"\\u0041"}'],
    ['an escaped slash', '{"timestamp":3,"type":"\\/"}'],
    ['an open object', '{"timestamp":3,"type":{"a":1'],
    ['a nested value that is broken', '{"timestamp":3,"type":{"a":}}'],
    ['a nested value with a control character', '{"timestamp":3,"type":["a\tb"]}'],
    ['a nested value of another kind at its end', '{"timestamp":3,"type":[1}}'],
    ['a comma in a nested value', '{"timestamp":3,"type":[1,]}'],
    ['too many levels', `{"timestamp":3,"type":${'['.repeat(64)}${']'.repeat(64)}}`],
    ['half a word', '{"timestamp":3,"type":nul}'],
    ['a longer word', '{"timestamp":3,"type":nullx}'],
    ['nothing', ''],
    ['a brace', '{'],
    ['an empty record', '{}'],
  ])('leaves a line with %s to JSON.parse', (_what, line) => {
    expect(scanned(scannerOf(known), Buffer.from(line))).toBeNull();
  });

  it('leaves a line with a key that needs an escape or that an object would move', () => {
    const records = [{ 'a"b': 1 }, { 12: 1, b: 2 }, { 'ä': 1 }];
    for (const record of records) expect(scanned(scannerOf([record]), Buffer.from(JSON.stringify(record)))).toBeNull();
  });

  it('does not read beyond its buffer', () => {
    const scanner = scannerOf(known);
    const whole = Buffer.from('{"timestamp":3,"type":"a"}\n');
    for (let length = 0; length <= whole.length; length += 1) {
      const bytes = Buffer.from(whole.subarray(0, length));
      expect(scanner.scan(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, Math.min(length, whole.length - 1))).toBeNull();
    }
  });

  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.string({ unit: fc.constantFrom('\n', '\r', '\t', '\f', '\b', '"', '\\', ' ', 'a') }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue());
  const someShape = fc.constantFrom(...known).chain((record) => fc.record(Object.fromEntries(Object.keys(record).map((key) => [key, value]))));

  it('agrees with JSON.parse on any values', () => {
    const scanner = scannerOf(known);
    let taken = 0;
    fc.assert(fc.property(someShape, (record) => { taken += agrees(scanner, Buffer.from(JSON.stringify(record))) ? 1 : 0; }), { numRuns: 2000 });
    expect(taken).toBeGreaterThan(20);
  });

  const plain = fc.constantFrom(...known).chain((record) => fc.record(Object.fromEntries(Object.entries(record).map(([key, own]) => [key, fc.oneof(fc.constant(own), fc.string(), fc.nat(), fc.constant(null), fc.constant([{ a: '"' }, []]))]))));
  const piece = fc.oneof(fc.constantFrom('"', '\\', ',', ':', '{', '}', '[', '\\"', '\\u', '\\/', '0', '-', '.', 'e', ' ', '\t', '\r', '\u0000', 'null', ',"a":1', 'é', '","').map((text) => Buffer.from(text)), fc.uint8Array({ minLength: 1, maxLength: 3 }).map((bytes) => Buffer.from(bytes)));
  const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 6 }), put: fc.oneof(fc.constant(Buffer.alloc(0)), piece) });

  it('agrees with JSON.parse on lines that were damaged', () => {
    const scanner = scannerOf(known);
    let [taken, left] = [0, 0];
    fc.assert(
      fc.property(plain, fc.array(change, { maxLength: 3 }), (record, changes) => {
        let line = Buffer.from(JSON.stringify(record));
        for (const { at, cut, put } of changes) {
          const place = Math.floor(at * line.length);
          line = Buffer.concat([line.subarray(0, place), put, line.subarray(place + cut)]);
        }
        // The scanner is asked about lines only, of files that are UTF-8.
        if (line.includes(10) || !isUtf8(line)) return;
        if (agrees(scanner, line)) taken += 1;
        else left += 1;
      }),
      { numRuns: 20_000 },
    );
    expect(Math.min(taken, left)).toBeGreaterThan(1000);
  });
});
