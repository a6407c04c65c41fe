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

/** JSON with the keys of every object sorted: the same text for the same record, whatever the order it arrived in. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > deepestNesting) throw new TooDeepError();
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i += 1) text += (i === 0 ? '' : ',') + canonicalJson(value[i], depth + 1);
    return `${text}]`;
  }
  const record = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of Object.keys(record).sort()) {
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${canonicalJson(record[key], depth + 1)}`;
  }
  return `${text}}`;
}

/**
 * The id of a record: by the vendor's id where there is a usable one, else by the whole canonical record.
 * Audit ids are paired with the time because public test data repeat an id on different events (API.md §4).
 * 32 lower-case hex digits.
 */
export function identityOf(logType: LogType, record: unknown): string {
  return hash('sha256', `${logType}\n${identityText(logType, record)}`, 'hex').slice(0, idBytes * 2);
}

/**
 * Streaming names two fields differently from batch files, and some batch files add storage positions that are not
 * unique (API.md §2.6): the same event must have one identity in both feeds.
 */
function foldSiem(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { eventType, subType, _offset, _partition, ...rest } = record;
  if (eventType === undefined && subType === undefined && _offset === undefined && _partition === undefined) return record;
  return { ...rest, type: rest['type'] ?? eventType, subtype: rest['subtype'] ?? subType };
}

function identityText(logType: LogType, record: unknown): string {
  if (logType === 'SIEM' && record !== null && typeof record === 'object' && !Array.isArray(record)) {
    return canonicalJson(foldSiem(record as Readonly<Record<string, unknown>>));
  }
  if (record !== null && typeof record === 'object' && !Array.isArray(record)) {
    const { id, eventTime } = record as { readonly id?: unknown; readonly eventTime?: unknown };
    if (logType === 'Audit_Events' && typeof id === 'string' && id !== '' && typeof eventTime === 'string') {
      return `id ${id}\n${eventTime}`;
    }
    const { change, observedAt } = record as { readonly change?: unknown; readonly observedAt?: unknown };
    if (logType === 'Hold_Message_List' && typeof id === 'string' && id !== '' && change === undefined && observedAt === undefined) {
      return `held ${id}`;
    }
  }
  return canonicalJson(record);
}
