import { gzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BrokenItem } from '../../../electron/collector/pipeline/chunk';
import { chunkEvents } from '../../../electron/collector/pipeline/chunk';
import type { Decoded } from '../../../electron/collector/pipeline/decode-lines';
import { LineDecoder } from '../../../electron/collector/pipeline/decode-lines';
import { decodeFile } from '../../../electron/collector/pipeline/file-decoder';

function collect(steps: Iterable<Decoded>): { readonly lines: string[]; readonly broken: BrokenItem[]; readonly chunks: number[] } {
  const lines: string[] = [];
  const broken: BrokenItem[] = [];
  const chunks: number[] = [];
  for (const { chunk, broken: items } of steps) {
    broken.push(...items);
    if (chunk === null) continue;
    expect(chunk.ids.length).toBe(chunk.count * 16);
    const text = Buffer.from(chunk.lines).toString('utf8');
    expect(text.endsWith('\n')).toBe(true);
    const part = text.slice(0, -1).split('\n');
    expect(part.length).toBe(chunk.count);
    lines.push(...part);
    chunks.push(chunk.count);
  }
  return { lines, broken, chunks };
}

function decode(pieces: readonly Buffer[]) {
  const decoder = new LineDecoder('SIEM', 'file.json.gz');
  const steps: Decoded[] = [];
  for (const piece of pieces) steps.push(...decoder.feed(piece));
  steps.push(decoder.end());
  return collect(steps);
}

async function decodeGzip(bytes: Buffer, limits?: Parameters<typeof decodeFile>[3]) {
  const steps: Decoded[] = [];
  for await (const decoded of decodeFile('SIEM', { kind: 'bytes', bytes }, 'file.json.gz', limits)) steps.push(decoded);
  return collect(steps);
}

describe('LineDecoder', () => {
  it('keeps every byte of every record, however the bytes arrive', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (records, size) => {
        const lines = records.map((record) => JSON.stringify(record));
        const bytes = Buffer.from(lines.join('\n'));
        const pieces: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
        expect(decode(pieces).lines).toEqual(lines);
      }),
    );
  });

  it('does not split at U+2028, U+2029 and U+0085, which peers do', () => {
    const line = '{"subject":"a\u2028b\u2029c\u0085d"}';
    expect(decode([Buffer.from(`${line}\n`)]).lines).toEqual([line]);
  });

  it('takes CRLF, a BOM, blank lines and a missing last line end', () => {
    expect(decode([Buffer.from('\ufeff{"a":1}\r\n\r\n\n{"a":2}')]).lines).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('sets one bad line aside and keeps its neighbours', () => {
    const { lines, broken } = decode([Buffer.from('{"a":1}\n{"a":\n"text"\n[1]\n{"a":2}\n')]);
    expect(lines).toEqual(['{"a":1}', '{"a":2}']);
    expect(broken.map((item) => [item.code, item.source, Buffer.from(item.bytes).toString()])).toEqual([
      ['MC-LINE-BROKEN', 'file.json.gz, line 2', '{"a":'],
      ['MC-LINE-BROKEN', 'file.json.gz, line 3', '"text"'],
      ['MC-LINE-BROKEN', 'file.json.gz, line 4', '[1]'],
    ]);
  });

  it('sets bytes aside that are no UTF-8, but not a replacement character that was sent as such', () => {
    const bad = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}\n{"a":"\ufffd"}\n')]);
    const { lines, broken } = decode([bad]);
    expect(lines).toEqual(['{"a":"\ufffd"}']);
    expect(broken).toHaveLength(1);
  });

  it('cuts a line of 20 MiB and goes on', () => {
    const huge = Buffer.from(`{"a":"${'x'.repeat(20 * 1024 * 1024)}"}\n`);
    const pieces = [Buffer.from('{"a":1}\n')];
    for (let at = 0; at < huge.length; at += 1024 * 1024) pieces.push(huge.subarray(at, at + 1024 * 1024));
    pieces.push(Buffer.from('{"a":2}\n'));
    const { lines, broken } = decode(pieces);
    expect(lines).toEqual(['{"a":1}', '{"a":2}']);
    expect(broken).toMatchObject([{ code: 'MC-LINE-BROKEN', cut: true }]);
    expect(broken[0]?.bytes.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('does not let a record touch Object.prototype', () => {
    const { lines } = decode([Buffer.from('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}\n')]);
    expect(lines).toHaveLength(1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('closes a chunk at its size', () => {
    const text = Array.from({ length: chunkEvents * 2 + 5 }, (_unused, i) => `{"i":${i}}\n`).join('');
    expect(decode([Buffer.from(text)]).chunks).toEqual([chunkEvents, chunkEvents, 5]);
  });
});

describe('decodeFile', () => {
  const text = Array.from({ length: 5000 }, (_unused, i) => `{"i":${i},"text":"${String(i).repeat(20)}"}\n`).join('');

  it('reads a whole file', async () => {
    const { lines, broken } = await decodeGzip(gzipSync(text));
    expect(lines).toHaveLength(5000);
    expect(broken).toEqual([]);
  });

  it('keeps what comes before the break of a truncated file', async () => {
    const whole = gzipSync(text);
    const { lines, broken } = await decodeGzip(whole.subarray(0, whole.length >> 1));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines[0]).toBe(text.slice(0, text.indexOf('\n')));
    expect(broken.at(-1)).toMatchObject({ code: 'MC-FILE-BROKEN', source: 'file.json.gz' });
  });

  it('reports a file that is not gzip, and an empty one', async () => {
    expect((await decodeGzip(Buffer.from('<html>not gzip</html>'))).broken).toMatchObject([{ code: 'MC-FILE-BROKEN' }]);
    expect((await decodeGzip(Buffer.alloc(0))).broken).toMatchObject([{ code: 'MC-FILE-BROKEN' }]);
  });

  it('stops a bomb at its ratio and at its size', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20));
    const byRatio = await decodeGzip(bomb, { largestFile: 1e9, largestRatio: 100, ratioFloor: 1024 * 1024 });
    expect(byRatio.broken.at(-1)?.detail).toContain('times its size');
    const bySize = await decodeGzip(bomb, { largestFile: 1024 * 1024, largestRatio: 1e9, ratioFloor: 0 });
    expect(bySize.broken.at(-1)?.detail).toContain('larger than');
  });
});
