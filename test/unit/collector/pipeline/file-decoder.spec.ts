import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { renderBatch } from '../../../../electron/collector/outputs/render';
import { chunkEvents, longestLine } from '../../../../electron/collector/pipeline/chunk';
import type { Decoded } from '../../../../electron/collector/pipeline/decode-lines';
import { decodeRecords, LineDecoder, recordTime } from '../../../../electron/collector/pipeline/decode-lines';
import type { FileSource } from '../../../../electron/collector/pipeline/file-decoder';
import { decodeFile, defaultFileLimits } from '../../../../electron/collector/pipeline/file-decoder';
import { tempDir } from '../../../support/temp-dir';

async function decoded(source: FileSource, limits = defaultFileLimits): Promise<{ lines: string[]; broken: Decoded['broken'][number][] }> {
  const lines: string[] = [];
  const broken: Decoded['broken'][number][] = [];
  for await (const step of decodeFile('SIEM', source, 'a.json.gz', limits)) {
    if (step.chunk !== null) lines.push(...Buffer.from(step.chunk.lines).toString('utf8').split('\n').slice(0, -1));
    broken.push(...step.broken);
  }
  return { lines, broken };
}

const records = Array.from({ length: 3000 }, (_unused, i) => JSON.stringify({ processingId: `p${i}`, timestamp: 1_767_225_600_000 + i, n: i % 10 }));
const whole = gzipSync(records.join('\n'));

function asFile(bytes: Buffer): FileSource {
  const file = path.join(tempDir(), 'a.gz');
  writeFileSync(file, bytes);
  return { kind: 'path', path: file };
}

const asBytes = (bytes: Buffer): FileSource => ({ kind: 'bytes', bytes: new Uint8Array(bytes) });

describe.each([
  ['in memory', asBytes],
  ['on the disk', asFile],
])('decodeFile %s', (_where, source) => {
  it('reads every line', async () => {
    expect(await decoded(source(whole))).toEqual({ lines: records, broken: [] });
  });

  it('reads several members one after the other', async () => {
    const two = Buffer.concat([gzipSync(`${records[0]}\n`), gzipSync(`${records[1]}\n`)]);
    expect((await decoded(source(two))).lines).toEqual(records.slice(0, 2));
  });

  it('believes no line of a file whose checksum is wrong: behind a flipped bit stand other records', async () => {
    for (let at = 12; at < whole.length; at += Math.floor(whole.length / 40)) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      const { lines, broken } = await decoded({ ...source(flipped), cut: false });
      expect(lines, `byte ${at}`).toEqual([]);
      expect(broken, `byte ${at}`).toMatchObject([{ code: 'MC-FILE-BROKEN', source: 'a.json.gz', cut: true }]);
    }
  });

  it('keeps what comes before a cut, wherever it is', async () => {
    for (const part of [0.1, 0.5, 0.9, 0.999]) {
      const { lines, broken } = await decoded({ ...source(whole.subarray(0, Math.floor(whole.length * part))), cut: true });
      expect(lines).toEqual(records.slice(0, lines.length));
      expect(lines.length).toBeGreaterThan(records.length * part * 0.5);
      expect(broken.at(-1)?.code).toBe('MC-FILE-BROKEN');
      expect(broken.at(-1)?.bytes.length).toBeGreaterThan(0);
    }
  });

  it('stops a bomb, and keeps little of it', async () => {
    const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20));
    const { lines, broken } = await decoded(source(bomb));
    expect(lines).toEqual([]);
    expect(broken.at(-1)?.detail).toContain('times its size');
    for (const item of broken) expect(item.bytes.length).toBeLessThanOrEqual(64 * 1024);
  });
});

it('a file that is not there is a broken file', async () => {
  expect((await decoded({ kind: 'path', path: path.join(tempDir(), 'gone.gz') })).broken).toMatchObject([{ code: 'MC-FILE-BROKEN' }]);
});

it('closes what it reads when it is abandoned', async () => {
  const steps = decodeFile('SIEM', asFile(gzipSync(records.join('\n').repeat(20))), 'a.json.gz');
  const { value } = (await steps.next()) as IteratorYieldResult<Decoded>;
  expect(value.chunk?.count).toBe(chunkEvents);
  await steps.return(undefined);
  expect(await steps.next()).toEqual({ done: true, value: undefined });
});

describe('LineDecoder', () => {
  it('hands broken lines on before they fill the memory', () => {
    const decoder = new LineDecoder('SIEM', 'a');
    const sizes: number[] = [];
    for (let i = 0; i < 20; i += 1) for (const step of decoder.feed(Buffer.from('not json\n'.repeat(100)))) sizes.push(step.broken.length);
    sizes.push(decoder.end().broken.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2000);
  });

  it('cuts a line that never ends, once', () => {
    const decoder = new LineDecoder('SIEM', 'a');
    const piece = Buffer.alloc(1024 * 1024, 0x61);
    const steps: Decoded[] = [];
    for (let i = 0; i < longestLine / piece.length + 4; i += 1) steps.push(...decoder.feed(piece));
    steps.push(decoder.end());
    expect(steps.flatMap((step) => step.broken)).toMatchObject([{ cut: true, source: 'a, line 1' }]);
  });
});

describe('decodeRecords', () => {
  it('takes a page of more records than a chunk is meant to hold', () => {
    const many = Array.from({ length: 2500 }, (_unused, i) => `{"id":"h${i}","dateReceived":"2026-03-10T12:00:00+0000"}`);
    const { chunk, broken } = decodeRecords('Hold_Message_List', many, 'page 1');
    expect(broken).toEqual([]);
    expect(chunk?.count).toBe(2500);
    expect(chunk?.ids.length).toBe(2500 * 16);
    // Lines and ids still belong together: else the batch could never be delivered.
    const rendered = renderBatch({ seq: 1, connectorName: 'c', logType: 'Hold_Message_List', count: 2500, lines: chunk!.lines, ids: chunk!.ids }, 'both');
    expect(rendered.ends.length).toBe(2500);
  });

  it('sets aside what is no record, and keeps its neighbours', () => {
    const { chunk, broken } = decodeRecords('DLP', ['{"a":1}', 'null', '[1]', '"x"', `{"deep":${'['.repeat(100)}${']'.repeat(100)}}`, '{"a":2}'], 'page 1');
    expect(chunk?.count).toBe(2);
    expect(broken.map((item) => item.source)).toEqual([2, 3, 4, 5].map((n) => `page 1, record ${n}`));
  });

  it('gives no chunk for no record', () => {
    expect(decodeRecords('DLP', [], 'page 1')).toEqual({ chunk: null, broken: [] });
  });
});

describe('recordTime', () => {
  it.each([
    [{ timestamp: 1_767_225_600_000 }, 1_767_225_600_000],
    [{ timestamp: '1767225600000', eventTime: '2026-01-01T00:00:00+0000' }, 1_767_225_600_000],
    [{ dateReceived: '2026-01-01T00:00:00+0000' }, 1_767_225_600_000],
    [{ timestamp: -1 }, null],
    [{ timestamp: 1e300, eventTime: 'later' }, null],
    [{}, null],
    [null, null],
  ])('%j', (record, expected) => {
    expect(recordTime(record)).toBe(expected);
  });
});
