import { Buffer } from 'node:buffer';
import { brotliCompressSync, brotliDecompressSync, constants, crc32, gunzipSync, inflateRawSync } from 'node:zlib';

import type { FilePiece, PackedBody } from '../pipeline/chunk';
import { idBytes } from '../pipeline/identity';
import type { SqlRow } from './driver';

/**
 * Quality 1 makes the lines 5.3 times smaller at half the price of deflate's level 1, which makes them 4.8 times smaller
 * (1.6 and 3.1 µs an event of 950 bytes on the machine of docs/benchmarks.md); the window is larger than a chunk's repeats.
 */
const brotliOptions = { chunkSize: 1024 * 1024, params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 18, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
/** How the bytes of a row are packed: 0 is deflate, which version 1 of the tables wrote, 2 is a file as Mimecast sent it. */
const brotli = 1;
const gzip = 2;
const newline = 10;

/** Lines as they are stored, and the checksum by which damage is noticed: SQLite itself checks no bytes (STORE.md §5). */
export function packBody(lines: Uint8Array): PackedBody {
  const body = brotliCompressSync(lines, { ...brotliOptions, params: { ...brotliOptions.params, [constants.BROTLI_PARAM_SIZE_HINT]: lines.length } });
  return { body, bytes: lines.length, crc: crc32(body), codec: brotli };
}

/** Lines that are a whole file: its own packing serves. `bytes` is what it inflates to. */
export function packedAsFile(gzipped: Uint8Array, bytes: number): PackedBody {
  return { body: gzipped, bytes, crc: crc32(gzipped), codec: gzip };
}

/** The lines of a row of `batches` that has a body of its own; null when its bytes are not what was stored. */
export function unpackBody(row: SqlRow): Uint8Array | null {
  return unpack({ body: row['body'] as Uint8Array, bytes: Number(row['bytes']), crc: Number(row['crc']), codec: Number(row['codec']) });
}

/** Null when the body is not what was packed. */
export function unpack({ body, bytes, crc, codec }: PackedBody): Uint8Array | null {
  const inflate = inflaters[codec];
  if (inflate === undefined || crc32(body) !== crc) return null;
  const lines = inflateAtOnce(inflate, body, bytes);
  // A buffer of its own, so that it can move to another thread.
  return lines === null ? null : new Uint8Array(lines);
}

/** What a file inflates to; null when it is not what was stored. */
export function inflateFile({ body, bytes, crc }: Pick<PackedBody, 'body' | 'bytes' | 'crc'>): Uint8Array | null {
  return crc32(body) === crc ? inflateAtOnce(gunzipSync, body, bytes) : null;
}

type Inflate = (body: Uint8Array, options: { readonly maxOutputLength: number; readonly chunkSize: number }) => Uint8Array;

const inflaters: Readonly<Record<number, Inflate>> = { 0: inflateRawSync, [brotli]: brotliDecompressSync, [gzip]: gunzipSync };

function inflateAtOnce(inflate: Inflate, body: Uint8Array, bytes: number): Uint8Array | null {
  try {
    // With no room behind the last byte zlib asks for a second buffer of this size.
    const inflated = inflate(body, { maxOutputLength: bytes, chunkSize: bytes + 64 });
    return inflated.length === bytes ? inflated : null;
  } catch {
    return null;
  }
}

/** The lines of a piece in a buffer of their own; null where it does not begin and end with a line, or there is nothing to cut. */
export function cutPiece(inflated: Uint8Array | null, { start, bytes }: Omit<FilePiece, 'file'>): Uint8Array | null {
  const end = start + bytes;
  if (inflated === null || end > inflated.length || inflated[end - 1] !== newline || (start > 0 && inflated[start - 1] !== newline)) return null;
  // `slice` of a Buffer would share its memory.
  return new Uint8Array(inflated.subarray(start, end));
}

/** Without their newlines. */
export function splitLines(lines: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let end = lines.indexOf(newline); end >= 0; end = lines.indexOf(newline, from)) {
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

/** The same memory as the drivers want it. */
export function inBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
