import type { LogEvent } from '../../../../shared/model/log-event';
import { idBytes } from '../identity';
import { minuteMs, text, timeFromMs } from '../normalize/common';
import type { MappingRow, MappingTable } from '../normalize/mapping-row';
import { readValues } from '../normalize/normalize';
import type { Plan } from '../normalize/plan';
import { compilePlan, connectorFields } from '../normalize/plan';
import { readerOf } from '../normalize/readers';
import { tableOf } from '../normalize/tables';
import type { Sink } from '../sink';
import type { LineScanner, ScannedShape } from './line-scanner';
import { kind } from './line-scanner';
import type { Piece } from './memo';
import { Memo, pieceOf } from './memo';
import { found, outcome, questions, scannedMs, scannedValue } from './scanned-value';

/** Writes a field with what stands before it, or nothing where the record has none; says whether it did. */
type FieldWriter = (sink: Sink, line: LineScanner) => boolean;

const nothing: FieldWriter = () => false;

/** Readers and combiners see the record alone. */
const noContext = { id: '', connector: '', logType: 'SIEM' } as const;

/**
 * Writes `JSON.stringify(normalize(record))` of SIEM records of one shape and one mapping table from the bytes of their lines.
 * Most fields stand in the record as they stand in the event; what has to be worked out is, by the table's own readers and
 * combiners, and remembered by the bytes that it was worked out from.
 */
export class EventWriter {
  readonly #start = pieceOf('{"id":"');
  readonly #afterId = pieceOf('"');
  readonly #fixed: Piece;
  readonly #time: FieldWriter;
  readonly #fields: readonly FieldWriter[];
  readonly #eventType: FieldWriter;
  readonly #noEventType = pieceOf(',"eventType":"unknown"');

  constructor(shape: ScannedShape, table: MappingTable, connectorName: string) {
    this.#fixed = pieceOf(`,"connector":${JSON.stringify(connectorName)},"logType":"SIEM"`);
    this.#time = timeWriter(shape, table);
    this.#eventType = fieldWriter(shape, table, 'eventType');
    const before: readonly (keyof LogEvent)[] = ['id', 'time', 'connector', 'logType', 'eventType'];
    this.#fields = connectorFields.filter((field) => !before.includes(field)).map((field) => fieldWriter(shape, table, field)).filter((writer) => writer !== nothing);
  }

