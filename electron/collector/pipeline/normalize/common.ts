import { isIP } from 'node:net';

import type { LogEvent, LogEventFile } from '../../../../shared/model/log-event';

/** A vendor record as JSON.parse gives it: any name, any value. Only named fields are ever read. */
export type RawRecord = { readonly [field: string]: unknown };

type Mapped = Omit<LogEvent, 'id' | 'connector' | 'logType'>;

/** What a log type's mapping gives: every field it knows, `undefined` where the record has none. */
export type EventFields = { readonly [K in keyof Mapped]: Mapped[K] | undefined };

const noFields: RawRecord = {};

/** The value as a record; anything that is not a JSON object counts as a record without fields. */
export function asRecord(value: unknown): RawRecord {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as RawRecord) : noFields;
}

/**
 * A text without surrounding blanks. Numbers and booleans become text because the vendor sends the same field as "0",
 * 0, "true" or true (API.md §2.6); empty text and the text "null", which Mimecast writes for an empty column, are absent.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const trimmed = value.trim();
    return trimmed === '' || trimmed === 'null' ? undefined : trimmed;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean') return String(value);
  return undefined;
}

/** A count or a number of bytes, from a number or its decimal digits. */
export function count(value: unknown): number | undefined {
  const digits = text(value);
  if (digits === undefined || digits.length > 16 || !/^\d+$/.test(digits)) return undefined;
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A yes/no field in any of its spellings (true, "true", "Yes", "1"). */
export function flag(value: unknown): boolean | undefined {
  switch (text(value)?.toLowerCase() ?? '') {
    case 'true':
    case 'yes':
    case '1':
      return true;
    case 'false':
    case 'no':
    case '0':
      return false;
    default:
      return undefined;
  }
}

function withoutBrackets(value: string): string | undefined {
  return value.startsWith('<') && value.endsWith('>') ? text(value.slice(1, -1)) : value;
}

/** One e-mail address: a text, or the object form `{emailAddress}` of the hold list. "<>" is the empty sender: absent. */
export function address(value: unknown): string | undefined {
  const given = text(value) ?? text(asRecord(value)['emailAddress']);
  return given === undefined ? undefined : withoutBrackets(given);
}

/** Addresses from a text, a comma list or an array of either form; absent when there is none. */
export function addresses(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string' && !value.includes(',')) {
    const single = address(value);
    return single === undefined ? undefined : [single];
  }
  const found: string[] = [];
  for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const list = typeof item === 'string' && item.includes(',') ? splitList(item) : [item];
    for (const part of list) {
      const one = address(part);
      if (one !== undefined) found.push(one);
    }
  }
  return found.length === 0 ? undefined : found;
}

/**
 * Splits at commas outside quotes. A piece without "@" is the first half of a display name such as `Doe, Jane <jane@…>`
 * and stays with the next piece, unless it is empty.
 */
function splitList(list: string): readonly string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  let complete = false;
  for (let i = 0; i < list.length; i += 1) {
    const character = list.charCodeAt(i);
    if (character === 0x22) quoted = !quoted;
    else if (character === 0x40) complete = true;
    else if (character === 0x2c && !quoted && (complete || list.slice(start, i).trim() === '')) {
      parts.push(list.slice(start, i));
      start = i + 1;
      complete = false;
    }
  }
  parts.push(list.slice(start));
  return parts;
}

/** An IP address; anything else, such as the text "Internal IP", is absent. */
export function ipAddress(value: unknown): string | undefined {
  const given = text(value);
  return given !== undefined && isIP(given) !== 0 ? given : undefined;
}

/** A Message-ID without its angle brackets. */
export function messageId(value: unknown): string | undefined {
  const given = text(value);
  return given === undefined ? undefined : withoutBrackets(given);
}

/** A hash in lower case, when it has that many hex digits. */
export function hash(value: unknown, hexDigits: number): string | undefined {
  const given = text(value);
  return given !== undefined && given.length === hexDigits && /^[0-9a-fA-F]+$/.test(given) ? given.toLowerCase() : undefined;
}

export type FileFields = {
  readonly name?: unknown;
  readonly extension?: unknown;
  readonly mimeType?: unknown;
  readonly size?: unknown;
  readonly md5?: unknown;
  readonly sha1?: unknown;
  readonly sha256?: unknown;
};

