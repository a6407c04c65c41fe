import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type BrokenItem, chunkEvents, type RenderForm } from '../../../../electron/collector/pipeline/chunk';
import type { Decoded } from '../../../../electron/collector/pipeline/decode-lines';
import { LineDecoder } from '../../../../electron/collector/pipeline/decode-lines';
import { decodeWhole } from '../../../../electron/collector/pipeline/decode-whole';
import { cutPiece, inflateFile, unpack } from '../../../../electron/collector/spool/batch-body';
import { parsedEvents } from '../../../support/parsed-events';

const forms: readonly RenderForm[] = (['raw', 'normalized', 'both'] as const).flatMap((format) =>
  (format === 'raw' ? (['connector'] as const) : (['connector', 'dnif', 'ecs', 'ocsf'] as const)).map((model) => ({ format, model })),
);
const request = { connectorName: 'Head office', forms, pack: true, lines: true };

type Sum = { readonly lines: string; readonly ids: string; readonly newest: number | null; readonly broken: readonly BrokenItem[] };

/** What all steps together say: where chunks begin and end is the decoder's own business. */
function sumOf(steps: Iterable<Decoded>): Sum {
  let sum: Sum = { lines: '', ids: '', newest: null, broken: [] };
  for (const { chunk, broken } of steps) {
    sum = {
      lines: sum.lines + Buffer.from(chunk?.lines ?? []).toString('latin1'),
      ids: sum.ids + Buffer.from(chunk?.ids ?? []).toString('hex'),
      newest: chunk?.newest == null ? sum.newest : Math.max(chunk.newest, sum.newest ?? 0),
      broken: [...sum.broken, ...broken],
    };
  }
  return sum;
}

function* byLine(bytes: Buffer): Generator<Decoded> {
  const lines = new LineDecoder('SIEM', 'file');
  yield* lines.feed(bytes);
  yield lines.end();
}

const record = fc.record(
  { timestamp: fc.oneof(fc.integer({ min: 1, max: 2_000_000_000_000 }), fc.string()), type: fc.constantFrom('receipt', 'av', 'url protect', 'other'), subject: fc.string({ unit: 'binary' }), nested: fc.jsonValue(), processingId: fc.uuid() },
  { requiredKeys: ['processingId'] },
);
const line = fc.oneof(
  { weight: 12, arbitrary: record.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.constantFrom('', '\r', '[1]', 'null', '{"a":', '{"a":1}\r', '\ufeff{"a":1}', '  {"a": 1}').map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.constant(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d])) },
);
const file = fc.tuple(fc.array(line, { maxLength: 30 }), fc.boolean()).map(([lines, ends]) => Buffer.concat(lines.flatMap((one, at) => (at === lines.length - 1 && !ends ? [one] : [one, Buffer.from('\n')]))));

