import type { LogEvent } from '../../../../shared/model/log-event';
import type { LogType } from '../../../../shared/model/log-type';
import type { EventModel } from '../../../../shared/model/output';
import { combinerOf } from './combiners';
import type { RawRecord } from './common';
import type { MappingRow, MappingTable } from './mapping-row';
import { readerOf } from './readers';

export type NormalizeContext = {
  /** The event's id, 32 lower-case hex digits. */
  readonly id: string;
  readonly connector: string;
  readonly logType: LogType;
};

/** One raw field and where its value goes. */
type RawStep = { readonly name: string; readonly slot: number; readonly read: (value: unknown) => unknown };
/** One value that is not read from a single raw field. */
type Step = { readonly slot: number; readonly read: (record: RawRecord, values: readonly unknown[], context: NormalizeContext) => unknown };

/** A raw field's value stands in the result when this says so. */
export type Keeper = (value: unknown, values: readonly unknown[]) => boolean;

/** A table made ready for one model: read the values, then place them. */
export type Plan = {
  readonly values: unknown[];
  /** Most fields of a type are absent in most records: these are looked up without a call. */
  readonly rawSteps: readonly RawStep[];
  readonly steps: readonly Step[];
  /** Path of the model -> place in `values`, in the table's order. */
  readonly places: readonly { readonly path: string; readonly slot: number }[];
  /** Raw field -> whether it is told; raw fields that are not here are unknown. */
  readonly keepers: ReadonlyMap<string, readonly Keeper[]>;
};

/** Order of a LogEvent's fields: normalize.ts assembles it by these numbers. */
export const connectorFields: readonly (keyof LogEvent)[] = [
  'id', 'time', 'connector', 'logType', 'eventType', 'eventSubtype', 'action', 'status', 'sender', 'senderHeader', 'senderDomain', 'recipients', 'subject',
  'direction', 'sourceIp', 'destinationIp', 'url', 'urlCategory', 'file', 'policy', 'reason', 'threat', 'messageId', 'messageGroupId', 'user', 'category',
  'size', 'account',
];

export function compilePlan(table: MappingTable, model: EventModel): Plan {
  const rows = new Map(table.rows.map((row) => [row.field, row]));
  if (rows.size !== table.rows.length) throw new Error(`${table.logType} ${table.eventType}: two rows have one name.`);
  const slots = assignSlots(table.rows, rows, neededFields(table.rows, model), model);
  const rawSteps: RawStep[] = [];
  const steps: Step[] = [];
  const places: { path: string; slot: number }[] = [];
  const seen = new Set<string>();
  for (const row of table.rows) {
    for (const field of row.of) if (!seen.has(field)) throw new Error(`${table.logType} ${table.eventType}: ${row.field} needs ${field} above it.`);
    seen.add(row.field);
    const slot = slots.get(row.field);
    if (slot === undefined) continue;
    for (const path of row[model]) places.push({ path, slot });
    const reader = row.from.length === 1 ? readerOf(row.transform) : undefined;
    if (reader !== undefined) rawSteps.push({ name: ownName(row.from[0] ?? '', table), slot, read: reader.read });
    else if (sourceOf(row, rows) === row && !isNothing(row)) steps.push({ slot, read: readStep(row, slots, table) });
  }
  const size = Math.max(connectorFields.length, ...slots.values()) + 1;
  const keepers = model === 'connector' ? new Map<string, readonly Keeper[]>() : keepersOf(table, rows, slots, model);
  return { values: new Array<unknown>(size).fill(undefined), rawSteps, steps, places, keepers };
}

const isNothing = (row: MappingRow): boolean => row.transform === 'first' && row.of.length === 0;

/** A row that only passes one other on needs no step of its own: it shares that row's slot. */
function sourceOf(row: MappingRow, rows: ReadonlyMap<string, MappingRow>): MappingRow {
  const [field, second] = row.of;
  const input = row.transform === 'first' && field !== undefined && second === undefined ? rows.get(field) : undefined;
  return input === undefined ? row : sourceOf(input, rows);
}

function neededFields(rows: readonly MappingRow[], model: EventModel): ReadonlySet<string> {
  const needed = new Set<string>();
  // From the bottom: what a row needs stands above it.
  for (const row of [...rows].reverse()) {
    if (row[model].length === 0 && !needed.has(row.field)) continue;
    needed.add(row.field);
    for (const field of row.of) needed.add(field);
  }
  return needed;
}

