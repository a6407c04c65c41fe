import type { LogEvent, LogEventFile } from '../../../../shared/model/log-event';
import type { Constant } from './mapping-row';
import { parsedUrl, portOf } from './url-parts';

type Combine = (inputs: readonly unknown[], arg: Constant | undefined) => unknown;

const directions: ReadonlyMap<unknown, readonly [number, string]> = new Map([
  ['inbound', [1, 'Inbound']],
  ['outbound', [2, 'Outbound']],
  ['internal', [3, 'Internal']],
]);

/** `disposition_id` of the security_control profile. A word that is not here stays in `unmapped`. */
const dispositions: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['accepted', [1, 'Allowed']], ['accept', [1, 'Allowed']], ['allow', [1, 'Allowed']], ['allowed', [1, 'Allowed']], ['permit', [1, 'Allowed']],
  ['permitted', [1, 'Allowed']], ['delivered', [1, 'Allowed']], ['released', [9, 'Restored']],
  ['rejected', [2, 'Blocked']], ['reject', [2, 'Blocked']], ['block', [2, 'Blocked']], ['blocked', [2, 'Blocked']], ['bounce', [2, 'Blocked']], ['bounced', [2, 'Blocked']],
  ['held', [3, 'Quarantined']], ['hold', [3, 'Quarantined']], ['quarantine', [3, 'Quarantined']], ['quarantined', [3, 'Quarantined']],
  ['sandboxed', [4, 'Isolated']],
  ['delete', [5, 'Deleted']], ['deleted', [5, 'Deleted']],
  ['drop', [6, 'Dropped']], ['dropped', [6, 'Dropped']], ['discard', [6, 'Dropped']], ['discarded', [6, 'Dropped']],
  ['notification', [19, 'Alert']],
]);

const severityIds = [1, 2, 2, 3, 4, 5] as const;
const severityNames = ['Informational', 'Low', 'Low', 'Medium', 'High', 'Critical'] as const;

const algorithms = [
  ['MD5', 1],
  ['SHA-1', 2],
  ['SHA-256', 3],
] as const;

const ocsfFile: Combine = ([given]) => {
  const found = given as LogEventFile | undefined;
  if (found === undefined) return undefined;
  const hashes = [found.md5, found.sha1, found.sha256].flatMap((value, index) => {
    const [algorithm, algorithm_id] = algorithms[index] ?? ['', 0];
    return value === undefined ? [] : [{ algorithm, algorithm_id, value }];
  });
  return {
    // `name` and `type_id` are required; a hash without a name is all that some events tell.
    name: found.name ?? 'Unknown',
    type_id: found.name === undefined ? 0 : 1,
    ...(found.extension === undefined ? {} : { ext: found.extension }),
    ...(found.mimeType === undefined ? {} : { mime_type: found.mimeType }),
    ...(found.size === undefined ? {} : { size: found.size }),
    ...(hashes.length === 0 ? {} : { hashes }),
  };
};

const ocsfUrl: Combine = ([given]) => {
  if (typeof given !== 'string') return undefined;
  const url = parsedUrl(given);
  if (url === undefined) return { url_string: given };
  const port = portOf(url);
  return {
    url_string: given,
    scheme: url.protocol.slice(0, -1),
    ...(url.hostname === '' ? {} : { hostname: url.hostname }),
    ...(port === undefined ? {} : { port }),
    ...(url.pathname === '' || url.pathname === '/' ? {} : { path: url.pathname }),
    ...(url.search.length < 2 ? {} : { query_string: url.search.slice(1) }),
  };
};

/** Files of a list of names. */
const ocsfFiles: Combine = ([names]) => (Array.isArray(names) ? names.map((name: unknown) => ({ name: String(name), type_id: 1 })) : undefined);

const statusIds = { passed: 1, failed: 2 } as const;

/** What an account change did, by the words of the audit type (activity_id of class 3001). */
const accountActivities: readonly (readonly [RegExp, number])[] = [
  [/password.*reset|reset.*password/i, 4],
  [/password/i, 3],
  [/\bunlock/i, 99],
  [/\block/i, 9],
  [/\bcreat|\badd/i, 1],
  [/\bdelet|\bremov/i, 6],
  [/\bdisabl/i, 5],
  [/\benabl/i, 2],
];

/** What an administrator's action did (activity_id of class 6003). */
const apiActivities: readonly (readonly [RegExp, number])[] = [
  [/\bcreat|\badd/i, 1],
  [/\bdelet|\bremov/i, 4],
  [/\bsearch|\bdownload|\bexport|\bview|\blist|\blogin/i, 2],
  [/\bchang|\bupdat|\badjust|\bedit|\bmodif|\brestor|\benabl|\bdisabl|\bmanag/i, 3],
];

/** Every audit type of the table is one or the other. */
const sessionActivities: readonly (readonly [RegExp, number])[] = [
  [/log(?:ged)?[ -]?(?:off|out)/i, 2],
  [/./, 1],
];

const activityOf =
  (activities: readonly (readonly [RegExp, number])[]): Combine =>
  ([auditType]) =>
    typeof auditType === 'string' ? (activities.find(([words]) => words.test(auditType))?.[1] ?? 99) : 0;

/** Types of `observable.type_id`: 1 host name, 2 IP address, 4 user name, 5 e-mail address, 6 URL, 7 file name, 8 hash. */
export const observablesOf: Combine = (inputs, kinds) => {
  const found: { name: string; type_id: number; value: string }[] = [];
  const seen = new Set<string>();
  inputs.forEach((input, index) => {
    const [typeId = '0', name = ''] = ((kinds as readonly string[])[index] ?? '').split(' ');
    for (const value of Array.isArray(input) ? (input as readonly unknown[]) : [input]) {
      if (typeof value !== 'string' || value === '' || seen.has(`${typeId} ${value}`)) continue;
      seen.add(`${typeId} ${value}`);
      found.push({ name, type_id: Number(typeId), value });
    }
  });
  return found.length === 0 ? undefined : found;
};

export const ocsfCombiners = {
  'epoch ms': ([time]) => (typeof time === 'string' ? Date.parse(time) : undefined),
  'OCSF direction id': ([direction]) => directions.get(direction)?.[0] ?? 0,
  'OCSF direction': ([direction]) => directions.get(direction)?.[1],
  'OCSF disposition id': ([action]) => dispositions.get(action as string)?.[0],
  'OCSF disposition': ([action]) => dispositions.get(action as string)?.[1],
  'OCSF action id': ([status]) => (status === 'passed' ? 1 : status === 'failed' ? 2 : 0),
  'OCSF status id': ([status]) => statusIds[status as NonNullable<LogEvent['status']>] ?? 0,
  'OCSF status': ([status]) => (status === 'passed' ? 'Success' : status === 'failed' ? 'Failure' : undefined),
  'OCSF severity id': ([level]) => severityIds[level as number],
  'OCSF severity': ([level]) => severityNames[level as number],
  'OCSF file': ocsfFile,
  'OCSF files': ocsfFiles,
  'OCSF URL': ocsfUrl,
  'OCSF malware': ([threat]) => (threat === undefined ? undefined : [{ name: threat, classification_ids: [0] }]),
  'OCSF session activity': activityOf(sessionActivities),
  'OCSF account activity': activityOf(accountActivities),
  'OCSF API activity': activityOf(apiActivities),
  'OCSF type': ([activity], classUid) => Number(classUid) * 100 + Number(activity),
  'or unknown': ([value]) => value ?? 'Unknown',
  'or Mimecast': ([value]) => value ?? 'Mimecast',
} as const satisfies Readonly<Record<string, Combine>>;
