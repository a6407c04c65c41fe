import type { LogType } from '../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../shared/model/output';
import type { NormalizeContext } from '../pipeline/normalize/normalize';
import { normalize, normalizeAs } from '../pipeline/normalize/normalize';
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
  let start = 0;
  for (let i = 0; i < count; i += 1) {
    const end = ends[i] ?? start;
    const context = { id: idText.slice(i * idHexDigits, (i + 1) * idHexDigits), connector: connectorName, logType };
    const raw = source.toString('utf8', start, end - 1);
    const event = eventText(raw, context, model, without);
    if (event === null) {
      // Decoding sets unreadable lines aside long before; if one gets here all the same, its text is kept.
      sink.text(withRaw(JSON.stringify(model === 'connector' ? normalize({}, context) : normalizeAs(model, {}, context)), JSON.stringify(raw)));
    } else if (format === 'normalized') {
      sink.text(event);
    } else {
      sink.text(`${event.slice(0, -1)},"raw":`);
      sink.bytes(source, start, end - 1);
      sink.byte(0x7d);
    }
    sink.byte(newline);
    renderedEnds[i] = sink.length;
    start = end;
  }
  return { seq, connectorName, logType, count, lines: sink.written(), ends: renderedEnds, ids };
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
export function eventText(line: string, context: NormalizeContext, model: EventModel, without: readonly string[] = []): string | null {
  try {
    const record = JSON.parse(line) as unknown;
    // Out of the record first, so that nothing that is made of the field is left; then out of what it became.
    dropFields(record, without);
    const event = model === 'connector' ? normalize(record, context) : normalizeAs(model, record, context);
    dropFields(event, without);
    return JSON.stringify(event);
  } catch {
    return null;
  }
}

function withRaw(event: string, raw: string): string {
  return `${event.slice(0, -1)},"raw":${raw}}`;
}
