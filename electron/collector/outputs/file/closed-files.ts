import type { BigIntStats } from 'node:fs';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { open, rename, unlink, utimes } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

import type { FileOutputConfig } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import type { OutputLog } from '../output-log';
import { fileNumber } from './file-names';
import type { OutputFolder } from './output-folder';
import type { FilePosition, OwnNumbers } from './resume';

const dayMs = 86_400_000;
const bytesPerMiB = 1024 * 1024;
/** Ages change slowly; looking through a large folder for every delivery would cost more than it finds. */
const lookEveryMs = 60 * 60_000;

type Keep = Pick<FileOutputConfig, 'gzipClosed' | 'keepDays' | 'keepMiB'>;

/** A file of ours in the folder. `closed`: it will not be written again, and all of it is acknowledged. */
type OwnFile = { readonly name: string; readonly closed: boolean; readonly size: number; readonly modifiedAt: number };

export type ClosedFilesOptions = { readonly folder: OutputFolder; readonly keep: Keep; readonly clock: Clock; readonly log: OutputLog };

/**
 * Compresses and deletes files that are done with, in the background. Only files whose numbers this output gave itself
 * and which an acknowledged position has passed: a file that is being written, or that belongs to somebody else, is never
 * touched. What goes wrong here is logged and never disturbs a delivery.
 */
export class ClosedFiles {
  readonly #options: ClosedFilesOptions;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #lookedAt = -Infinity;
  #seen = '';

  constructor(options: ClosedFilesOptions) {
    this.#options = options;
  }

  /** Begins a look through the folder when one is due. `positions` must be acknowledged. */
  tidy(positions: ReadonlyMap<string, FilePosition>, own: ReadonlyMap<string, OwnNumbers>): void {
    const { keep, clock } = this.#options;
    if (keep.gzipClosed !== true && keep.keepDays === undefined && keep.keepMiB === undefined) return;
    if (this.#running !== null || this.#stop.signal.aborted) return;
    const numbers = JSON.stringify([...positions].map(([key, { number }]) => [key, number]));
    if (numbers === this.#seen && clock.now() - this.#lookedAt < lookEveryMs) return;
    this.#seen = numbers;
    this.#lookedAt = clock.now();
    this.#running = this.#tidy(new Map(positions), new Map(own)).finally(() => {
      this.#running = null;
    });
  }

  /** Ends the work under way; a half-made file is removed. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #tidy(positions: ReadonlyMap<string, FilePosition>, own: ReadonlyMap<string, OwnNumbers>): Promise<void> {
    const { keep, log } = this.#options;
    try {
      if (keep.gzipClosed === true) {
        for (const file of await this.#ownFiles(positions, own)) {
          if (file.closed && file.name.endsWith('.ndjson')) await this.#compress(file.name);
        }
      }
      await this.#deleteOld(await this.#ownFiles(positions, own));
    } catch (error) {
      if (!this.#stop.signal.aborted) log('warning', `Closed files could not be tidied: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Our files, oldest first. */
  async #ownFiles(positions: ReadonlyMap<string, FilePosition>, own: ReadonlyMap<string, OwnNumbers>): Promise<readonly OwnFile[]> {
    const { folder } = this.#options;
    const files: OwnFile[] = [];
    for (const name of await folder.names()) {
      for (const [key, { first, foreign }] of own) {
        const number = fileNumber(key, name.replace(/\.gz$/, ''));
        const position = positions.get(key);
        if (number === null || position === undefined || number < first || number > position.number || foreign.includes(number)) continue;
        const found = await folder.look(name);
        if (found === null || !found.isFile()) continue;
        files.push({ name, closed: number < position.number, size: Number(found.size), modifiedAt: Number(found.mtimeMs) });
      }
    }
    return files.sort((a, b) => a.modifiedAt - b.modifiedAt || a.name.localeCompare(b.name));
  }

  async #compress(name: string): Promise<void> {
    const { folder, log } = this.#options;
    const zipped = `${name}.gz`;
    const before = await folder.look(name);
    if (before === null) return;
    if ((await folder.look(zipped)) !== null) {
      log('warning', `${name} is not compressed, because ${zipped} exists already.`);
      return;
    }
    const partial = folder.partial(zipped);
    try {
      await pipeline(createReadStream(folder.pathOf(name)), createGzip(), createWriteStream(partial, { mode: 0o600, flags: 'w' }), { signal: this.#stop.signal });
      // Ages are told by the last line, not by the compression.
      await utimes(partial, Number(before.mtimeMs) / 1000, Number(before.mtimeMs) / 1000);
      await syncFile(partial);
      if (!sameFile(before, await folder.look(name))) throw new Error(`${name} was changed by another program`);
      await rename(partial, folder.pathOf(zipped));
      await folder.sync();
    } catch (error) {
      await unlink(partial).catch(() => undefined);
      throw error;
    }
    await unlink(folder.pathOf(name));
  }

  async #deleteOld(files: readonly OwnFile[]): Promise<void> {
    const { folder, keep, clock, log } = this.#options;
    const oldest = keep.keepDays === undefined ? -Infinity : clock.now() - keep.keepDays * dayMs;
    const most = keep.keepMiB === undefined ? Infinity : keep.keepMiB * bytesPerMiB;
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, closed, size, modifiedAt } of files) {
      if (!closed || (modifiedAt >= oldest && total <= most)) continue;
      if (this.#stop.signal.aborted) return;
      await unlink(folder.pathOf(name));
      total -= size;
      log('info', `${name} was deleted: it is older or larger than what is to be kept.`);
    }
  }
}

function sameFile(before: BigIntStats, now: BigIntStats | null): boolean {
  return now !== null && now.ino === before.ino && now.dev === before.dev && now.size === before.size && now.mtimeMs === before.mtimeMs;
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDWR);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
