import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';

import type { LogType } from '../../../shared/model/log-type';
import { release } from '../kit/release';
import type { BrokenItem, RenderRequest } from './chunk';
import { largestQuarantined } from './chunk';
import type { Decoded } from './decode-lines';
import { LineDecoder } from './decode-lines';
import { decodeWhole } from './decode-whole';

/**
 * A downloaded gzip file of newline JSON: in memory when small, else on disk. `cut`: whether it is shorter than it was
 * listed; absent when that is not known.
 */
export type FileSource = (
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'path'; readonly path: string }
) & { readonly cut?: boolean };

export type FileLimits = {
  /** Decompressed bytes of one file at the most: a bomb ends here. */
  readonly largestFile: number;
  /** Decompressed to compressed bytes at the most, once `ratioFloor` bytes came out. Real files are near 6 (PERF.md). */
  readonly largestRatio: number;
  readonly ratioFloor: number;
};

export const defaultFileLimits: FileLimits = {
  largestFile: 4 * 1024 * 1024 * 1024,
  largestRatio: 200,
  ratioFloor: 32 * 1024 * 1024,
};

/** Measured best for streaming (PERF.md §2): the default 16 KiB costs twice the time. */
const gunzipChunk = 256 * 1024;

class LimitError extends Error {}

/**
 * Decodes one batch file step by step, so that memory does not grow with the file. The file is inflated once before
 * its lines are believed: behind a flipped bit inflate goes on with other bytes, which may still be JSON, and only the
 * checksum at the end tells. A file that is merely cut off keeps the lines before the cut. What is lost becomes one
 * broken item.
 */
export async function* decodeFile(
  logType: LogType,
  source: FileSource,
  name: string,
  limits: FileLimits = defaultFileLimits,
  request?: RenderRequest,
): AsyncGenerator<Decoded> {
  const gzipped = source.kind === 'bytes' ? source.bytes : null;
  const small = gzipped === null ? null : inflatedAtOnce(gzipped, limits);
  if (small !== null) {
    try {
      yield* decodeWhole(logType, small, name, request, gzipped);
    } finally {
      release(small);
    }
    return;
  }
  const corrupt = await corruption(source, limits);
  if (corrupt !== null) {
    yield { chunk: null, broken: [brokenFile(name, corrupt.message, corrupt.head)] };
    return;
  }
  const lines = new LineDecoder(logType, name);
  const reader = new Inflater(source, limits);
  let problem: Error | null = null;
  try {
    for await (const piece of reader.pieces()) yield* lines.feed(piece);
  } catch (error) {
    problem = error as Error;
  }
  const last = lines.end();
  if (problem === null) {
    yield last;
    return;
  }
  const detail = problem instanceof LimitError ? problem.message : `After ${reader.decompressed} bytes: ${problem.message}.`;
  yield { chunk: last.chunk, broken: [...last.broken, brokenFile(name, detail, reader.head)] };
}

/** The whole content where it is small and sound: one pass, and the checksum is proven before the first line. */
function inflatedAtOnce(gzip: Uint8Array, limits: FileLimits): Buffer | null {
  try {
    const most = Math.min(limits.ratioFloor, limits.largestFile);
    return gunzipSync(gzip, { maxOutputLength: most, chunkSize: Math.min(announcedSize(gzip), most) });
  } catch {
    // Too large or not sound: the careful way finds out which.
    return null;
  }
}

/** What the file says that it inflates to, its last four bytes: one buffer of that size costs two thirds of many small ones (PERF.md §2). */
function announcedSize(gzip: Uint8Array): number {
  const view = new DataView(gzip.buffer, gzip.byteOffset, gzip.byteLength);
  return Math.max(gunzipChunk, (gzip.byteLength < 18 ? 0 : view.getUint32(gzip.byteLength - 4, true)) + 64);
}

/** Why no line of the file can be trusted, or null when it is whole, cut off or too large. */
async function corruption(source: FileSource, limits: FileLimits): Promise<{ readonly message: string; readonly head: Buffer } | null> {
  const reader = new Inflater(source, limits);
  const pieces = reader.pieces();
  try {
    for (let step = await pieces.next(); step.done !== true; step = await pieces.next());
    return null;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // An early end of a file that is as long as it should be is damage too: what was inflated before it may be wrong.
    return code === 'Z_DATA_ERROR' || (code === 'Z_BUF_ERROR' && source.cut === false) ? { message: `After ${reader.decompressed} bytes: ${message}.`, head: reader.head } : null;
  }
}

function brokenFile(name: string, detail: string, head: Buffer): BrokenItem {
  return { code: 'MC-FILE-BROKEN', detail, source: name, bytes: new Uint8Array(head), cut: true };
}

/** One pass through the compressed bytes, within the limits. */
class Inflater {
  readonly #source: FileSource;
  readonly #limits: FileLimits;
  #compressed = 0;
  decompressed = 0;
  /** The first compressed bytes, for quarantine. */
  head: Buffer = Buffer.alloc(0);

  constructor(source: FileSource, limits: FileLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  async *pieces(): AsyncGenerator<Buffer> {
    const source = this.#source;
    const { largestFile, largestRatio, ratioFloor } = this.#limits;
    const input = source.kind === 'bytes' ? Readable.from([Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength)]) : createReadStream(source.path, { highWaterMark: gunzipChunk });
    const gunzip = createGunzip({ chunkSize: gunzipChunk });
    input.on('data', (piece: Buffer) => {
      this.#compressed += piece.length;
      if (this.head.length < largestQuarantined) this.head = Buffer.concat([this.head, piece.subarray(0, largestQuarantined - this.head.length)]);
    });
    input.on('error', (error: Error) => gunzip.destroy(error));
    input.pipe(gunzip);
    try {
      for await (const piece of gunzip as AsyncIterable<Buffer>) {
        this.decompressed += piece.length;
        if (this.decompressed > largestFile) throw new LimitError(`The file is larger than ${largestFile} bytes when decompressed.`);
        if (this.decompressed > ratioFloor && this.decompressed > this.#compressed * largestRatio) {
          throw new LimitError(`The file decompresses to more than ${largestRatio} times its size.`);
        }
        yield piece;
      }
    } finally {
      input.destroy();
      gunzip.destroy();
    }
  }
}
