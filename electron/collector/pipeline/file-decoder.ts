import { Buffer } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import type { LogType } from '../../../shared/model/log-type';
import type { BrokenItem } from './chunk';
import { largestQuarantined } from './chunk';
import type { Decoded } from './decode-lines';
import { LineDecoder } from './decode-lines';

/** A downloaded gzip file of newline JSON: in memory when small, else on disk. */
export type FileSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'path'; readonly path: string };

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
 * Decodes one batch file step by step, so that memory does not grow with the file. A file that breaks off keeps
 * the lines before the break and reports the rest as one broken item.
 */
export async function* decodeFile(
  logType: LogType,
  source: FileSource,
  name: string,
  limits: FileLimits = defaultFileLimits,
): AsyncGenerator<Decoded> {
  const lines = new LineDecoder(logType, name);
  const input = source.kind === 'bytes' ? Readable.from([Buffer.from(source.bytes)]) : createReadStream(source.path, { highWaterMark: gunzipChunk });
  const gunzip = createGunzip({ chunkSize: gunzipChunk });
  let compressed = 0;
  let decompressed = 0;
  let head: Buffer = Buffer.alloc(0);
  input.on('data', (piece: Buffer) => {
    compressed += piece.length;
    if (head.length < largestQuarantined) head = Buffer.concat([head, piece.subarray(0, largestQuarantined - head.length)]);
  });
  input.on('error', (error: Error) => gunzip.destroy(error));
  input.pipe(gunzip);
  let problem: Error | null = null;
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      decompressed += piece.length;
      if (decompressed > limits.largestFile) throw new LimitError(`The file is larger than ${limits.largestFile} bytes when decompressed.`);
      if (decompressed > limits.ratioFloor && decompressed > compressed * limits.largestRatio) {
        throw new LimitError(`The file decompresses to more than ${limits.largestRatio} times its size.`);
      }
      yield* lines.feed(piece);
    }
  } catch (error) {
    problem = error as Error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
  const last = lines.end();
  if (problem === null) {
    yield last;
    return;
  }
  const item: BrokenItem = {
    code: 'MC-FILE-BROKEN',
    detail: problem instanceof LimitError ? problem.message : `After ${decompressed} bytes: ${problem.message}.`,
    source: name,
    bytes: new Uint8Array(head),
    cut: true,
  };
  yield { chunk: last.chunk, broken: [...last.broken, item] };
}
