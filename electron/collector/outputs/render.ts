import { Buffer, isUtf8 } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../shared/model/output';
import type { NormalizeContext } from '../pipeline/normalize/normalize';
import { normalize, normalizeAs } from '../pipeline/normalize/normalize';
import { EventWriters } from '../pipeline/scan/event-writer';
import { LineScanner } from '../pipeline/scan/line-scanner';
import { Sink } from '../pipeline/sink';
import { dropFields } from './filter/drop-fields';
import type { RenderedBatch } from './output';

/** A batch as the spool keeps it. */
export type StoredBatch = {
  readonly seq: number;
  readonly connectorName: string;
  readonly logType: LogType;
  readonly count: number;
  /** Raw records, bytes untouched, each followed by "\n". */
  readonly lines: Uint8Array;
  /** 16 bytes per record. */
  readonly ids: Uint8Array;
};

const newline = 0x0a;
const idHexDigits = 32;

/**
 * Serializes a stored batch in an output's format (Output law: one JSON text per event, each followed by "\n"); `model` is
 * what the formats `normalized` and `both` mean by an event, `without` names fields that they leave out. `both` adds the record as it came, byte for byte, under `raw`.
 * Pure, made for a worker thread: unless the format is raw, `lines` lies at the start of an ArrayBuffer of its own, which may
 * be moved to another thread. Throws when lines and ids do not match the count: then the stored batch is damaged.
 */
export function renderBatch(batch: StoredBatch, format: EventFormat, model: EventModel = 'connector', without: readonly string[] = []): RenderedBatch {
  const source = Buffer.from(batch.lines.buffer, batch.lines.byteOffset, batch.lines.byteLength);
  const ends = lineEnds(source, batch);
  const { seq, connectorName, logType, count, ids } = batch;
  if (format === 'raw') return { seq, connectorName, logType, count, lines: batch.lines, ends, ids };

  const idText = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex');
  // Normalized events are about as long as their records; a shorter guess would only be copied once more.
  const sink = new Sink(source.length * (format === 'both' ? 2 : 1) + 4096);
  const renderedEnds = new Uint32Array(count);
  const scanned = logType === 'SIEM' && model === 'connector' && without.length === 0 && isUtf8(source) ? new ScannedLines(source, connectorName) : null;
  let start = 0;
  for (let i = 0; i < count; i += 1) {
    const end = ends[i] ?? start;
    const id = idText.slice(i * idHexDigits, (i + 1) * idHexDigits);
    const isScanned = scanned?.write(sink, id, start, end - 1) === true;
    const parsed = isScanned ? null : parsedEvent(source.toString('utf8', start, end - 1), { id, connector: connectorName, logType }, model, without, scanned);
    if (parsed !== null) sink.text(parsed.text);
    sink.endEvent(format === 'both' && parsed?.hasRaw !== true, source, start, end - 1);
    renderedEnds[i] = sink.length;
    start = end;
  }
  return { seq, connectorName, logType, count, lines: sink.written(), ends: renderedEnds, ids };
}

/** The event of a line without its closing brace. `hasRaw`: the line is in it already. */
function parsedEvent(line: string, context: NormalizeContext, model: EventModel, without: readonly string[], scanned: ScannedLines | null): { readonly text: string; readonly hasRaw: boolean } {
  const event = eventText(line, context, model, without, scanned);
  if (event !== null) return { text: event.slice(0, -1), hasRaw: false };
  // Decoding sets unreadable lines aside long before; if one gets here all the same, its text is kept.
  const empty = JSON.stringify(model === 'connector' ? normalize({}, context) : normalizeAs(model, {}, context));
  return { text: `${empty.slice(0, -1)},"raw":${JSON.stringify(line)}`, hasRaw: true };
}

/** What it has learned of one batch helps with the next. */
const scanner = new LineScanner();

/** The SIEM lines of a batch, written as events without a parse where they are like others before. */
class ScannedLines {
  readonly #source: Buffer;
  readonly #view: DataView;
  readonly #writers: EventWriters;

  constructor(source: Buffer, connectorName: string) {
    this.#source = source;
    this.#view = new DataView(source.buffer, source.byteOffset, source.byteLength);
    this.#writers = new EventWriters(connectorName);
  }

  /** Writes the event of the line [start, end) without its closing brace; false, and nothing written, when it has to be parsed. */
  write(sink: Sink, id: string, start: number, end: number): boolean {
    const shape = scanner.scan(this.#source, this.#view, start, end);
    if (shape === null) return false;
    const before = sink.length;
    try {
      this.#writers.of(shape, scanner).write(sink, scanner, id);
      return true;
    } catch {
      sink.length = before;
      return false;
    }
  }

  learn(record: unknown): void {
    if (record !== null && typeof record === 'object' && !Array.isArray(record)) scanner.learn(record);
  }
}

function lineEnds(source: Buffer, batch: StoredBatch): Uint32Array {
  const ends = new Uint32Array(batch.count);
  let found = 0;
  for (let at = source.indexOf(newline); at !== -1; at = source.indexOf(newline, at + 1)) {
    if (found < batch.count) ends[found] = at + 1;
    found += 1;
  }
  const complete = source.length === 0 || source[source.length - 1] === newline;
  if (found !== batch.count || !complete || batch.ids.length !== batch.count * (idHexDigits / 2)) {
    throw new Error(`Batch ${batch.seq} is damaged: ${found} lines and ${batch.ids.length} id bytes for ${batch.count} events.`);
  }
  return ends;
}

/**
 * A raw line as one event's JSON text, or null when it is no JSON or nested so deep that JSON.stringify overflows its stack
 * (JSON.parse does not; about 7,000 levels).
 */
export function eventText(line: string, context: NormalizeContext, model: EventModel, without: readonly string[] = [], scanned: ScannedLines | null = null): string | null {
  try {
    const record = JSON.parse(line) as unknown;
    scanned?.learn(record);
    // Out of the record first, so that nothing that is made of the field is left; then out of what it became.
    dropFields(record, without);
    const event = model === 'connector' ? normalize(record, context) : normalizeAs(model, record, context);
    dropFields(event, without);
    return JSON.stringify(event);
  } catch {
    return null;
  }
}
