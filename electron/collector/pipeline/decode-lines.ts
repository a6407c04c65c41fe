import { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { BrokenItem, Chunk } from './chunk';
import { chunkBytes, chunkEvents, largestQuarantined, longestLine } from './chunk';
import { idBytes, identityOf } from './identity';

/** What one step of decoding gives: at most one chunk, and whatever was broken on the way. */
export type Decoded = { readonly chunk: Chunk | null; readonly broken: readonly BrokenItem[] };

/** Event time of a SIEM record: `timestamp`, epoch ms (API.md §2.6), when it is plausible. */
export function timeOf(record: unknown): number | null {
  if (record === null || typeof record !== 'object') return null;
  const { timestamp } = record as { readonly timestamp?: unknown };
  return typeof timestamp === 'number' && timestamp > 0 && timestamp < 8.64e15 ? timestamp : null;
}

/** Broken lines handed on together: a file of nothing else must not fill the memory. */
const mostBroken = 100;

/** Collects records into a chunk. */
export class ChunkBuilder {
  #lines = Buffer.allocUnsafe(chunkBytes);
  #used = 0;
  #ids = Buffer.allocUnsafe(chunkEvents * idBytes);
  #count = 0;
  #newest: number | null = null;

  get full(): boolean {
    return this.#count >= chunkEvents || this.#used >= chunkBytes;
  }

  add(line: Buffer, id: string, time: number | null): void {
    const needed = this.#used + line.length + 1;
    if (needed > this.#lines.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#lines.length * 2));
      this.#lines.copy(larger, 0, 0, this.#used);
      this.#lines = larger;
    }
    line.copy(this.#lines, this.#used);
    this.#lines[needed - 1] = 10;
    this.#used = needed;
    // A page may hold more records than a chunk is meant to: it has no second step to put them in.
    if ((this.#count + 1) * idBytes > this.#ids.length) this.#ids = Buffer.concat([this.#ids, Buffer.allocUnsafe(this.#ids.length)]);
    this.#ids.write(id, this.#count * idBytes, 'hex');
    this.#count += 1;
    if (time !== null && (this.#newest === null || time > this.#newest)) this.#newest = time;
  }

  /** The chunk so far, in buffers of its own (they may be transferred), or null; the builder starts afresh. */
  take(): Chunk | null {
    if (this.#count === 0) return null;
    const chunk: Chunk = {
      count: this.#count,
      lines: new Uint8Array(this.#lines.subarray(0, this.#used)),
      ids: new Uint8Array(this.#ids.subarray(0, this.#count * idBytes)),
      newest: this.#newest,
    };
    this.#used = 0;
    this.#count = 0;
    this.#newest = null;
    return chunk;
  }
}

/**
 * Newline JSON, fed in pieces of any size. Lines are cut at "\n" bytes only: U+2028 and U+0085 are legal inside JSON
 * strings and must not split a record (PERF.md §3). An optional "\r" before the line end and a leading BOM are taken off.
 */
export class LineDecoder {
  readonly #logType: LogType;
  readonly #source: string;
  readonly #builder = new ChunkBuilder();
  #rest: Buffer[] = [];
  #restLength = 0;
  /** Bytes of an over-long line that were thrown away after its head was kept. */
  #skipping = false;
  #lineNumber = 0;
  #broken: BrokenItem[] = [];

  /** `before`: lines of the source that came before the first one fed. */
  constructor(logType: LogType, source: string, before = 0) {
    this.#logType = logType;
    this.#source = source;
    this.#lineNumber = before;
  }

  /** Yields a full chunk whenever there is one. */
  *feed(piece: Buffer): Generator<Decoded> {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(10, from);
      if (end < 0) break;
      this.#endLine(piece.subarray(from, end));
      from = end + 1;
      if (this.#builder.full || this.#broken.length >= mostBroken) yield this.#take();
    }
    this.#keep(piece.subarray(from));
  }

  /** The last line (its line end is optional), and what is left. */
  end(): Decoded {
    if (this.#restLength > 0 || this.#skipping) this.#endLine(Buffer.alloc(0));
    return this.#take();
  }

  #take(): Decoded {
    const decoded = { chunk: this.#builder.take(), broken: this.#broken };
    this.#broken = [];
    return decoded;
  }

  #keep(part: Buffer): void {
    if (part.length === 0 || this.#skipping) return;
    this.#rest.push(Buffer.from(part));
    this.#restLength += part.length;
    if (this.#restLength > longestLine) {
      this.#setAside(Buffer.concat(this.#rest), `The line is longer than ${longestLine} bytes.`, true);
      this.#rest = [];
      this.#restLength = 0;
      this.#skipping = true;
    }
  }

  #endLine(tail: Buffer): void {
    this.#lineNumber += 1;
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    let line = tail;
    if (this.#restLength > 0) {
      line = Buffer.concat([...this.#rest, tail]);
      this.#rest = [];
      this.#restLength = 0;
    }
    if (this.#lineNumber === 1 && line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf) line = line.subarray(3);
    if (line[line.length - 1] === 13) line = line.subarray(0, -1);
    if (line.length === 0) return;
    if (line.length > longestLine) {
      this.#setAside(line, `The line is longer than ${longestLine} bytes.`, false);
      return;
    }
    this.#record(line);
  }

  #record(line: Buffer): void {
    try {
      const text = line.toString('utf8');
      const record: unknown = JSON.parse(text);
      if (record === null || typeof record !== 'object' || Array.isArray(record)) {
        this.#setAside(line, 'The line is JSON but not an object.', false);
        return;
      }
      // A replacement character that the bytes do not hold means bytes that are no UTF-8: forwarding them would change them.
      if (text.includes('\ufffd') && !Buffer.from(text, 'utf8').equals(line)) {
        this.#setAside(line, 'The line is not valid UTF-8.', false);
        return;
      }
      this.#builder.add(line, identityOf(this.#logType, record), timeOf(record));
    } catch (error) {
      this.#setAside(line, error instanceof SyntaxError ? 'The line is not valid JSON.' : (error as Error).message, false);
    }
  }

  #setAside(bytes: Buffer, detail: string, cut: boolean): void {
    this.#broken.push({
      code: 'MC-LINE-BROKEN',
      detail,
      source: `${this.#source}, line ${this.#lineNumber + (cut ? 1 : 0)}`,
      bytes: new Uint8Array(bytes.subarray(0, largestQuarantined)),
      cut: cut || bytes.length > largestQuarantined,
    });
  }
}

/** Records cut out of a JSON page, as chunks. `source` names the page. */
export function decodeRecords(logType: LogType, records: readonly string[], source: string): Decoded {
  const builder = new ChunkBuilder();
  const broken: BrokenItem[] = [];
  records.forEach((text, index) => {
    const line = Buffer.from(text, 'utf8');
    try {
      const record: unknown = JSON.parse(text);
      if (record === null || typeof record !== 'object' || Array.isArray(record)) throw new Error('The record is not an object.');
      builder.add(line, identityOf(logType, record), recordTime(record));
    } catch (error) {
      broken.push({
        code: 'MC-LINE-BROKEN',
        detail: (error as Error).message,
        source: `${source}, record ${index + 1}`,
        bytes: new Uint8Array(line.subarray(0, largestQuarantined)),
        cut: line.length > largestQuarantined,
      });
    }
  });
  return { chunk: builder.take(), broken };
}

/** Records of a page beside those that broke before they could be decoded. */
export function decodePage(logType: LogType, page: { readonly records: readonly string[]; readonly broken: readonly BrokenItem[] }, source: string): Decoded {
  const { chunk, broken } = decodeRecords(logType, page.records, source);
  return { chunk, broken: [...page.broken, ...broken] };
}

/** Event time of a record of the `/api` functions or of SIEM streaming, epoch ms. */
export function recordTime(record: unknown): number | null {
  const siem = timeOf(record);
  if (siem !== null || record === null || typeof record !== 'object') return siem;
  const { eventTime, dateReceived, observedAt } = record as Readonly<Record<string, unknown>>;
  for (const text of [eventTime, observedAt, dateReceived]) {
    if (typeof text === 'string') {
      const time = Date.parse(text);
      if (Number.isFinite(time)) return time;
    }
  }
  return null;
}
