import { Buffer } from 'node:buffer';
import { createHash, randomUUID } from 'node:crypto';
import { crc32, gzipSync } from 'node:zlib';

import type { BrokenItem, Chunk, PackedFile } from '../../electron/collector/pipeline/chunk';
import type { Commit, LeasedBatch, StreamRef } from '../../electron/collector/spool/spool';

export function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

/** A chunk of one record per name; id and content follow from the name. */
export function chunkOf(names: readonly string[], newest: number | null = null): Chunk {
  return {
    count: names.length,
    lines: new Uint8Array(Buffer.from(names.map((name) => `${JSON.stringify({ name, text: 'Grüße \u2028' })}\n`).join(''))),
    ids: new Uint8Array(Buffer.from(names.map(idOf).join(''), 'hex')),
    newest,
  };
}

/** The chunks of one gzip file, as a decode thread hands them on: the file comes with the first, the lines with none. */
export function chunksOfFile(parts: readonly (readonly string[])[]): Chunk[] {
  const chunks = parts.map((names) => chunkOf(names));
  const inflated = Buffer.concat(chunks.map(({ lines }) => lines));
  const body = new Uint8Array(gzipSync(inflated));
  let file: PackedFile = { key: randomUUID(), body, bytes: inflated.length, crc: crc32(body) };
  let start = 0;
  return chunks.map((chunk) => {
    const packed = { file, start, bytes: chunk.lines.length };
    file = { ...file, body: null };
    start += chunk.lines.length;
    return { ...chunk, lines: new Uint8Array(0), packed };
  });
}

export function namesOf(batch: Pick<LeasedBatch, 'lines' | 'ids' | 'count'>): string[] {
  const lines = Buffer.from(batch.lines).toString('utf8').split('\n').slice(0, -1);
  const names = lines.map((line) => (JSON.parse(line) as { readonly name: string }).name);
  if (names.length !== batch.count || Buffer.from(batch.ids).toString('hex') !== names.map(idOf).join('')) throw new Error('Lines, ids and count of the batch do not belong together.');
  return names;
}

export const brokenLine = (text = '{"a":'): BrokenItem => ({ code: 'MC-LINE-BROKEN', detail: 'The line is not valid JSON.', source: 'file.json.gz, line 2', bytes: new Uint8Array(Buffer.from(text)), cut: false });

export const siem: StreamRef = { connectorId: 'c1', logType: 'SIEM' };
export const dlp: StreamRef = { connectorId: 'c1', logType: 'DLP' };
export const at = Date.parse('2026-03-10T12:34:56.000Z');

export function commitOf(names: readonly string[], parts: Partial<Commit> = {}): Commit {
  return { stream: siem, epoch: 0, connectorName: 'Head office', chunk: names.length === 0 ? null : chunkOf(names), broken: [], gaps: [], state: [], outputs: ['file'], at, ...parts };
}
