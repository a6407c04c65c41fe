import { actionWord, address, addresses, asRecord, count, direction, flag, hash, ipAddress, messageId, text, timeFromMs, timeFromText } from './common';
import { jsonObject, jsonValue, listed, spamCategory } from './decode';
import { labelledIn } from './event-info';
import { mailbox, mailboxes, plainMailboxes } from './mailbox';

type Reader = {
  readonly read: (value: unknown) => unknown;
  /**
   * Whether the result stands for the raw value, so that the raw value need not be kept beside it. Letter case, blanks
   * around, angle brackets and the JSON type may differ; anything more is a loss.
   */
  readonly keeps: boolean | ((value: unknown, result: unknown) => boolean);
};

/** The object form of an address may hold a display name beside it. */
const isPlain = (value: unknown): boolean => typeof value !== 'object';

const sameAddress = (value: unknown, result: unknown): boolean => isPlain(value) && address(value) === result;

const wholeMilliseconds = (value: unknown): boolean =>
  typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && !/[.,]\d{4}/.test(value);

/** How a raw value becomes a typed one; `undefined` when it cannot. */
export const readers = {
  text: { read: text, keeps: true },
  'lower case': { read: (value) => text(value)?.toLowerCase(), keeps: true },
  count: { read: count, keeps: true },
  decimal: { read: decimal, keeps: true },
  flag: { read: flag, keeps: true },
  'time from ms': { read: timeFromMs, keeps: wholeMilliseconds },
  time: { read: timeFromText, keeps: wholeMilliseconds },
  address: { read: address, keeps: isPlain },
  addresses: { read: addresses, keeps: (value) => isPlain(value) || (Array.isArray(value) && value.every(isPlain)) },
  mailbox: { read: mailbox, keeps: sameAddress },
  mailboxes: { read: mailboxes, keeps: plainMailboxes },
  ip: { read: ipAddress, keeps: true },
  'message id': { read: messageId, keeps: true },
  md5: { read: (value) => hash(value, 32), keeps: true },
  sha1: { read: (value) => hash(value, 40), keeps: true },
  sha256: { read: (value) => hash(value, 64), keeps: true },
  direction: { read: direction, keeps: true },
  'route name': { read: (value) => (direction(value) === undefined ? text(value) : undefined), keeps: true },
  action: { read: actionWord, keeps: false },
  'tls version': { read: (value) => /^TLSv?(\d(?:\.\d)?)$/i.exec(text(value) ?? '')?.[1], keeps: false },
  'json object': { read: jsonObject, keeps: true },
  'json value': { read: jsonValue, keeps: true },
  'spam category': { read: spamCategory, keeps: false },
  names: { read: listed, keeps: false },
  'list of names': { read: nameList, keeps: true },
  'acting policy': { read: actingPolicy, keeps: false },
  list: { read: (value) => (Array.isArray(value) && value.length > 0 ? (value as readonly unknown[]) : undefined), keeps: true },
  'failed checks': { read: failedChecks, keeps: false },
  'spf result': { read: (value) => checkResult(value, 'SPF'), keeps: false },
  'dkim result': { read: (value) => checkResult(value, 'DKIM'), keeps: false },
  'dmarc result': { read: (value) => checkResult(value, 'DMARC'), keeps: false },
  'info: address': { read: (value) => labelledIn(value, 'ip'), keeps: false },
  'info: application': { read: (value) => labelledIn(value, 'application'), keeps: false },
  'info: method': { read: (value) => labelledIn(value, 'method'), keeps: false },
  'info: second factor': { read: (value) => labelledIn(value, '2fa'), keeps: false },
  'info: reason': { read: (value) => labelledIn(value, 'reason'), keeps: false },
  'info: target': { read: (value) => labelledIn(value, 'target'), keeps: false },
} as const satisfies Readonly<Record<string, Reader>>;

export type ReaderName = keyof typeof readers;

export function readerOf(name: string): Reader | undefined {
  return Object.hasOwn(readers, name) ? readers[name as ReaderName] : undefined;
}

/** A number, also one with a fraction or a sign, from itself or its digits. */
function decimal(value: unknown): number | undefined {
  const digits = text(value);
  return digits !== undefined && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(digits) ? Number(digits) : undefined;
}

/** Texts of a list of texts; anything else in the list makes it no such list. */
function nameList(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.every((item) => typeof item === 'string') ? value : undefined;
}

/** The first policy that did something (API.md §2.7: action DO_NOTHING or null did not). */
function actingPolicy(policies: unknown): string | undefined {
  if (!Array.isArray(policies)) return undefined;
  for (const item of policies as readonly unknown[]) {
    const policy = asRecord(item);
    const action = text(policy['action'])?.toUpperCase();
    if (action !== undefined && action !== 'DO_NOTHING') return text(policy['name']);
  }
  return undefined;
}

/** "SPF fail, DMARC fail"; absent when every check passed or none was made. */
function failedChecks(results: unknown): string | undefined {
  if (!Array.isArray(results)) return undefined;
  const failed: string[] = [];
  for (const item of results as readonly unknown[]) {
    const check = asRecord(item);
    const type = text(check['type']);
    if (type !== undefined && text(check['result'])?.toLowerCase() === 'fail') failed.push(`${type} fail`);
  }
  return failed.length === 0 ? undefined : failed.join(', ');
}

/** Result of one check of `authResults` (API.md §2.7), lower case. */
function checkResult(results: unknown, type: string): string | undefined {
  if (!Array.isArray(results)) return undefined;
  for (const item of results as readonly unknown[]) {
    const check = asRecord(item);
    if (text(check['type'])?.toUpperCase() === type) return text(check['result'])?.toLowerCase();
  }
  return undefined;
}
