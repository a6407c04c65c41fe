import type { FileOutputConfig } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import { FailureError } from '../../kit/failure-error';
import type { Probe } from '../../kit/probe';
import { noProbe } from '../../kit/probe';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import type { OutputLog } from '../output-log';
import { ClosedFiles } from './closed-files';
import { FileChangedError, fileFailure } from './file-failure';
import { fileName, fileNumber, streamKey } from './file-names';
import type { OpenFile } from './output-folder';
import { OutputFolder } from './output-folder';
import type { FilePosition, OwnNumbers } from './resume';
import { readOwnNumbers, readResume, toResume } from './resume';
import { StreamFile } from './stream-file';

const bytesPerMiB = 1024 * 1024;

/** What one delivery has touched, so that all of it can be taken back. */
type Attempt = {
  /** The file each stream had before; null when it had none that can be continued. */
  readonly before: Map<string, StreamFile | null>;
  readonly touched: Set<StreamFile>;
  /** Files begun by this attempt. */
  readonly begun: StreamFile[];
};

export type FileOutputOptions = {
  readonly config: FileOutputConfig;
  readonly clock: Clock;
  readonly log: OutputLog;
  readonly openFile?: OpenFile;
  readonly probe?: Probe;
};

/**
 * Newline JSON in a folder: `<connector>_<log type>_<number>.ndjson`, appended only, never renamed.
 *
 * No line twice, none missing, also after a crash: the tail behind the acknowledged length is cut off, and a file that
 * was begun but never acknowledged is taken up again when it holds the very bytes that are to be written. A file that is
 * not known to be this output's own is never changed.
 */
