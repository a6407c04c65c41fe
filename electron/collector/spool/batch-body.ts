import { Buffer } from 'node:buffer';
import { brotliCompressSync, brotliDecompressSync, constants, crc32, inflateRawSync } from 'node:zlib';

import type { PackedLines } from '../pipeline/chunk';
import { idBytes } from '../pipeline/identity';
import type { SqlRow } from './driver';

/**
 * Quality 1 makes the lines 5.3 times smaller at half the price of deflate's level 1, which makes them 4.8 times smaller
 * (1.6 and 3.1 µs an event of 950 bytes on the machine of docs/benchmarks.md); the window is larger than a chunk's repeats.
 */
const brotliOptions = { chunkSize: 1024 * 1024, params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 18, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
/** How the bytes of a row are packed: 0 is deflate, which version 1 of the tables wrote. */
const brotli = 1;

/** Lines as they are stored, and the checksum by which damage is noticed: SQLite itself checks no bytes (STORE.md §5). */
export function packBody(lines: Uint8Array): PackedLines {
  const body = brotliCompressSync(lines, { ...brotliOptions, params: { ...brotliOptions.params, [constants.BROTLI_PARAM_SIZE_HINT]: lines.length } });
  return { body, bytes: lines.length, crc: crc32(body), codec: brotli };
}

/** The lines of a row of `batches`; null when its bytes are not what was stored. */
export function unpackBody(row: SqlRow): Uint8Array | null {
  return unpack({ body: row['body'] as Uint8Array, bytes: Number(row['bytes']), crc: Number(row['crc']), codec: Number(row['codec']) });
}

/** Null when the body is not what was packed. */
export function unpack({ body, bytes, crc, codec }: PackedLines): Uint8Array | null {
  if (crc32(body) !== crc) return null;
  try {
    // A buffer of its own, so that it can move to another thread.
    const options = { maxOutputLength: bytes, chunkSize: Math.max(64, bytes) };
    return new Uint8Array(codec === brotli ? brotliDecompressSync(body, options) : inflateRawSync(body, options));
  } catch {
    return null;
  }
}

/** Without their newlines. */
export function splitLines(lines: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let end = lines.indexOf(10); end >= 0; end = lines.indexOf(10, from)) {
    parts.push(lines.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

/** The lines and ids at the places `keep`. */
export function pick(lines: Uint8Array, ids: Uint8Array, keep: readonly number[]): { readonly lines: Uint8Array; readonly ids: Uint8Array } {
  const all = splitLines(lines);
  const newline = Buffer.from('\n');
  const kept = keep.map((index) => Buffer.concat([all[index] ?? new Uint8Array(0), newline]));
  const keptIds = keep.map((index) => ids.subarray(index * idBytes, (index + 1) * idBytes));
  return { lines: Buffer.concat(kept), ids: Buffer.concat(keptIds) };
}
