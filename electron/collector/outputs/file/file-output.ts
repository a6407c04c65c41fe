import type { FileHandle } from 'node:fs/promises';

import type { FileOutputConfig } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import { FailureError } from '../../kit/failure-error';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import type { OutputLog } from '../output-log';
import { FileChangedError, fileFailure } from './file-failure';
import { fileName, fileNumber, streamKey } from './file-names';
import type { OpenFile } from './output-folder';
import { OutputFolder } from './output-folder';
import type { FilePosition } from './resume';
import { readResume, toResume } from './resume';

const bytesPerMiB = 1024 * 1024;

/** An open file of one stream. Bytes behind `settled` belong to the delivery under way. */
type StreamFile = {
  readonly key: string;
  readonly name: string;
  readonly number: number;
  readonly handle: FileHandle;
  readonly device: bigint;
  readonly inode: bigint;
  settled: number;
  length: number;
};

/** What one delivery has touched, so that all of it can be taken back. */
type Attempt = {
  /** The file each stream had before; null when none was open. */
  readonly before: Map<string, StreamFile | null>;
  readonly touched: Set<StreamFile>;
  readonly created: StreamFile[];
};

export type FileOutputOptions = {
  readonly config: FileOutputConfig;
  readonly clock: Clock;
  readonly log: OutputLog;
  readonly openFile?: OpenFile;
};

/**
 * Newline JSON in a folder: `<connector>_<log type>_<number>.ndjson`, appended only, never renamed. A reader that
 * follows a file sees every event once: the tail of an interrupted run is cut off and the same bytes are written again.
 */