describe('decodeWhole', () => {
  it('finds what the decoder of lines finds, whatever the file holds', () => {
    fc.assert(fc.property(file, (bytes) => void expect(sumOf(decodeWhole('SIEM', bytes, 'file', request))).toEqual(sumOf(byLine(bytes)))), { numRuns: 200 });
  });

  it('renders events as they would be rendered from the spool, in every form', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 8 }), (records) => {
        const bytes = Buffer.from(records.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const [step] = [...decodeWhole('SIEM', bytes, 'file', request)];
        const chunk = step?.chunk;
        if (chunk == null) throw new Error('There is no chunk.');
        expect(chunk.rendered?.map(({ format, model }) => ({ format, model }))).toEqual(forms);
        for (const { format, model, lines, ends } of chunk.rendered ?? []) {
          const expected = parsedEvents({ seq: 1, connectorName: request.connectorName, logType: 'SIEM', count: chunk.count, lines: chunk.lines, ids: chunk.ids }, format, model);
          expect(Buffer.from(lines).toString().split('\n').slice(0, -1), `${format} ${model}`).toEqual(expected.lines);
          expect([...ends]).toEqual(expected.ends);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('packs the lines that it was given, and hands them on beside that only to who wants them', () => {
    const text = '{"n":1}\n{"n":2}\n{"n":3}';
    for (const [file, wanted, kept] of [[text, true, true], [text, false, true], [`${text}\n`, true, true], [`${text}\n`, false, false]] as const) {
      const [step] = [...decodeWhole('SIEM', Buffer.from(file), 'file', { connectorName: 'c', forms: [], pack: true, lines: wanted })];
      const chunk = step?.chunk;
      if (chunk?.packed === undefined) throw new Error('Nothing was packed.');
      if ('file' in chunk.packed) throw new Error('There is no file.');
      expect(Buffer.from(unpack(chunk.packed) ?? []).toString()).toBe(`${text}\n`);
      expect(Buffer.from(chunk.lines).toString()).toBe(kept ? `${text}\n` : '');
    }
    const [raw] = [...decodeWhole('SIEM', Buffer.from(`${text}\n`), 'file', { connectorName: 'c', forms: [{ format: 'raw', model: 'connector' }], pack: true, lines: false })];
    expect(Buffer.from(raw?.chunk?.rendered?.[0]?.lines ?? []).toString()).toBe(`${text}\n`);
  });

  it('hands a file on as it came when all of it is one chunk', () => {
    const lines = '{"n":1}\n{"n":2}\n';
    const gzipped = new Uint8Array(gzipSync(lines));
    const [step] = [...decodeWhole('SIEM', Buffer.from(lines), 'file', { connectorName: 'c', forms: [], pack: true, lines: false }, gzipped)];
    const packed = step?.chunk?.packed;
    if (packed === undefined || 'file' in packed) throw new Error('The lines have no body of their own.');
    expect(packed.body).toBe(gzipped);
    expect(Buffer.from(unpack(packed) ?? []).toString()).toBe(lines);
  });

  it.each([['', 3], ['{"n":"no line end"}', 2], ['no record\n', 3]] as const)('makes the chunks of a longer file pieces of it, as long as they are: %j at its end', (end, pieces) => {
    const count = chunkEvents * 2 + 7;
    const bytes = Buffer.from(Array.from({ length: count }, (_unused, n) => `{"n":${n}}\n`).join('') + end);
    const gzipped = new Uint8Array(gzipSync(bytes));
    const steps = [...decodeWhole('SIEM', bytes, 'file', { connectorName: 'c', forms: [], pack: true, lines: true }, gzipped)];
    const found = steps.map(({ chunk }) => chunk?.packed).filter((packed) => packed !== undefined && 'file' in packed);
    expect(found).toHaveLength(pieces);
    const [first, ...others] = found;
    expect(first?.file.body).toBe(gzipped);
    expect(new Set(found.map(({ file }) => file.key)).size).toBe(1);
    expect(others.every(({ file }) => file.body === null)).toBe(true);
    const inflated = first === undefined ? null : inflateFile({ ...first.file, body: gzipped });
    if (inflated === null) throw new Error('The file cannot be inflated.');
    for (const { chunk } of steps) {
      if (chunk?.packed === undefined) continue;
      const lines = 'file' in chunk.packed ? cutPiece(inflated, chunk.packed) : unpack(chunk.packed);
      expect(Buffer.from(lines ?? []).toString()).toBe(Buffer.from(chunk.lines).toString());
    }
  });

  it('cuts a long file into chunks, each with its own events', () => {
    const count = chunkEvents * 2 + 7;
    const bytes = Buffer.from(Array.from({ length: count }, (_unused, n) => `{"n":${n}}`).join('\n'));
    const steps = [...decodeWhole('SIEM', bytes, 'file', { connectorName: 'c', forms: [{ format: 'raw', model: 'connector' }], pack: false, lines: true })];
    expect(steps.map(({ chunk }) => chunk?.count)).toEqual([chunkEvents, chunkEvents, 7]);
    const lines = steps.map(({ chunk }) => Buffer.from(chunk?.lines ?? []).toString()).join('');
    expect(lines).toBe(`${bytes.toString()}\n`);
    expect(steps.map(({ chunk }) => Buffer.from(chunk?.rendered?.[0]?.lines ?? []).toString()).join('')).toBe(lines);
  });
});