/** A file, absent when the record tells nothing about one. A hash whose length or digits are wrong is left out. */
export function file(fields: FileFields): LogEventFile | undefined {
  const name = text(fields.name);
  const extension = text(fields.extension);
  const mimeType = text(fields.mimeType);
  const size = count(fields.size);
  const md5 = hash(fields.md5, 32);
  const sha1 = hash(fields.sha1, 40);
  const sha256 = hash(fields.sha256, 64);
  const found: { -readonly [K in keyof LogEventFile]: LogEventFile[K] } = {};
  let any = false;
  if (name !== undefined) { found.name = name; any = true; }
  if (extension !== undefined) { found.extension = extension; any = true; }
  if (mimeType !== undefined) { found.mimeType = mimeType; any = true; }
  if (size !== undefined) { found.size = size; any = true; }
  if (md5 !== undefined) { found.md5 = md5; any = true; }
  if (sha1 !== undefined) { found.sha1 = sha1; any = true; }
  if (sha256 !== undefined) { found.sha256 = sha256; any = true; }
  return any ? found : undefined;
}

/** Inbound, outbound or internal, in any letter case; other texts (a delivery route's name) are absent. */
export function direction(value: unknown): LogEvent['direction'] {
  switch (text(value)?.toLowerCase() ?? '') {
    case 'inbound':
      return 'inbound';
    case 'outbound':
      return 'outbound';
    case 'internal':
      return 'internal';
    default:
      return undefined;
  }
}

// Outside these years a time is a unit mix-up (seconds for milliseconds) or damage. Mimecast began in 2003.
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

export const minuteMs = 60_000;
/** Events of one file happened close together, so the greater part of their times is the same text: a third of the price of a Date. */
let minute = NaN;
let minuteText = '';

function isoTime(ms: number): string | undefined {
  if (!(ms >= earliest && ms < latest)) return undefined;
  const whole = Math.trunc(ms);
  const inMinute = whole % minuteMs;
  if (whole - inMinute !== minute) {
    minute = whole - inMinute;
    minuteText = new Date(minute).toISOString().slice(0, 17);
  }
  const seconds = Math.trunc(inMinute / 1000);
  const fraction = inMinute % 1000;
  return `${minuteText}${seconds < 10 ? '0' : ''}${seconds}.${fraction < 10 ? '00' : fraction < 100 ? '0' : ''}${fraction}Z`;
}

/** ISO UTC from epoch milliseconds (number or digits), or from an ISO text where the vendor sends one. */
export function timeFromMs(value: unknown): string | undefined {
  if (typeof value === 'number') return isoTime(Math.trunc(value));
  const ms = count(value);
  return ms === undefined ? timeFromText(value) : isoTime(ms);
}

const isoText = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(?:(Z)|([+-])(\d\d):?(\d\d))?$/i;

/** ISO UTC from "2026-01-05T05:11:02+0000" and its relatives. Without a zone it is UTC, as Mimecast's own times are. */
export function timeFromText(value: unknown): string | undefined {
  const given = text(value);
  // No such time is longer; the limit keeps the pattern off payloads.
  if (given === undefined || given.length > 40) return undefined;
  const match = isoText.exec(given);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const check = new Date(local);
  // Date.UTC rolls 31 February over into March: a date that does not exist is no time.
  if (check.getUTCMonth() + 1 !== Number(month) || check.getUTCDate() !== Number(day) || check.getUTCHours() !== Number(hour)) return undefined;
  const ms = fraction === undefined ? 0 : Math.trunc(Number(`0.${fraction}`) * 1000);
  const shift = sign === undefined ? 0 : (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000 * (sign === '-' ? -1 : 1);
  return isoTime(local + ms - shift);
}

/** Mimecast's abbreviations (API.md §2.6). Other words are the vendor's own, in lower case. */
const spelledOut: ReadonlyMap<string, string> = new Map([
  ['acc', 'accepted'],
  ['rej', 'rejected'],
  ['hld', 'held'],
  ['sdbx', 'sandboxed'],
  ['bnc', 'bounced'],
]);

/** An action in plain lower-case words; constants such as DELIVERY_IN_PROGRESS lose their underscores. */
export function actionWord(value: unknown): string | undefined {
  const word = text(value)?.toLowerCase().replaceAll('_', ' ');
  return word === undefined ? undefined : (spelledOut.get(word) ?? word);
}

/**
 * Whether something got through, by the action's word. A word that is in neither list says nothing: a sandboxed message
 * may still pass, a "notification" does not tell. "failed" means stopped, not necessarily for good (held).
 */
const passedWords: ReadonlySet<string> = new Set(['accepted', 'accept', 'allow', 'allowed', 'permit', 'permitted', 'deliver', 'delivered', 'released']);
const failedWords: ReadonlySet<string> = new Set([
  'rejected', 'reject', 'held', 'hold', 'block', 'blocked', 'bounce', 'bounced', 'delete', 'deleted', 'discard', 'discarded',
  'drop', 'dropped', 'quarantine', 'quarantined', 'not delivered', 'malicious',
]);

export function statusOf(action: string | undefined): LogEvent['status'] {
  if (action === undefined) return undefined;
  return passedWords.has(action) ? 'passed' : failedWords.has(action) ? 'failed' : undefined;
}