  /** The event without its closing brace. `hex` begins with the digits of its id. */
  write(sink: Sink, line: LineScanner, hex: string): void {
    put(sink, this.#start);
    sink.ascii(hex, idBytes * 2);
    put(sink, this.#afterId);
    this.#time(sink, line);
    put(sink, this.#fixed);
    if (!this.#eventType(sink, line)) put(sink, this.#noEventType);
    for (let i = 0; i < this.#fields.length; i += 1) this.#fields[i]!(sink, line);
  }
}

/** The writers of a shape, by event type; `type` are the bytes of the last one, where the first place told it plainly. */
type WritersOfShape = { readonly known: Map<string, EventWriter>; type: Uint8Array; last: EventWriter | null };

/** Types that records of one shape may have: hostile records could each have another. */
const mostTypes = 50;
/** Connectors whose writers are kept. */
const mostConnectors = 50;
const byConnector = new Map<string, WeakMap<ScannedShape, WritersOfShape>>();

function writersOf(connectorName: string): WeakMap<ScannedShape, WritersOfShape> {
  let writers = byConnector.get(connectorName);
  if (writers === undefined) {
    if (byConnector.size >= mostConnectors) byConnector.clear();
    byConnector.set(connectorName, (writers = new WeakMap()));
  }
  return writers;
}

/** Writes the events of one connector. */
export class EventWriters {
  readonly #connectorName: string;
  readonly #writers: WeakMap<ScannedShape, WritersOfShape>;
  #shape: ScannedShape | null = null;
  #ofShape: WritersOfShape | null = null;

  constructor(connectorName: string) {
    this.#connectorName = connectorName;
    this.#writers = writersOf(connectorName);
  }

  /** The writer for the line that was scanned last. */
  of(shape: ScannedShape, line: LineScanner): EventWriter {
    const writers = this.#of(shape);
    if (writers.last !== null && isType(writers.type, shape, line)) return writers.last;
    const table = tableOf('SIEM', typeOf(shape, line));
    let writer = writers.known.get(table.eventType);
    if (writer === undefined) {
      if (writers.known.size >= mostTypes) writers.known.clear();
      writers.known.set(table.eventType, (writer = new EventWriter(shape, table, this.#connectorName)));
    }
    writers.type = firstType(shape, line);
    writers.last = writer;
    return writer;
  }

  #of(shape: ScannedShape): WritersOfShape {
    if (shape === this.#shape && this.#ofShape !== null) return this.#ofShape;
    let writers = this.#writers.get(shape);
    if (writers === undefined) this.#writers.set(shape, (writers = { known: new Map(), type: new Uint8Array(0), last: null }));
    this.#shape = shape;
    this.#ofShape = writers;
    return writers;
  }
}

/** Records of one shape mostly are of one type: whether the line's is the one with these bytes. */
function isType(type: Uint8Array, { typePlaces }: ScannedShape, { starts, ends, kinds, bytes }: LineScanner): boolean {
  const place = typePlaces[0];
  if (place === undefined) return true;
  const start = starts[place]!;
  if (kinds[place] !== kind.text || ends[place]! - start !== type.length || type.length === 0) return false;
  for (let i = 0; i < type.length; i += 1) if (bytes[start + i] !== type[i]) return false;
  return true;
}

/** The bytes of the type where the first place tells it, plainly; else none. */
function firstType({ typePlaces }: ScannedShape, line: LineScanner): Uint8Array {
  const place = typePlaces[0];
  if (place === undefined || line.kinds[place] !== kind.text || text(scannedValue(line, place)) === undefined) return new Uint8Array(0);
  return Uint8Array.from(line.bytes.subarray(line.starts[place], line.ends[place]));
}

/** As normalize finds it. */
function typeOf({ typePlaces }: ScannedShape, line: LineScanner): string | undefined {
  for (let i = 0; i < typePlaces.length; i += 1) {
    const type = text(scannedValue(line, typePlaces[i]!));
    if (type !== undefined) return type;
  }
  return undefined;
}

function put(sink: Sink, { view, length }: Piece): void {
  sink.piece(view, 0, length);
}

function fieldWriter(shape: ScannedShape, table: MappingTable, field: keyof LogEvent): FieldWriter {
  const rows = new Map(table.rows.map((row) => [row.field, row]));
  const row = table.rows.find((one) => one.connector.includes(field));
  if (row === undefined) return nothing;
  const copies = copiesOf(row, rows, shape);
  return copies === null ? computedWriter(shape, table, row, field) : copyWriter(copies, field);
}

/** A value that mostly is written as it is. */
type Copy = { readonly place: number; readonly row: MappingRow };

/** The values of which the first that is there is the row's; null where it is more than a choice. */
function copiesOf(row: MappingRow, rows: ReadonlyMap<string, MappingRow>, shape: ScannedShape): readonly Copy[] | null {
  if (row.from.length > 0) {
    if (questions[row.transform] === undefined) return null;
    return row.from.map((name) => ({ place: shape.keys.indexOf(name), row })).filter(({ place }) => place >= 0);
  }
  if (row.transform !== 'first') return null;
  const all: Copy[] = [];
  for (const field of row.of) {
    const input = rows.get(field);
    const copies = input === undefined ? null : copiesOf(input, rows, shape);
    if (copies === null) return null;
    all.push(...copies);
  }
  return all;
}

function copyWriter(copies: readonly Copy[], field: keyof LogEvent): FieldWriter {
  if (copies.length === 0) return nothing;
  const parts = copies.map(({ place, row: { transform } }) => {
    const { ask, before, after } = questions[transform]!;
    const read = readerOf(transform)!.read;
    return { place, ask, read, head: pieceOf(`,"${field}":${before}`), tail: pieceOf(after), name: pieceOf(`,"${field}":`) };
  });
  return (sink, line) => {
    for (let i = 0; i < parts.length; i += 1) {
      const { place, ask, read, head, tail, name } = parts[i]!;
      if (line.kinds[place] === kind.null) continue;
      const what = line.kinds[place] === kind.nested ? outcome.ask : ask(line, place);
      if (what === outcome.absent) continue;
      if (what === outcome.asIs) {
        put(sink, head);
        sink.piece(line.view, found.from, found.to);
        put(sink, tail);
        return true;
      }
      const value = read(scannedValue(line, place));
      if (value === undefined) continue;
      put(sink, name);
      sink.text(JSON.stringify(value));
      return true;
    }
    return false;
  };
}

/** The part of the table that one field comes out of. */
function partOf(table: MappingTable, row: MappingRow): readonly MappingRow[] {
  const needed = new Set([row.field]);
  // From the bottom: what a row needs stands above it.
  for (const one of [...table.rows].reverse()) if (needed.has(one.field)) for (const field of one.of) needed.add(field);
  return table.rows.filter((one) => needed.has(one.field));
}

function computedWriter(shape: ScannedShape, table: MappingTable, row: MappingRow, field: keyof LogEvent): FieldWriter {
  const rows = partOf(table, row);
  const plan = compilePlan({ ...table, rows }, 'connector');
  const slot = connectorFields.indexOf(field);
  const names = [...new Set(rows.flatMap((one) => one.from))].filter((name) => shape.keys.includes(name));
  const places = Int32Array.from(names, (name) => shape.keys.indexOf(name));
  const head = `,"${field}":`;
  const made = (record: Readonly<Record<string, unknown>>): string => textOf(plan, record, slot, head);
  if (names.length === 0) {
    const text = made({});
    const piece = pieceOf(text);
    return text === '' ? nothing : (sink) => (put(sink, piece), true);
  }
  const memo = new Memo(places);
  return (sink, line) => {
    let piece = memo.find(line);
    if (piece === null) {
      const record: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i += 1) record[names[i]!] = scannedValue(line, places[i]!);
      piece = pieceOf(made(record));
      memo.keep(line, piece);
    }
    if (piece.length === 0) return false;
    put(sink, piece);
    return true;
  };
}

function textOf(plan: Plan, record: Readonly<Record<string, unknown>>, slot: number, head: string): string {
  readValues(plan, record, noContext);
  const value = plan.values[slot];
  return value === undefined ? '' : head + JSON.stringify(value);
}

/** Times are written from their numbers; any other spelling goes the way of computed fields. */
function timeWriter(shape: ScannedShape, table: MappingTable): FieldWriter {
  const row = table.rows.find((one) => one.connector.includes('time'));
  if (row === undefined) return nothing;
  const other = computedWriter(shape, table, row, 'time');
  const place = row.from.length === 1 && row.transform === 'time from ms' ? shape.keys.indexOf(row.from[0] ?? '') : -1;
  if (place < 0) return other;
  const tail = pieceOf('Z"');
  // Events of one file happened close together, so the greater part of their times is the same.
  let minute = NaN;
  let untilSeconds = tail;
  return (sink, line) => {
    const ms = line.kinds[place] === kind.null || line.kinds[place] === kind.nested ? -1 : scannedMs(line, place);
    if (ms < 0) return other(sink, line);
    const inMinute = ms % minuteMs;
    if (ms - inMinute !== minute) {
      const time = timeFromMs(ms);
      if (time === undefined) return false;
      minute = ms - inMinute;
      untilSeconds = pieceOf(`,"time":"${time.slice(0, -'00.000Z'.length)}`);
    }
    put(sink, untilSeconds);
    sink.seconds(inMinute);
    put(sink, tail);
    return true;
  };
}