export class FileOutput implements Output {
  readonly isDoneWithLines = true;
  readonly #folder: OutputFolder;
  readonly #rotateAt: number;
  readonly #clock: Clock;
  readonly #log: OutputLog;
  readonly #probe: Probe;
  /** Where every stream stands. */
  readonly #positions = new Map<string, FilePosition>();
  readonly #current = new Map<string, StreamFile>();
  readonly #own = new Map<string, OwnNumbers>();
  readonly #closed: ClosedFiles;
  /** Files of ours that no acknowledgement names: of an interrupted run, or of a delivery that was taken back. */
  readonly #unclaimed = new Set<string>();
  /** Begun by the last delivery; acknowledged when the next one comes. */
  #marked: readonly string[] = [];
  /** Ids of the batches delivered last, by seq: when their acknowledgement could not be saved they come once more. */
  #delivered: ReadonlyMap<number, Uint8Array> = new Map();
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: FileOutputOptions) {
    this.#folder = new OutputFolder(options.config.path, options.config.id, options.openFile);
    this.#rotateAt = options.config.rotateMiB * bytesPerMiB;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#probe = options.probe ?? noProbe;
    this.#closed = new ClosedFiles({ folder: this.#folder, keep: options.config, clock: options.clock, log: options.log });
  }

  async open(resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      const marked = await this.#folder.prepare(this.#log);
      for (const [key, position] of readResume(resume)) {
        this.#positions.set(key, await this.#recover(key, position));
        signal.throwIfAborted();
      }
      for (const [key, own] of readOwnNumbers(resume)) this.#own.set(key, own);
      for (const [key, { number }] of this.#positions) if (!this.#own.has(key)) this.#own.set(key, { first: number, foreign: [] });
      for (const name of marked) await this.#claim(name);
      this.#closed.tidy(this.#positions, this.#own);
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
    await this.#closed.stop();
    await this.#unmarkAcknowledged();
    const files = [...this.#current.values()];
    this.#current.clear();
    for (const file of files) await file.close();
  }

  async #deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const attempt: Attempt = { before: new Map(), touched: new Set(), begun: [] };
    const fresh = batches.filter((batch) => !this.#wasDelivered(batch));
    try {
      if (fresh.length === batches.length) {
        await this.#unmarkAcknowledged();
        // New batches came, so the delivery before them is acknowledged, and every file behind these positions.
        this.#closed.tidy(this.#positions, this.#own);
      }
      for (const batch of fresh) {
        signal.throwIfAborted();
        if (batch.lines.length > 0) await this.#append(batch, attempt);
      }
      signal.throwIfAborted();
      for (const file of attempt.touched) await file.handle.datasync();
      for (const file of attempt.touched) {
        if (!(await file.holdsAll(this.#folder))) throw new FileChangedError(file.name);
      }
      if (attempt.begun.length > 0) await this.#folder.sync();
    } catch (error) {
      await this.#takeBack(attempt);
      signal.throwIfAborted();
      const failure = fileFailure(error, this.#clock.now());
      if (failure === null) throw error;
      return { kind: 'retry', failure };
    }
    await this.#settle(attempt);
    this.#delivered = new Map(batches.map((batch) => [batch.seq, batch.ids]));
    return { kind: 'delivered', resume: toResume(this.#positions, this.#own) };
  }

  #wasDelivered(batch: RenderedBatch): boolean {
    const ids = this.#delivered.get(batch.seq);
    return ids !== undefined && Buffer.compare(ids, batch.ids) === 0;
  }

  async #append(batch: RenderedBatch, attempt: Attempt): Promise<void> {
    const key = streamKey(batch.connectorName, batch.logType);
    let file = attempt.before.has(key) ? this.#current.get(key) : await this.#resumeStream(key, attempt);
    if (file !== undefined && file.length > 0 && file.length + batch.lines.length > this.#rotateAt) file = await this.#next(key, file.number, attempt);
    file ??= await this.#next(key, await this.#lastNumber(key), attempt);
    attempt.touched.add(file);
    while (!(await file.append(batch.lines))) {
      // Taken up after a crash, but it goes on with something else: left as it is.
      file = await this.#next(key, file.number, attempt);
      attempt.touched.add(file);
    }
  }

  /** The stream's file, proven to be as it was left; undefined when the next number must be begun. */
  async #resumeStream(key: string, attempt: Attempt): Promise<StreamFile | undefined> {
    const file = this.#current.get(key) ?? (await this.#reopen(key));
    attempt.before.set(key, file ?? null);
    if (file === undefined) return undefined;
    // A tail that could not be cut off when a delivery failed.
    await file.takeBack();
    if (await file.isAsLeft(this.#folder)) return file;
    this.#log('warning', `${file.name} was removed or changed by another program. The next file is begun.`);
    this.#disown(key, file.number);
    this.#positions.set(key, { number: file.number, length: null });
    this.#current.delete(key);
    attempt.before.set(key, null);
    await file.close();
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
    const file = await StreamFile.of(key, name, position.number, await this.#folder.open(name), position.length);
    this.#current.set(key, file);
    return file;
  }

  async #lastNumber(key: string): Promise<number> {
    const known = this.#positions.get(key);
    if (known !== undefined) return known.number;
    // Without any acknowledgement, the interrupted first delivery began at the lowest number that is ours.
    const ours = [...this.#unclaimed].map((name) => fileNumber(key, name)).filter((number) => number !== null);
    return ours.length > 0 ? Math.min(...ours) - 1 : this.#folder.highest(key);
  }

  async #next(key: string, after: number, attempt: Attempt): Promise<StreamFile> {
    for (let number = after + 1; ; number += 1) {
      const name = fileName(key, number);
      const ours = this.#unclaimed.has(name) && (await this.#folder.look(name)) !== null;
      const handle = ours ? await this.#folder.open(name) : await this.#folder.create(name);
      if (handle === null) {
        this.#disown(key, number);
        continue;
      }
      if (!this.#own.has(key)) this.#own.set(key, { first: number, foreign: [] });
      this.#probe('mid-rotate');
      const file = await StreamFile.of(key, name, number, handle, 0);
      this.#unclaimed.delete(name);
      attempt.begun.push(file);
      this.#current.set(key, file);
      return file;
    }
  }

  /** A number whose file is not, or no longer, ours alone: it is never compressed or deleted. */
  #disown(key: string, number: number): void {
    const own = this.#own.get(key);
    if (own !== undefined && !own.foreign.includes(number)) this.#own.set(key, { ...own, foreign: [...own.foreign, number] });
  }

  async #settle(attempt: Attempt): Promise<void> {
    for (const file of attempt.touched) {
      file.settle();
      this.#positions.set(file.key, { number: file.number, length: file.length });
    }
    this.#marked = [...this.#marked, ...attempt.begun.map((file) => file.name)];
    for (const file of [...attempt.before.values(), ...attempt.begun]) {
      if (file !== null && this.#current.get(file.key) !== file) await file.close();
    }
  }

  /** After an error nothing of the attempt may stay: the same batches are written again. */
  async #takeBack(attempt: Attempt): Promise<void> {
    // When even this fails, the tail is cut off before the file is used again.
    for (const file of attempt.touched) await file.takeBack().catch(() => undefined);
    for (const [key, file] of attempt.before) {
      if (file === null) this.#current.delete(key);
      else this.#current.set(key, file);
    }
    for (const file of attempt.begun) {
      this.#unclaimed.add(file.name);
      await file.close();
    }
  }

  async #unmarkAcknowledged(): Promise<void> {
    const names = this.#marked;
    this.#marked = [];
    for (const name of names) await this.#folder.unmark(name);
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
    const tail = Number(found.size) - position.length;
    if (tail > 0) {
      const handle = await this.#folder.open(name);
      try {
        await handle.truncate(position.length);
        await handle.datasync();
      } finally {
        await handle.close();
      }
      this.#log('info', `${name}: ${tail} bytes of an interrupted delivery were cut off and are written again.`);
    }
    return position;
  }

  /** Notes a file with a marker of ours, unless an acknowledgement has passed it. */
  async #claim(name: string): Promise<void> {
    const key = name.replace(/_\d+\.ndjson$/i, '');
    const number = fileNumber(key, name);
    const found = await this.#folder.look(name);
    if (number === null || found === null || !found.isFile() || number <= (this.#positions.get(key)?.number ?? 0)) await this.#folder.unmark(name);
    else this.#unclaimed.add(name);
  }
}
