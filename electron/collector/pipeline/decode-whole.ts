import { Buffer, isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { LogType } from '../../../shared/model/log-type';
import { packBody, packedAsFile } from '../spool/batch-body';
import { chunkBytes, chunkEvents, longestLine, type PackedFile, type PackedLines, type RenderRequest } from './chunk';
import { ChunkRenderer } from './chunk-renderer';
import type { Decoded } from './decode-lines';
import { LineDecoder, timeOf } from './decode-lines';
import { idBytes, identityOf } from './identity';
import type { ScannedShape } from './scan/line-scanner';
import { LineScanner } from './scan/line-scanner';
import { scannedIdentity, scannedTime, writeId } from './scan/scanned-identity';

/**
 * Newline JSON that is all there: as long as every line is one record and nothing else, chunks are cut out of the whole
 * instead of put together line by line, with their events rendered on `request`. From the first other line on (blank, broken,
 * with "\r" or a byte order mark) `LineDecoder` takes over. With `gzipped`, what `bytes` were inflated from, that is what is packed;
 * it moves on with the first chunk.
 */
export function* decodeWhole(logType: LogType, bytes: Buffer, source: string, request?: RenderRequest, gzipped: Uint8Array | null = null): Generator<Decoded> {
  const chunks = new ChunkCutter(logType, bytes, request, gzipped);
  let lineNumber = 0;
  let at = 0;
  if (isUtf8(bytes)) {
    for (; at < bytes.length; lineNumber += 1) {
      const newline = bytes.indexOf(10, at);
      const end = newline < 0 ? bytes.length : newline;
      if (!chunks.add(at, end)) break;
      at = end + 1;
      if (chunks.full) yield { chunk: chunks.take(), broken: [] };
    }
  }
  const last = { chunk: chunks.take(), broken: [] };
  if (at >= bytes.length) {
    yield last;
    return;
  }
  if (last.chunk !== null) yield last;
  const lines = new LineDecoder(logType, source, lineNumber);
  yield* lines.feed(bytes.subarray(at));
  yield lines.end();
}

const backslash = 0x5c;
const nothing = new Uint8Array(0);
/** What it has learned of one file helps with the next. */
const scanner = new LineScanner();

class ChunkCutter {
  readonly #logType: LogType;
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #renderer: ChunkRenderer | null;
  readonly #packs: boolean;
  readonly #keepsLines: boolean;
  readonly #ids = Buffer.allocUnsafe(chunkEvents * idBytes);
  #from = 0;
  #to = 0;
  #count = 0;
  #nextEscape = -1;
  /** Epoch ms; 0 for none yet. */
  #newest = 0;
  readonly #gzipped: Uint8Array | null;
  /** The file as the next piece of it names it. */
  #file: PackedFile | null = null;

  constructor(logType: LogType, bytes: Buffer, request: RenderRequest | undefined, gzipped: Uint8Array | null) {
    this.#gzipped = gzipped;
    this.#logType = logType;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#packs = request?.pack === true;
    this.#keepsLines = !this.#packs || request?.lines !== false || request.forms.some(({ format }) => format === 'raw');
    this.#renderer = request === undefined || request.forms.length === 0 ? null : new ChunkRenderer(logType, request);
  }

  get full(): boolean {
    return this.#count >= chunkEvents || this.#to - this.#from >= chunkBytes;
  }

  /** False when bytes[start, end) is not a record and nothing else. */
  add(start: number, end: number): boolean {
    if (end === start || end - start > longestLine || this.#bytes[end - 1] === 13) return false;
    if (!this.#scan(start, end) && !this.#parse(start, end)) return false;
    this.#count += 1;
    this.#to = end + 1;
    return true;
  }

  /** The short way: false when the line is not for it, which says nothing against the line. */
  #scan(start: number, end: number): boolean {
    // Records of other log types are identified by less than all of their fields.
    if (this.#logType !== 'SIEM') return false;
    const bytes = this.#bytes;
    const shape = scanner.scan(bytes, this.#view, start, end);
    if (shape === null) return false;
    const id = scannedIdentity(shape, scanner);
    if (this.#renderer?.takesLines === true) this.#renderLine(shape, id, start, end);
    else if (this.#renderer !== null) this.#render(JSON.parse(bytes.toString('utf8', start, end)), id.slice(0, idBytes * 2), start, end);
    writeId(id, this.#ids, this.#count * idBytes);
    this.#see(scannedTime(shape, scanner));
    return true;
  }

  #parse(start: number, end: number): boolean {
    try {
      const record: unknown = JSON.parse(this.#bytes.toString('utf8', start, end));
      if (record === null || typeof record !== 'object' || Array.isArray(record)) return false;
      const id = identityOf(this.#logType, record, this.#holdsEscape(start, end));
      this.#render(record, id, start, end);
      writeId(id, this.#ids, this.#count * idBytes);
      this.#see(timeOf(record));
      if (this.#logType === 'SIEM') scanner.learn(record);
      return true;
    } catch {
      return false;
    }
  }

  #see(time: number | null): void {
    if (time !== null && time > this.#newest) this.#newest = time;
  }

  /** Looks ahead once for many lines: a search for each would read a file without any to its end every time. */
  #holdsEscape(start: number, end: number): boolean {
    if (this.#nextEscape < start) {
      const next = this.#bytes.indexOf(backslash, start);
      this.#nextEscape = next === -1 ? this.#bytes.length : next;
    }
    return this.#nextEscape < end;
  }

  #render(record: unknown, id: string, start: number, end: number): void {
    try {
      this.#renderer?.add(record, id, this.#bytes, start, end);
    } catch {
      this.#renderLater();
    }
  }

  #renderLine(shape: ScannedShape, hex: string, start: number, end: number): void {
    try {
      this.#renderer?.addLine(shape, scanner, hex, start, end);
    } catch {
      this.#renderLater();
    }
  }

  /** What cannot be written now is written when it is sent, with the care that takes (outputs/render.ts). */
  #renderLater(): void {
    this.#renderer = null;
  }

  /** Compressed once by Mimecast, a file need not be compressed again: that cost more than to inflate it (docs/adr/0005). */
  #pack(from: number, to: number): PackedLines {
    const lines = this.#bytes.subarray(from, to);
    if (this.#gzipped === null) return packBody(lines);
    if (lines.length === this.#bytes.length) return packedAsFile(this.#gzipped, lines.length);
    const file = this.#file ?? { key: randomUUID(), body: this.#gzipped, bytes: this.#bytes.length, crc: crc32(this.#gzipped) };
    this.#file = { ...file, body: null };
    return { file, start: from, bytes: lines.length };
  }

  #copy(from: number, to: number): Uint8Array {
    const lines = new Uint8Array(Buffer.allocUnsafeSlow(this.#to - from).buffer);
    lines.set(this.#bytes.subarray(from, to));
    lines[lines.length - 1] = 10;
    return lines;
  }

  take(): Decoded['chunk'] {
    if (this.#count === 0) return null;
    const [from, to] = [this.#from, Math.min(this.#to, this.#bytes.length)];
    const whole = to === this.#to;
    // A file's last line may lack its newline: then there is no piece of the file that is the lines.
    const lines = this.#keepsLines || !whole ? this.#copy(from, to) : nothing;
    const chunk = {
      count: this.#count,
      lines,
      ids: new Uint8Array(this.#ids.subarray(0, this.#count * idBytes)),
      newest: this.#newest === 0 ? null : this.#newest,
      ...(this.#packs ? { packed: whole ? this.#pack(from, to) : packBody(lines) } : {}),
      ...(this.#renderer === null ? {} : { rendered: this.#renderer.take(lines) }),
    };
    this.#from = this.#to;
    this.#count = 0;
    this.#newest = 0;
    return chunk;
  }
}
