import { isIP } from 'node:net';

import type { LogEvent } from '../../../../shared/model/log-event';
import type { EventFields, RawRecord } from './common';
import { text, timeFromText } from './common';

/**
 * Audit events (API.md §4). `eventInfo` is free text whose tail usually reads
 * "Date: …, Time: … GMT, IP: 192.0.2.1, Application: …, Method: …, Reason: …". Its date is local time and never used.
 */
export function auditFields(record: RawRecord): EventFields {
  const auditType = text(record['auditType']);
  const info = text(record['eventInfo']);
  return {
    time: timeFromText(record['eventTime']),
    eventType: auditType ?? 'unknown',
    eventSubtype: info === undefined ? undefined : labelled(applicationLabel, info),
    status: auditStatus(auditType, info),
    sourceIp: info === undefined ? undefined : addressIn(info),
    reason: info === undefined ? undefined : labelled(reasonLabel, info),
    user: text(record['user']),
    category: text(record['category']),
  };
}

// Labels count only at the start or behind a blank or a comma, so that "zip:" or "…/reason:" inside a value are none.
const ipLabel = /(?<![\w/-])IP\s{0,4}:\s{0,4}([0-9a-fA-F.:]{2,45})/gi;
const applicationLabel = /(?<![\w/-])Application\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi;
const reasonLabel = /(?<![\w/-])Reason\s{0,4}:\s{0,4}([^,\r\n]{1,200})/gi;

/**
 * The last match wins: the vendor writes its labels at the end, while the beginning may hold a user name or a search
 * text that somebody chose to look like one.
 */
function lastMatch(pattern: RegExp, info: string): string | undefined {
  let last: string | undefined;
  for (const match of info.matchAll(pattern)) last = match[1];
  return last;
}

function addressIn(info: string): string | undefined {
  const found = lastMatch(ipLabel, info);
  if (found === undefined) return undefined;
  if (isIP(found) !== 0) return found;
  const bare = found.replace(/[.:]+$/, '');
  return isIP(bare) !== 0 ? bare : undefined;
}

// The variant without commas runs on into the next label ("Application : X Method : Y").
const nextLabel = /\s(?:Date|Time|(?:remote )?IP|Application|Method|2FA|Reason)\s{0,4}:.*$/i;

function labelled(pattern: RegExp, info: string): string | undefined {
  return text(lastMatch(pattern, info)?.replace(nextLabel, ''));
}

const failureWords = /\b(?:fail(?:ed|ure)?|denied|rejected|blocked|unsuccessful)\b/i;
const successWords = /\b(?:logged on|succe(?:ss|ssful|ssfully|eded)|completed)\b/i;

/** By the words of the audit type; where it has none, by the first words of the text. A plain change says nothing. */
function auditStatus(auditType: string | undefined, info: string | undefined): LogEvent['status'] {
  for (const words of [auditType, info?.slice(0, 24)]) {
    if (words === undefined) continue;
    if (failureWords.test(words)) return 'failed';
    if (successWords.test(words)) return 'passed';
  }
  return undefined;
}