/** For the connector's own event, slots are the fields' numbers; helpers come behind them. */
function assignSlots(all: readonly MappingRow[], rows: ReadonlyMap<string, MappingRow>, needed: ReadonlySet<string>, model: EventModel): ReadonlyMap<string, number> {
  const bySource = new Map<MappingRow, number>();
  for (const row of all) {
    const [field, second] = model === 'connector' && needed.has(row.field) ? row.connector : [];
    if (field === undefined) continue;
    if (second !== undefined || bySource.has(sourceOf(row, rows))) throw new Error(`${row.field}: one value fills one field of a LogEvent.`);
    bySource.set(sourceOf(row, rows), connectorFields.indexOf(field));
  }
  const slots = new Map<string, number>();
  let next = model === 'connector' ? connectorFields.length : 0;
  for (const row of all) {
    if (!needed.has(row.field)) continue;
    const source = sourceOf(row, rows);
    const slot = bySource.get(source) ?? next;
    if (slot === next) next += 1;
    bySource.set(source, slot);
    slots.set(row.field, slot);
  }
  return slots;
}

/** Raw names as the reading sees them: the fields of `within` stand at the top (normalize.ts). */
const ownName = (name: string, table: MappingTable): string => (table.within !== undefined && name.startsWith(`${table.within}.`) ? name.slice(table.within.length + 1) : name);

function readStep(row: MappingRow, slots: ReadonlyMap<string, number>, table: MappingTable): Step['read'] {
  switch (row.transform) {
    case 'constant':
      return () => row.arg;
    case 'event id':
      return (_record, _values, context) => context.id;
    case 'connector name':
      return (_record, _values, context) => context.connector;
    case 'log type':
      return (_record, _values, context) => context.logType;
    default:
      return row.from.length > 0 ? readRaw(row, table) : readComputed(row, slots);
  }
}

function readRaw(row: MappingRow, table: MappingTable): Step['read'] {
  const reader = readerOf(row.transform);
  if (reader === undefined) throw new Error(`${row.field}: ${row.transform} does not read raw fields.`);
  const { read } = reader;
  const names = row.from.map((name) => ownName(name, table));
  return (record) => {
    for (const name of names) {
      const value = record[name];
      const found = value === undefined || value === null ? undefined : read(value);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function readComputed(row: MappingRow, slots: ReadonlyMap<string, number>): Step['read'] {
  const combiner = combinerOf(row.transform);
  if (combiner === undefined) throw new Error(`${row.field}: ${row.transform} does not compute.`);
  const { combine } = combiner;
  const from = row.of.map((field) => slots.get(field) ?? -1);
  // One list per row, filled anew each time: normalizing is synchronous and never inside itself.
  const inputs: unknown[] = from.map(() => undefined);
  return (_record, values) => {
    for (let i = 0; i < from.length; i += 1) inputs[i] = values[from[i] ?? -1];
    return combine(inputs, row.arg);
  };
}

function keepersOf(table: MappingTable, rows: ReadonlyMap<string, MappingRow>, slots: ReadonlyMap<string, number>, model: EventModel): ReadonlyMap<string, readonly Keeper[]> {
  const keepers = new Map<string, Keeper[]>();
  for (const row of table.rows) {
    if (row[model].length === 0) continue;
    for (const [name, keeper] of keptBy(row, table, rows, slots)) {
      const list = keepers.get(name) ?? [];
      list.push(keeper);
      keepers.set(name, list);
    }
  }
  return keepers;
}

/** The raw fields whose whole value a row's result holds. */
function keptBy(row: MappingRow, table: MappingTable, rows: ReadonlyMap<string, MappingRow>, slots: ReadonlyMap<string, number>): readonly (readonly [string, Keeper])[] {
  const slot = slots.get(row.field);
  if (slot === undefined) return [];
  const reader = row.from.length > 0 ? readerOf(row.transform) : undefined;
  if (reader !== undefined) {
    const { read, keeps } = reader;
    if (keeps === false) return [];
    const several = row.from.length > 1;
    return row.from.map((name) => [
      ownName(name, table),
      (value, values) => {
        const result = values[slot];
        if (result === undefined) return false;
        // Of several raw fields only the one that was taken is told, and others that say the same.
        if (several && !same(read(value), result)) return false;
        return keeps === true || keeps(value, result);
      },
    ]);
  }
  const complete = combinerOf(row.transform)?.complete === true;
  return row.of.flatMap((field) => {
    const input = rows.get(field);
    const inputSlot = slots.get(field);
    if (input === undefined || inputSlot === undefined) return [];
    // A result that holds all its inputs tells them; any other tells an input that it passes on as it is.
    const told = (values: readonly unknown[]): boolean => values[slot] !== undefined && (complete || same(values[slot], values[inputSlot]));
    return keptBy(input, table, rows, slots).map(([name, keeper]) => [name, (value: unknown, values: readonly unknown[]) => told(values) && keeper(value, values)] as const);
  });
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, index) => one === b[index]);
}
