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
 * (API.md §4). 32 lower-case hex digits. `mayHoldEscapes` false: the JSON text of the record is known to hold no backslash, which
 * makes it cheaper and changes nothing.
 */
export function identityOf(logType: LogType, record: unknown, mayHoldEscapes = true): string {
  return hash('sha256', `${logType}\n${identityText(logType, record, mayHoldEscapes)}`, 'hex').slice(0, idBytes * 2);
}

function identityText(logType: LogType, record: unknown, mayHoldEscapes: boolean): string {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return canonicalJson(record);
  const { id, eventTime, change } = record as { readonly id?: unknown; readonly eventTime?: unknown; readonly change?: unknown };
  if (logType === 'Audit_Events' && typeof id === 'string' && id !== '' && typeof eventTime === 'string') return `id ${id}\n${eventTime}`;
  if (logType === 'Hold_Message_List' && typeof id === 'string' && id !== '' && change === undefined) return `held ${id}`;
  // Control characters and halves of pairs stand in JSON as escapes only.
  return recordText(shapeOf(logType, record as Json), record as Json, mayHoldEscapes);
}

/**
 * The keys of records in the order they are hashed in. Millions of records share a few dozen shapes, so sorting and
 * naming them is done once; hashing then costs one stringify of an array (half of what a sorted object costs).
 */
export type Shape = { readonly arrived: readonly string[]; readonly sorted: readonly string[]; readonly names: string };

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

export function makeShape(logType: LogType, arrived: readonly string[]): Shape {
  const named = arrived
    .filter((key) => logType !== 'SIEM' || !siemPositions.has(key))
    .map((key) => {
      const folded = logType === 'SIEM' && Object.hasOwn(siemNames, key) ? (siemNames[key] ?? key) : key;
      return { key, name: arrived.includes(folded) ? key : folded };
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { arrived, sorted: named.map(({ key }) => key), names: JSON.stringify(named.map(({ name }) => name)) };
}

/** What stands before each value in the hashed text: no text holds these characters, but for the rare one that is hashed with care. */
export const mark = { text: '\u0001', null: '\u0002', nested: '\u0003', plain: '\u0004' } as const;
/** Half a surrogate pair has no UTF-8 of its own, so the hash would not tell it from another. */
const needsCare = /[\u0001-\u0004\p{Surrogate}]/u;

/** Names and values apart; values joined by marks cost half of what JSON.stringify costs, and are as unmistakable. */
function recordText(shape: Shape, record: Json, mayHoldEscapes: boolean): string {
  const { sorted } = shape;
  let text = shape.names;
  for (let i = 0; i < sorted.length; i += 1) {
    const value = record[sorted[i] ?? ''];
    if (typeof value === 'string') {
      if (mayHoldEscapes && needsCare.test(value)) return carefulText(shape, record);
      text += mark.text + value;
    } else if (value === null) text += mark.null;
    else if (typeof value === 'object') text += mark.nested + canonicalJson(value, 1);
    else text += mark.plain + JSON.stringify(value);
  }
  return text;
}

/** For records with a mark inside a value; a nested value stands as its canonical text in an array, so that it differs from any string. */
function carefulText({ names, sorted }: Shape, record: Json): string {
  const values = sorted.map((key) => {
    const value = record[key];
    return value !== null && typeof value === 'object' ? [canonicalJson(value, 1)] : value;
  });
  return `${names}\n${JSON.stringify(values)}`;
}
