import type { LogEvent } from '../../../../shared/model/log-event';
import { asRecord, file, flag, statusOf, text } from './common';
import { auditStatus } from './event-info';
import { domainOf } from './mailbox';
import type { Constant } from './mapping-row';
import { observablesOf, ocsfCombiners } from './ocsf-values';
import { parsedUrl, portOf } from './url-parts';

/** How a value is computed from other values of the same event. Absent inputs are `undefined`. */
type Combine = (inputs: readonly unknown[], arg: Constant | undefined) => unknown;

const first: Combine = (inputs) => {
  for (const input of inputs) if (input !== undefined) return input;
  return undefined;
};

/** The scanner found something, so the message did not get through unless an action says otherwise. */
const statusOrStopped: Combine = ([action, threat]) => statusOf(action as string | undefined) ?? (threat === undefined ? undefined : 'failed');

/** A stated block reason without an action still means that the click was stopped. */
const urlStatus: Combine = ([action, blockReason]) =>
  statusOf(action as string | undefined) ?? (action === undefined && blockReason !== undefined ? 'failed' : undefined);

const deliveryAction: Combine = ([delivered, subtype, action]) => {
  const arrived = delivered ?? flag(subtype);
  return arrived === undefined ? action : arrived === true ? 'delivered' : 'not delivered';
};

// These threatType values say that nothing was found or nothing was looked for (API.md §2.7).
const noThreat: ReadonlySet<string> = new Set(['NO_DETECTIONS', 'POLICIES_DISABLED']);

const threatName: Combine = ([threatType, subtype]) => {
  const name = (threatType ?? subtype) as string | undefined;
  return name === undefined || noThreat.has(name.toUpperCase()) ? undefined : name;
};

const fileOf: Combine = ([name, extension, mimeType, size, md5, sha1, sha256]) => file({ name, extension, mimeType, size, md5, sha1, sha256 });

/**
 * `attachments` lists quoted names, joined by commas; quotes inside names occur (API.md §2.6). The list is believed when it
 * has as many names as `numberAttachments` says.
 */
const attachmentNames: Combine = ([names, number]) => {
  const given = text(names);
  if (given === undefined || typeof number !== 'number') return undefined;
  const quoted = given.length > 1 && given.startsWith('"') && given.endsWith('"');
  const list = quoted ? given.slice(1, -1).split(/" ?, ?"/) : given.includes('"') ? [] : given.split(/, ?/);
  return list.length === number && list.every((one) => one.trim() !== '') ? list : undefined;
};

/** The file of an event that lists attachments: only a single one can be told. */
const onlyAttachment: Combine = ([names, number, size]) => {
  if (number !== 1) return undefined;
  const given = text(names);
  if (given === undefined) return undefined;
  const bare = given.length > 1 && given.startsWith('"') && given.endsWith('"') ? given.slice(1, -1) : given;
  return file({ name: bare, size });
};

const onlyName: Combine = ([names]) => (Array.isArray(names) && names.length === 1 ? file({ name: names[0] }) : undefined);

const attachmentFiles: Combine = ([names]) => (Array.isArray(names) ? names.map((name: unknown) => ({ file: { name: text(name) ?? '' } })) : undefined);

/** These texts beside `allow` say that the check had nothing to go by. */
const undecided: ReadonlySet<string> = new Set(['none', 'unknown', 'neutral']);

/** pass, fail, softfail or none, from the decoded spamProcessingDetail (API.md §2.6). */
const checkVerdict: Combine = ([detail], check) => {
  const { allow, info } = asRecord(asRecord(detail)[String(check)]);
  const said = text(info)?.toLowerCase();
  if (said !== undefined && undecided.has(said)) return 'none';
  if (said?.replace(/[ _-]/g, '') === 'softfail') return 'softfail';
  const allowed = flag(allow);
  return allowed === undefined ? undefined : allowed ? 'pass' : 'fail';
};

const outcome: Combine = ([status]) => (status === 'passed' ? 'success' : status === 'failed' ? 'failure' : undefined);

const oneDomain: Combine = ([addresses]) => {
  if (!Array.isArray(addresses)) return undefined;
  const domains = new Set(addresses.map(domainOf));
  return domains.size === 1 ? [...domains][0] : undefined;
};

const distinct: Combine = (inputs) => {
  const found = new Set<unknown>();
  for (const input of inputs) {
    if (Array.isArray(input)) for (const one of input as readonly unknown[]) found.add(one);
    else if (input !== undefined) found.add(input);
  }
  return found.size === 0 ? undefined : [...found];
};

/** ECS writes the parts of a URL beside its text; absent parts and URLs that are none leave only the text. */
const urlParts: Combine = ([given]) => {
  if (typeof given !== 'string') return undefined;
  const url = parsedUrl(given);
  if (url === undefined) return { original: given, full: given };
  return {
    original: given,
    full: given,
    scheme: url.protocol.slice(0, -1),
    ...(url.hostname === '' ? {} : { domain: url.hostname.replace(/^\[|\]$/g, '') }),
    ...(portOf(url) === undefined ? {} : { port: portOf(url) }),
    ...(url.pathname === '' || url.pathname === '/' ? {} : { path: url.pathname }),
    ...(url.search.length < 2 ? {} : { query: url.search.slice(1) }),
    ...(url.hash.length < 2 ? {} : { fragment: url.hash.slice(1) }),
  };
};

/** From 0 (normal) to 5 (critical): the ordinary level, the one when it was stopped, the one when a threat is named. */
const severity: Combine = ([status, threat], levels) => {
  const [ordinary = 0, stopped = 0, threatened = 0] = levels as readonly number[];
  return threat !== undefined ? threatened : status === 'failed' ? stopped : ordinary;
};

