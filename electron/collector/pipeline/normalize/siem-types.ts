import type { LogEvent, LogEventFile } from '../../../../shared/model/log-event';
import type { RawRecord } from './common';
import { actionWord, asRecord, count, direction, file, flag, statusOf, text } from './common';

/** What the type of an event decides; everything else is read by field name in siem.ts. */
export type TypeReading = {
  readonly action: string | undefined;
  readonly status: LogEvent['status'];
  readonly reason: string | undefined;
  readonly threat: string | undefined;
  readonly policy: string | undefined;
  readonly category: string | undefined;
  /** The file, where it is not told by the fileName family of fields. */
  readonly attachment: LogEventFile | undefined;
};

type Read = (record: RawRecord, subtype: string | undefined) => TypeReading;

const reading = (
  action: string | undefined,
  status: LogEvent['status'],
  reason: string | undefined,
  rest?: Partial<TypeReading>,
): TypeReading => ({
  action,
  status,
  reason,
  threat: rest?.threat,
  policy: rest?.policy,
  category: rest?.category,
  attachment: rest?.attachment,
});

/** For the types whose subtype repeats the action (API.md §2.6), the one stands in for the other. */
const actionOf = (record: RawRecord, subtype: string | undefined): string | undefined => actionWord(record['action']) ?? actionWord(subtype);

const receipt: Read = (record, subtype) => {
  const action = actionOf(record, subtype);
  const info = text(record['rejectionInfo']);
  const virus = text(record['virusFound']);
  return reading(action, statusOf(action), info ?? text(record['rejectionType']) ?? text(record['receiptErrors']), {
    // `virusFound` also carries block-list sentences; then it repeats the rejection and names no threat.
    threat: virus === info ? undefined : virus,
    category: spamCategory(record['spamProcessingDetail']),
  });
};

const process: Read = (record, subtype) => {
  const action = actionOf(record, subtype);
  return reading(action, statusOf(action), text(record['holdReason']), { attachment: onlyAttachment(record) });
};

const delivery: Read = (record, subtype) => {
  const delivered = flag(record['delivered']) ?? flag(subtype);
  const action = delivered === undefined ? actionWord(record['action']) : delivered ? 'delivered' : 'not delivered';
  const reason = text(record['rejectionInfo']) ?? text(record['rejectionType']) ?? text(record['deliveryErrors']);
  const policy = direction(record['route']) === undefined ? text(record['route']) : undefined;
  return reading(action, statusOf(action), reason, { policy });
};

/** The scanner found something, so the message did not get through unless an action says otherwise. */
const antivirus: Read = (record) => {
  const action = actionWord(record['action']);
  const threat = text(record['virusFound']);
  return reading(action, statusOf(action) ?? (threat === undefined ? undefined : 'failed'), undefined, { threat });
};

const internalEmailProtect: Read = (record) => {
  const action = actionWord(record['action']);
  return reading(action, statusOf(action), text(record['scanResults']));
};

const impersonationProtect: Read = (record, subtype) => {
  const action = actionOf(record, subtype);
  return reading(action, statusOf(action), undefined);
};

const urlProtect: Read = (record, subtype) => {
  const action = actionOf(record, subtype);
  const reason = text(record['blockReason']) ?? text(record['scanResults']);
  // A stated block reason without an action still means that the click was stopped.
  const status = statusOf(action) ?? (action === undefined && text(record['blockReason']) !== undefined ? 'failed' : undefined);
  return reading(action, status, reason);
};

/** spam, attachment protect, journal and every type that is not known: nothing beyond what the fields say. */
const plain: Read = (record) => {
  const action = actionWord(record['action']);
  const reason =
    text(record['blockReason']) ?? text(record['scanResults']) ?? text(record['holdReason']) ?? text(record['rejectionInfo']);
  return reading(action, statusOf(action), reason, { threat: text(record['virusFound']) });
};

// These threatType values say that nothing was found or nothing was looked for (API.md §2.7).
const noThreat: ReadonlySet<string> = new Set(['NO_DETECTIONS', 'POLICIES_DISABLED']);

const entities: Read = (record, subtype) => {
  const action = actionWord(record['threatState']);
  const threatType = text(record['threatType']) ?? subtype;
  return reading(action, statusOf(action), undefined, {
    threat: threatType === undefined || noThreat.has(threatType.toUpperCase()) ? undefined : threatType,
    policy: actingPolicy(record['policiesApplied']),
    category: listed(record['tags']),
    attachment: Array.isArray(record['attachments']) ? onlyName(record['attachments']) : undefined,
  });
};

const mailflow: Read = (record) => reading(undefined, undefined, failedChecks(record['authResults']));

const urlclick: Read = (record) => {
  const action = actionWord(record['action']);
  return reading(action, statusOf(action), undefined);
};

const readers: ReadonlyMap<string, Read> = new Map([
  ['receipt', receipt],
  ['process', process],
  ['delivery', delivery],
  ['av', antivirus],
  ['spam', plain],
  ['internal email protect', internalEmailProtect],
  ['impersonation protect', impersonationProtect],
  ['url protect', urlProtect],
  ['attachment protect', plain],
  ['journal', plain],
  ['entities', entities],
  ['mailflow', mailflow],
  ['urlclick', urlclick],
]);

/** The reader of a type, by its lower-case name; an unknown type gets the plain one. */
export function typeReader(type: string): { readonly known: boolean; readonly read: Read } {
  const read = readers.get(type);
  return read === undefined ? { known: false, read: plain } : { known: true, read };
}

/** `attachments` lists quoted names; only a single one can be told apart safely (API.md §2.6: quotes inside names occur). */
function onlyAttachment(record: RawRecord): LogEventFile | undefined {
  const names = text(record['attachments']);
  if (names === undefined || count(record['numberAttachments']) !== 1) return undefined;
  const bare = names.length > 1 && names.startsWith('"') && names.endsWith('"') ? names.slice(1, -1) : names;
  return file({ name: bare, size: record['totalSizeAttachments'] });
}

function onlyName(names: readonly unknown[]): LogEventFile | undefined {
  return names.length === 1 ? file({ name: names[0] }) : undefined;
}

/** The category of the scanner's verdict, or its decision, from any of the four encodings; absent when there is none. */
function spamCategory(detail: unknown): string | undefined {
  // Most details hold no verdict: looking for the word first saves parsing them.
  if (typeof detail === 'string' && !detail.includes('verdict')) return undefined;
  const verdict = asRecord(asRecord(decoded(detail))['verdict']);
  return listed(verdict['categories']) ?? text(verdict['decision']);
}

/** Undoes JSON text and JSON text inside JSON text; what is not JSON stays as it is. */
function decoded(value: unknown): unknown {
  let current = value;
  for (let layer = 0; layer < 2 && typeof current === 'string'; layer += 1) {
    try {
      current = JSON.parse(current) as unknown;
    } catch {
      return current;
    }
  }
  return current;
}

/** Names of a list of texts or of objects with a name, joined for reading. */
function listed(value: unknown): string | undefined {
  if (!Array.isArray(value)) return text(value);
  const names: string[] = [];
  for (const item of value as readonly unknown[]) {
    const name = text(item) ?? text(asRecord(item)['name']);
    if (name !== undefined) names.push(name);
  }
  return names.length === 0 ? undefined : names.join(', ');
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
