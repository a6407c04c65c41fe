import { hash } from 'node:crypto';

import type { LogType } from '../../../shared/model/log-type';

/** Bytes of an event id: 128 bits, so that within millions of events two different ones never share an id by chance. */
export const idBytes = 16;

/**
 * How deep a record may nest. JSON.parse takes hundreds of thousands of levels, JSON.stringify overflows the stack on
 * them (SECURITY.md §6), and no Mimecast record has more than a handful.
 */
export const deepestNesting = 64;

export class TooDeepError extends Error {
  constructor() {
    super(`The record nests deeper than ${deepestNesting} levels.`);
    this.name = 'TooDeepError';
  }
}

type Json = Readonly<Record<string, unknown>>;

/** JSON with the keys of every object sorted: the same text for the same value, whatever the order it arrived in. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > deepestNesting) throw new TooDeepError();
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i += 1) text += (i === 0 ? '' : ',') + canonicalJson(value[i], depth + 1);
    return `${text}]`;
  }
  const record = value as Json;
  let text = '{';
  for (const key of Object.keys(record).sort()) {
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${canonicalJson(record[key], depth + 1)}`;
  }
  return `${text}}`;
}

/**
 * The id of a record: by the vendor's id where there is a usable one, else by the whole record, independent of the
 * order of its keys. Audit ids are paired with the time because public test data repeat an id on different events
 * (API.md §4). 32 lower-case hex digits.
 */
export function identityOf(logType: LogType, record: unknown): string {
  return hash('sha256', `${logType}\n${identityText(logType, record)}`, 'hex').slice(0, idBytes * 2);
}

function identityText(logType: LogType, record: unknown): string {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return canonicalJson(record);
  const { id, eventTime, change } = record as { readonly id?: unknown; readonly eventTime?: unknown; readonly change?: unknown };
  if (logType === 'Audit_Events' && typeof id === 'string' && id !== '' && typeof eventTime === 'string') return `id ${id}\n${eventTime}`;
  if (logType === 'Hold_Message_List' && typeof id === 'string' && id !== '' && change === undefined) return `held ${id}`;
  return recordText(shapeOf(logType, record as Json), record as Json);
}

/**
 * The keys of records in the order they are hashed in. Millions of records share a few dozen shapes, so sorting and
 * naming them is done once; hashing then costs one stringify of an array (half of what a sorted object costs).
 */
type Shape = { readonly arrived: readonly string[]; readonly sorted: readonly string[]; readonly names: string };

const shapes = new Map<string, Shape>();
/** Hostile records could each have a shape of their own. */
const mostShapes = 2000;
let last: Shape = { arrived: [], sorted: [], names: '' };
let lastLogType: LogType | null = null;

function shapeOf(logType: LogType, record: Json): Shape {
  const keys = Object.keys(record);
  if (logType === lastLogType && sameKeys(keys, last.arrived)) return last;
  const cacheKey = `${logType}\n${JSON.stringify(keys)}`;
  let shape = shapes.get(cacheKey);
  if (shape === undefined) {
    if (shapes.size >= mostShapes) shapes.clear();
    shape = makeShape(logType, keys);
    shapes.set(cacheKey, shape);
  }
  last = shape;
  lastLogType = logType;
  return shape;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Streaming names two fields differently from batch files, and some batch files add storage positions that are not
 * unique (API.md §2.6): the same event must have one identity in both feeds.
 */
const siemNames: Readonly<Record<string, string>> = { eventType: 'type', subType: 'subtype' };
const siemPositions = new Set(['_offset', '_partition']);

function makeShape(logType: LogType, arrived: readonly string[]): Shape {
  const named = arrived
    .filter((key) => logType !== 'SIEM' || !siemPositions.has(key))
    .map((key) => {
      const folded = logType === 'SIEM' && Object.hasOwn(siemNames, key) ? (siemNames[key] ?? key) : key;
      return { key, name: arrived.includes(folded) ? key : folded };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { arrived, sorted: named.map(({ key }) => key), names: JSON.stringify(named.map(({ name }) => name)) };
}

/** Names and values apart; a nested value stands as its canonical text in an array, so that it differs from any string. */
function recordText(shape: Shape, record: Json): string {
  const values = new Array<unknown>(shape.sorted.length);
  for (let i = 0; i < values.length; i += 1) {
    const value = record[shape.sorted[i] ?? ''];
    values[i] = value !== null && typeof value === 'object' ? [canonicalJson(value, 1)] : value;
  }
  return shape.names + JSON.stringify(values);
}
