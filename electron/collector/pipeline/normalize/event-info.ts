import { isIP } from 'node:net';

import { text } from './common';

/**
 * `eventInfo` of an audit event is free text whose tail usually reads "Date: …, Time: … GMT, IP: 192.0.2.1, Application: …,
 * Method: …, 2FA: …, Reason: …" (API.md §4). Its date is local time and never used.
 */
export type InfoLabel = 'ip' | 'application' | 'method' | '2fa' | 'reason' | 'target';

// Labels count only at the start or behind a blank or a comma, so that "zip:" or "…/reason:" inside a value are none.
const patterns: { readonly [L in Exclude<InfoLabel, 'target'>]: RegExp } = {
  ip: /(?<![\w/-])IP\s{0,4}:\s{0,4}([0-9a-fA-F.:]{2,45})/gi,
  application: /(?<![\w/-])Application\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi,
  method: /(?<![\w/-])Method\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi,
  '2fa': /(?<![\w/-])2FA\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi,
  reason: /(?<![\w/-])Reason\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi,
};

/** The account an action was about: the first address behind "for", before any label can be forged. */
const targetPattern = /^[^,\r\n]{0,80}?\bfor\s([^\s<>,@]{1,64}@[^\s<>,@]{1,190})/;

/**
 * The last match wins: the vendor writes its labels at the end, while the beginning may hold a user name or a search
 * text that somebody chose to look like one.
 */
function lastMatch(pattern: RegExp, info: string): string | undefined {
  let last: string | undefined;
  for (const match of info.matchAll(pattern)) last = match[1];
  return last;
}

// The variant without commas runs on into the next label ("Application : X Method : Y").
const nextLabel = /\s(?:Date|Time|(?:remote )?IP|Application|Method|2FA|Reason)\s{0,4}:.*$/i;

/** The value behind a label; absent when the label is not there or an IP is none. */
export function labelledIn(value: unknown, label: InfoLabel): string | undefined {
  const info = text(value);
  if (info === undefined) return undefined;
  if (label === 'target') return targetPattern.exec(info.slice(0, 400))?.[1];
  const found = lastMatch(patterns[label], info);
  if (found === undefined) return undefined;
  if (label !== 'ip') return text(found.replace(nextLabel, ''));
  if (isIP(found) !== 0) return found;
  const bare = found.replace(/[.:]+$/, '');
  return isIP(bare) !== 0 ? bare : undefined;
}

const failureWords = /\b(?:fail(?:ed|ure)?|denied|rejected|blocked|unsuccessful)\b/i;
const successWords = /\b(?:logged on|succe(?:ss|ssful|ssfully|eded)|completed)\b/i;

/** By the words of the audit type; where it has none, by the first words of the text. A plain change says nothing. */
export function auditStatus(auditType: unknown, info: unknown): 'passed' | 'failed' | undefined {
  const firstWords = typeof info === 'string' ? info.slice(0, 24) : undefined;
  for (const words of [auditType, firstWords]) {
    if (typeof words !== 'string') continue;
    if (failureWords.test(words)) return 'failed';
    if (successWords.test(words)) return 'passed';
  }
  return undefined;
}