export class FileOutput implements Output {
  readonly #folder: OutputFolder;
  readonly #rotateAt: number;
  readonly #clock: Clock;
  readonly #log: OutputLog;
  /** Where the streams stand whose file is not open. */
  readonly #positions = new Map<string, FilePosition>();
  readonly #current = new Map<string, StreamFile>();
  /** Empty files of ours, left by a delivery that was taken back; used before new ones are made. */
  readonly #spares = new Set<string>();
  /** Ids of the batches delivered last, by seq: when their acknowledgement could not be saved they come once more. */
  #delivered: ReadonlyMap<number, Uint8Array> = new Map();
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: FileOutputOptions) {
    this.#folder = new OutputFolder(options.config.path, options.config.id, options.openFile);
    this.#rotateAt = options.config.rotateMiB * bytesPerMiB;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  async open(resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      const leftOver = await this.#folder.prepare(this.#log);
      for (const [key, position] of readResume(resume)) {
        this.#positions.set(key, await this.#recover(key, position));
        signal.throwIfAborted();
      }
      for (const name of [...leftOver].sort()) await this.#reclaim(name);
    } catch (error) {
      const failure = fileFailure(error, this.#clock.now());
      throw failure === null ? error : new FailureError(failure, { cause: error });
    }
  }

  deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const delivery = this.#deliver(batches, signal);
    this.#busy = delivery.catch(() => undefined);
    return delivery;
  }

  async close(): Promise<void> {
    await this.#busy;
    const files = [...this.#current.values()];
    this.#current.clear();
    for (const file of files) await file.handle.close().catch(() => undefined);
  }

  async #deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const attempt: Attempt = { before: new Map(), touched: new Set(), created: [] };
    try {
      for (const batch of batches) {
        signal.throwIfAborted();
        if (batch.lines.length > 0 && !this.#wasDelivered(batch)) await this.#append(batch, attempt);
      }
      signal.throwIfAborted();
      for (const file of attempt.touched) await file.handle.datasync();
      for (const file of attempt.touched) await this.#demandUnchanged(file);
      if (attempt.created.length > 0) await this.#folder.sync();
    } catch (error) {
      await this.#takeBack(attempt);
      signal.throwIfAborted();
      const failure = fileFailure(error, this.#clock.now());
      if (failure === null) throw error;
      return { kind: 'retry', failure };
    }
    await this.#settle(attempt);
    this.#delivered = new Map(batches.map((batch) => [batch.seq, batch.ids]));
    return { kind: 'delivered', resume: this.#resume() };
  }

  #wasDelivered(batch: RenderedBatch): boolean {
    const ids = this.#delivered.get(batch.seq);
    return ids !== undefined && Buffer.compare(ids, batch.ids) === 0;
  }

  async #append(batch: RenderedBatch, attempt: Attempt): Promise<void> {
    const key = streamKey(batch.connectorName, batch.logType);
    let file = attempt.before.has(key) ? this.#current.get(key) : await this.#begin(key, attempt);
    if (file === undefined || (file.length > 0 && file.length + batch.lines.length > this.#rotateAt)) {
      file = await this.#next(key, file?.number ?? this.#positions.get(key)?.number ?? (await this.#folder.highest(key)), attempt);
    }
    attempt.touched.add(file);
    for (let done = 0; done < batch.lines.length; ) {
      const { bytesWritten } = await file.handle.write(batch.lines, done, batch.lines.length - done, file.length);
      done += bytesWritten;
      file.length += bytesWritten;
    }
  }

  /** The stream's file, proven to be the one that was left; undefined when the next number must be begun. */
  async #begin(key: string, attempt: Attempt): Promise<StreamFile | undefined> {
    const file = this.#current.get(key) ?? (await this.#reopen(key));
    attempt.before.set(key, file ?? null);
    if (file === undefined) return undefined;
    // A tail that could not be cut off when a delivery failed.
    if (file.length !== file.settled) await this.#cut(file);
    if (await this.#isOurs(file, (size) => size === file.settled)) return file;
    this.#log('warning', `${file.name} was removed or changed by another program. The next file is begun.`);
    this.#current.delete(key);
    this.#positions.set(key, { number: file.number, length: null });
    attempt.before.set(key, null);
    await file.handle.close();
    return undefined;
  }

  async #reopen(key: string): Promise<StreamFile | undefined> {
    const position = this.#positions.get(key);
    if (position === undefined || position.length === null) return undefined;
    const name = fileName(key, position.number);
    if ((await this.#folder.look(name)) === null) {
      this.#log('warning', `${name} is missing. The next file is begun.`);
      this.#positions.set(key, { number: position.number, length: null });
      return undefined;
    }
    const file = await this.#track(key, position.number, await this.#folder.open(name), position.length);
    this.#current.set(key, file);
    return file;
  }

  async #next(key: string, after: number, attempt: Attempt): Promise<StreamFile> {
    for (let number = after + 1; ; number += 1) {
      const name = fileName(key, number);
      const spare = this.#spares.has(name) && (await this.#folder.look(name)) !== null;
      const handle = spare ? await this.#folder.open(name) : await this.#folder.create(name);
      if (handle === null) continue;
      if (spare) await handle.truncate(0);
      const file = await this.#track(key, number, handle, 0);
      this.#spares.delete(name);
      attempt.created.push(file);
      this.#current.set(key, file);
      return file;
    }
  }

  async #track(key: string, number: number, handle: FileHandle, length: number): Promise<StreamFile> {
    const { dev, ino } = await handle.stat({ bigint: true });
    return { key, name: fileName(key, number), number, handle, device: dev, inode: ino, settled: length, length };
  }

  async #isOurs(file: StreamFile, sizeIsRight: (size: number) => boolean): Promise<boolean> {
    const found = await this.#folder.look(file.name);
    return found !== null && found.dev === file.device && found.ino === file.inode && sizeIsRight(Number(found.size));
  }

  async #demandUnchanged(file: StreamFile): Promise<void> {
    // Longer is somebody else's doing and loses nothing; the next delivery leaves the file alone.
    if (!(await this.#isOurs(file, (size) => size >= file.length))) throw new FileChangedError(file.name);
  }

  async #cut(file: StreamFile): Promise<void> {
    await file.handle.truncate(file.settled);
    file.length = file.settled;
  }

  async #settle(attempt: Attempt): Promise<void> {
    for (const file of attempt.touched) {
      file.settled = file.length;
      this.#positions.set(file.key, { number: file.number, length: file.length });
    }
    this.#folder.settle([...this.#spares]);
    const left = [...attempt.before.values(), ...attempt.created].filter((file) => file !== null && this.#current.get(file.key) !== file);
    for (const file of left) await file?.handle.close().catch(() => undefined);
  }

  /** After an error nothing of the attempt may stay: the same batches are written again. */
  async #takeBack(attempt: Attempt): Promise<void> {
    for (const file of attempt.touched) {
      // When even this fails, the tail is cut before the file is used again.
      await this.#cut(file).catch(() => undefined);
    }
    for (const [key, file] of attempt.before) {
      if (file === null) this.#current.delete(key);
      else this.#current.set(key, file);
    }
    for (const file of attempt.created) {
      this.#spares.add(file.name);
      await file.handle.close().catch(() => undefined);
    }
  }

  /** Brings a file of an earlier run to the length that was acknowledged. */
  async #recover(key: string, position: FilePosition): Promise<FilePosition> {
    if (position.length === null) return position;
    const name = fileName(key, position.number);
    const found = await this.#folder.look(name);
    if (found === null || !found.isFile() || Number(found.size) < position.length) {
      this.#log('warning', `${name} is ${found === null ? 'missing' : 'not as it was left'}. The next file is begun.`);
      return { number: position.number, length: null };
    }
    if (Number(found.size) > position.length) {
      this.#log('info', `${name}: ${Number(found.size) - position.length} bytes of an interrupted delivery are written again.`);
      await this.#truncate(name, position.length);
    }
    return position;
  }

  /** Empties a file that an interrupted delivery created; a number that was acknowledged is not one of these. */
  async #reclaim(name: string): Promise<void> {
    const key = name.replace(/_\d+\.ndjson$/i, '');
    const number = fileNumber(key, name);
    if (number === null || number <= (this.#positions.get(key)?.number ?? 0)) return;
    const found = await this.#folder.look(name);
    if (found === null || !found.isFile()) return;
    if (found.size > 0n) this.#log('info', `${name}: ${found.size} bytes of an interrupted delivery are written again.`);
    await this.#truncate(name, 0);
    this.#spares.add(name);
    // Without an acknowledged file the numbering goes on at the lowest file of ours, not behind it.
    const known = this.#positions.get(key);
    if (known === undefined || (known.length === null && known.number >= number)) this.#positions.set(key, { number: number - 1, length: null });
  }

  async #truncate(name: string, length: number): Promise<void> {
    const handle = await this.#folder.open(name);
    try {
      await handle.truncate(length);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  #resume(): ResumeState {
    return toResume(this.#positions);
  }
}
