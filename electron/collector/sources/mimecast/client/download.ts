import { Buffer } from 'node:buffer';
import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';

import type { Agent } from 'undici';

import type { Clock } from '../../../kit/clock';
import { failure, FailureError } from '../../../kit/failure-error';
import type { FileSource } from '../../../pipeline/file-decoder';
import { send } from './http';
import { codeForNetworkError } from './response-table';

/** Kept in memory up to here; larger files go through the disk, so that memory does not follow file size. */
const largestInMemory = 8 * 1024 * 1024;
/** A whole file within this, however slowly it trickles. */
const longestDownloadMs = 30 * 60_000;
/** A compressed log file beyond this is not one (a quarter of an hour of one type; PERF.md: 4.5 MB for 25,000 events). */
const largestDownload = 2 * 1024 * 1024 * 1024;

export type DownloadSettings = { readonly agent: Agent; readonly clock: Clock; readonly tempDir: string };

/** A file that is completely here. `discard` must be called when it is no longer needed. */
export type Download = { readonly source: FileSource; readonly discard: () => Promise<void> };

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Fetches signed addresses: https only (http for the simulator on loopback), never with the bearer token, redirects
 * not followed, size bounded while streaming. The address is a secret: no failure text ever holds its query.
 */
export class Downloads {
  readonly #settings: DownloadSettings;
  #count = 0;

  constructor(settings: DownloadSettings) {
    this.#settings = settings;
  }

  /**
   * `expectedSize` is the size the listing gave, when it gave one: a shorter file was cut off on the way, which is a
   * failure unless `asItIs`.
   */
  async fetch(address: string, expectedSize: number | null, signal: AbortSignal, asItIs = false): Promise<Download> {
    const { agent, clock } = this.#settings;
    const url = checkedAddress(address, clock);
    const response = await send(agent, clock, url, { method: 'GET', headers: { 'accept-encoding': 'identity' }, signal });
    if (response.statusCode !== 200) {
      await response.body.dump().catch(() => undefined);
      // A redirect is not followed, so it is a refusal too; what is busy or broken is worth another try with the same link.
      const busy = response.statusCode >= 500 || response.statusCode === 429 || response.statusCode === 408;
      const code = busy ? 'MC-SERVER-5XX' : 'MC-FILE-REFUSED';
      throw new FailureError(failure(code, { at: clock.now(), detail: `HTTP ${response.statusCode} for the log file ${fileName(address)}` }));
    }
    if (/^text\/html\b/i.test(String(response.headers['content-type'] ?? ''))) {
      await response.body.dump().catch(() => undefined);
      throw new FailureError(failure('NET-NOT-API', { at: clock.now(), detail: `A web page came instead of the log file ${fileName(address)}.` }));
    }
    const length = Number(response.headers['content-length'] ?? NaN);
    // Both count: a proxy that cuts a file may well announce the length it cut it to.
    const expected = Number.isFinite(length) ? Math.max(length, expectedSize ?? 0) : expectedSize;
    return this.#receive(response.body as AsyncIterable<Buffer>, { expected, asItIs, name: fileName(address) }, signal);
  }

  async close(): Promise<void> {
    await rm(this.#settings.tempDir, { recursive: true, force: true });
  }

  async #receive(body: AsyncIterable<Buffer>, wanted: { readonly expected: number | null; readonly asItIs: boolean; readonly name: string }, signal: AbortSignal): Promise<Download> {
    const { clock, tempDir } = this.#settings;
    const { expected, asItIs, name } = wanted;
    const pieces: Buffer[] = [];
    const startedAt = clock.now();
    let size = 0;
    let file: Awaited<ReturnType<typeof open>> | null = null;
    let filePath = '';
    const discard = async (): Promise<void> => {
      if (filePath !== '') await rm(filePath, { force: true });
    };
    try {
      for await (const piece of body) {
        size += piece.length;
        if (size > largestDownload) throw new FailureError(failure('MC-FILE-BROKEN', { at: clock.now(), detail: `The log file ${name} is larger than ${largestDownload} bytes.` }));
        if (clock.now() - startedAt > longestDownloadMs) throw new FailureError(failure('NET-TIMEOUT', { at: clock.now(), detail: `The log file ${name} was not complete after ${longestDownloadMs / 60_000} minutes.` }));
        pieces.push(piece);
        if (file === null && size > largestInMemory) {
          await mkdir(tempDir, { recursive: true, mode: 0o700 });
          this.#count += 1;
          filePath = path.join(tempDir, `download-${this.#count}.gz`);
          file = await open(filePath, 'w', 0o600);
        }
        // appendFile writes all of it; a bare write may stop halfway.
        if (file !== null) await file.appendFile(Buffer.concat(pieces.splice(0)));
      }
      const cut = expected === null ? {} : { cut: size < expected };
      if (cut.cut === true && !asItIs) {
        throw new FailureError(failure('MC-FILE-BROKEN', { at: clock.now(), detail: `The log file ${name} ended after ${size} of ${expected} bytes.` }));
      }
      await file?.close();
      if (file !== null) return { source: { kind: 'path', path: filePath, ...cut }, discard };
      return { source: { kind: 'bytes', bytes: new Uint8Array(Buffer.concat(pieces)), ...cut }, discard };
    } catch (error) {
      await file?.close().catch(() => undefined);
      await discard();
      signal.throwIfAborted();
      if (error instanceof FailureError) throw error;
      const { code, detail } = codeForNetworkError(error);
      throw new FailureError(failure(code, { at: clock.now(), detail: `${name}: ${detail}` }));
    }
  }
}

function checkedAddress(address: string, clock: Clock): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname));
  if (url === null || !secure || url.username !== '') {
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: 'The address of a log file is not a secure address.' }));
  }
  return url.href;
}

/** The last part of the path: names the file without its signature. */
export function fileName(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url === null ? 'without a readable address' : (url.pathname.split('/').pop() ?? url.pathname).slice(-120);
}