const dnifSeverities = ['NORMAL', 'LOW', 'MINOR', 'MEDIUM', 'MAJOR', 'CRITICAL'] as const;
const dnifSeverity: Combine = ([level]) => dnifSeverities[level as number];

const dnifStatus: Combine = ([status]) => (status as LogEvent['status'])?.toUpperCase();

/** The vendor uses both "hold" and "held": one word each, as DNIF's own actions end (PACKET_BLOCKED). */
const pastForms: ReadonlyMap<string, string> = new Map([
  ['accept', 'accepted'], ['allow', 'allowed'], ['permit', 'permitted'], ['deliver', 'delivered'], ['reject', 'rejected'], ['hold', 'held'],
  ['block', 'blocked'], ['bounce', 'bounced'], ['delete', 'deleted'], ['discard', 'discarded'], ['drop', 'dropped'], ['quarantine', 'quarantined'],
  ['notification', 'notified'], ['warn', 'warned'],
]);

/** EMAIL_HELD from "hold" and the noun EMAIL; without an action, what the event type itself says. */
const dnifAction: Combine = ([action], nouns) => {
  const [noun = '', otherwise = ''] = nouns as readonly string[];
  if (typeof action !== 'string') return otherwise === '' ? undefined : otherwise;
  return upperSnake(`${noun} ${pastForms.get(action) ?? action}`);
};

function upperSnake(words: string): string | undefined {
  const joined = words.slice(0, 100).toUpperCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').join('_');
  return joined === '' ? undefined : joined;
}

const upperCase: Combine = ([value]) => (typeof value === 'string' ? value.toUpperCase() : undefined);
const actionName: Combine = ([value]) => (typeof value === 'string' ? upperSnake(value) : undefined);

/** Whether a second factor was used, by what stands behind "2FA:". */
const usedSecondFactor: Combine = ([factor]) => (typeof factor === 'string' ? !/^(?:none|no|off|disabled|false|n\/a)$/i.test(factor) : undefined);

const alertKind: Combine = ([threat]) => (threat === undefined ? 'event' : 'alert');

/** ECS event.type of an audit event, by its words. */
const changeType: Combine = ([auditType]) => {
  const words = typeof auditType === 'string' ? auditType : '';
  if (/\b(?:creat|add|new)/i.test(words)) return 'creation';
  if (/\b(?:delet|remov)/i.test(words)) return 'deletion';
  if (/\b(?:search|download|export|view|list|login|access)/i.test(words)) return 'access';
  return /\b(?:chang|updat|adjust|edit|modif|restor|enabl|disabl|reset|lock|unlock|manag|action)/i.test(words) ? 'change' : 'info';
};

/** ECS event.type of a log-on event: the beginning or the end of a session, else something in between. */
const sessionType: Combine = ([auditType]) => {
  const words = typeof auditType === 'string' ? auditType : '';
  if (/log(?:ged)?[ -]?(?:off|out)/i.test(words)) return 'end';
  return /log(?:ged)?[ -]?(?:on|in)|authenticat/i.test(words) ? 'start' : 'info';
};

export const combiners = {
  first,
  'unless the same': ([value, other]) => (value === other ? undefined : value),
  status: ([action]) => statusOf(action as string | undefined),
  'status or stopped by threat': statusOrStopped,
  'status of a click': urlStatus,
  'delivery action': deliveryAction,
  'audit status': ([auditType, info]) => auditStatus(auditType, info),
  'threat name': threatName,
  file: fileOf,
  'attachment names': attachmentNames,
  'only attachment': onlyAttachment,
  'only name': onlyName,
  'attachment files': attachmentFiles,
  'check verdict': checkVerdict,
  outcome,
  domain: ([value]) => domainOf(value),
  'one domain': oneDomain,
  distinct,
  'parts of the URL': urlParts,
  severity,
  'DNIF severity': dnifSeverity,
  'DNIF status': dnifStatus,
  'DNIF action': dnifAction,
  'upper case': upperCase,
  'upper snake case': actionName,
  'lower case with hyphens': ([value]) => (typeof value === 'string' ? upperSnake(value)?.toLowerCase().replaceAll('_', '-') : undefined),
  'with user': ([type]) => ['user', type],
  'second factor used': usedSecondFactor,
  'alert when threatened': alertKind,
  'change type': changeType,
  'session type': sessionType,
  'mail address': ([value]) => (typeof value === 'string' && /^[^\s@]+@[^\s@]+$/.test(value) ? value : undefined),
  'TLS protocol': ([version]) => (version === undefined ? undefined : 'tls'),
  'name when unknown': ([value]) => (value === undefined ? 'Unknown' : undefined),
  'name of another activity': ([activity, name]) => (activity === 99 ? name : undefined),
  observables: observablesOf,
  ...ocsfCombiners,
} as const satisfies Readonly<Record<string, Combine>>;

export type CombinerName = keyof typeof combiners;

/** Their result holds everything that their inputs hold, so that the raw values need no place of their own. */
const complete: ReadonlySet<string> = new Set<CombinerName>([
  'file', 'attachment files', 'parts of the URL', 'upper case', 'OCSF file', 'OCSF files', 'OCSF URL', 'OCSF malware', 'OCSF direction', 'epoch ms',
]);

export function combinerOf(name: string): { readonly combine: Combine; readonly complete: boolean } | undefined {
  return Object.hasOwn(combiners, name) ? { combine: combiners[name as CombinerName], complete: complete.has(name) } : undefined;
}
