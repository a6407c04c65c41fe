import type { MappingRow, MappingTable } from '../mapping-row';
import { rowMaker } from '../mapping-row';
import type { Frame } from './frame';
import { frameRows } from './frame';
import { relatedRows } from './message-rows';

export type AuditKind = 'authentication' | 'account change' | '*';

const sessionWords = /\blog(?:ged)?[ -]?(?:on|in|off|out)\b|\bauthenticat/i;
const accountWords = /\bpassword\b|\buser account\b|\baccount (?:creat|delet|lock|unlock|enabl|disabl|add|remov)|\buser (?:creat|delet|add|remov|enabl|disabl|lock|unlock)|\brole\b/i;

/** Which of the three tables an audit type belongs to: log-ons, changes of accounts, everything else. */
export function auditKindOf(auditType: string | undefined): AuditKind {
  if (auditType === undefined || auditType.length > 200) return '*';
  return sessionWords.test(auditType) ? 'authentication' : accountWords.test(auditType) ? 'account change' : '*';
}

type Audit = {
  readonly kind: AuditKind;
  readonly title: string;
  readonly frame: Frame;
};

const audits: readonly Audit[] = [
  { kind: 'authentication', title: 'Somebody logged on or off, or tried to.', frame: { ecs: { kind: 'event', category: ['authentication'], type: null }, ocsf: { category: 3, classUid: 3002 }, stream: 'AUTHENTICATION', severity: [0, 2, 2] } },
  { kind: 'account change', title: 'A user account, password or role was changed.', frame: { ecs: { kind: 'event', category: ['iam'], type: null }, ocsf: { category: 3, classUid: 3001 }, stream: 'IAM', severity: [1, 3, 3] } },
  { kind: '*', title: 'Anything else an administrator or the service did.', frame: { ecs: { kind: 'event', category: ['configuration'], type: null }, ocsf: { category: 6, classUid: 6003 }, stream: 'AUDIT', severity: [0, 1, 1] } },
];

function auditRows({ kind, frame }: Audit): readonly MappingRow[] {
  const make = rowMaker('audit');
  const { raw, only, computed } = make;
  return [
    raw('time', 'eventTime', 'time', { connector: 'time', dnif: 'SystemTstamp', ecs: '@timestamp', ocsf: [] }, 'Event time, UTC. The date inside eventInfo is local time and not used.'),
    raw('auditType', 'auditType', 'text', { connector: 'eventType', dnif: 'EventName', ecs: 'event.code', ocsf: kind === '*' ? ['metadata.event_code', 'api.operation'] : 'metadata.event_code' }, 'What happened, in the vendor’s words.'),
    computed('dnifAction', ['auditType'], 'upper snake case', { dnif: 'Action' }, 'The audit type in capitals.'),
    computed('ecsAction', ['auditType'], 'lower case with hyphens', { ecs: 'event.action' }, 'The audit type as ECS writes actions.'),
    raw('recordId', 'id', 'text', { dnif: 'RecordID' }, 'The vendor’s id of the record.'),
    raw('eventInfo', 'eventInfo', 'text', { ecs: 'message', ocsf: 'message' }, 'The vendor’s text.'),
    only('application', 'eventInfo', 'info: application', { connector: 'eventSubtype', dnif: 'App', ecs: 'mimecast.audit.application', ...(kind === '*' ? { ocsf: 'api.service.name' } : kind === 'authentication' ? {} : { ocsf: 'unmapped.application' }) }, 'Behind the last “Application:” of eventInfo.'),
    only('method', 'eventInfo', 'info: method', { dnif: 'AuthMethod', ecs: 'mimecast.audit.method', ocsf: 'unmapped.method' }, 'Behind the last “Method:”.'),
    only('secondFactor', 'eventInfo', 'info: second factor', { dnif: 'SecondFactor', ecs: 'mimecast.audit.second_factor', ocsf: 'unmapped.secondFactor' }, 'Behind the last “2FA:”.'),
    only('sourceIp', 'eventInfo', 'info: address', { connector: 'sourceIp', dnif: 'SrcIP', ecs: ['source.ip', 'source.address'], ocsf: 'src_endpoint.ip' }, 'Valid address behind the last “IP:”; the last, because a user’s own text may stand before it.'),
    only('reason', 'eventInfo', 'info: reason', { connector: 'reason', dnif: 'Reason', ecs: 'event.reason', ocsf: 'status_detail' }, 'Behind the last “Reason:”.'),
    raw('user', 'user', 'text', { connector: 'user', dnif: 'User', ecs: 'user.name', ocsf: userPlaces(kind) }, 'Who did it; empty for the service itself.'),
    computed('userEmail', ['user'], 'mail address', { ecs: 'user.email', ...(kind === 'authentication' ? { ocsf: 'user.email_addr' } : { ocsf: 'actor.user.email_addr' }) }, 'The user, when it is a mail address.'),
    computed('userDomain', ['userEmail'], 'domain', { ecs: 'user.domain' }, 'Its domain.'),
    raw('category', 'category', 'text', { connector: 'category' }, 'The vendor’s category.'),
    computed('status', ['auditType', 'eventInfo'], 'audit status', { connector: 'status' }, 'By the words of the audit type, else the first words of eventInfo; a plain change tells neither.'),
    computed('threat', [], 'first', {}, 'Audit events name none.'),
    ...kindRows(make, kind),
    ...relatedRows(
      make,
      { ips: ['sourceIp'], people: kind === 'account change' ? ['user', 'target'] : ['user'], hashes: [], hosts: [] },
      [['sourceIp', '2 src_endpoint.ip'], ['user', `4 ${kind === 'authentication' ? 'user' : 'actor.user'}.name`], ['userEmail', `5 ${kind === 'authentication' ? 'user' : 'actor.user'}.email_addr`]],
    ),
    ...frameRows(make, 'audit', frame),
  ];
}

function userPlaces(kind: AuditKind): readonly string[] {
  return kind === 'authentication' ? ['user.name'] : kind === 'account change' ? ['actor.user.name'] : [];
}

function kindRows(make: ReturnType<typeof rowMaker>, kind: AuditKind): readonly MappingRow[] {
  const { only, computed } = make;
  const activity = (transform: 'OCSF session activity' | 'OCSF account activity' | 'OCSF API activity', classUid: number): readonly MappingRow[] => [
    computed('ocsfActivity', ['auditType'], transform, { ocsf: 'activity_id' }, 'By the words of the audit type; 99 when none fits.'),
    computed('ocsfType', ['ocsfActivity'], 'OCSF type', { ocsf: 'type_uid' }, 'Class and activity.', classUid),
    ...(classUid === 3002 ? [] : [computed('ocsfActivityName', ['ocsfActivity', 'auditType'], 'name of another activity', { ocsf: 'activity_name' }, 'The audit type, for activity 99.')]),
  ];
  switch (kind) {
    case 'authentication':
      return [
        ...activity('OCSF session activity', 3002),
        computed('ecsType', ['auditType'], 'session type', { ecs: 'event.type[]' }, 'start, end or info.'),
        computed('usedSecondFactor', ['secondFactor'], 'second factor used', { ocsf: 'is_mfa' }, 'Whether a second factor is named.'),
        computed('ocsfService', ['application'], 'or Mimecast', { ocsf: 'service.name' }, 'The application, else Mimecast itself.'),
        computed('ocsfNoUser', ['user'], 'name when unknown', { ocsf: 'user.uid' }, 'The class demands a user: “Unknown” where the record names none.'),
      ];
    case 'account change':
      return [
        ...activity('OCSF account activity', 3001),
        only('target', 'eventInfo', 'info: target', { dnif: 'TargetUser', ecs: ['user.target.name', 'user.target.email'] }, 'The address behind the first “for”.'),
        computed('ocsfTarget', ['target', 'user'], 'first', {}, 'Whose account, else who did it.'),
        computed('ocsfUser', ['ocsfTarget'], 'or unknown', { ocsf: 'user.name' }, 'Whose account it is.'),
        computed('iamType', ['auditType'], 'change type', {}, 'creation, deletion, access, change or info.'),
        computed('ecsType', ['iamType'], 'with user', { ecs: 'event.type' }, 'user and what was done.'),
      ];
    case '*':
      return [
        ...activity('OCSF API activity', 6003),
        computed('ecsType', ['auditType'], 'change type', { ecs: 'event.type[]' }, 'creation, deletion, access, change or info.'),
        computed('ocsfActor', ['user'], 'or unknown', { ocsf: 'actor.user.name' }, 'Who did it; “Unknown” where the record names nobody.'),
        computed('ocsfNoAddress', ['sourceIp'], 'name when unknown', { ocsf: 'src_endpoint.name' }, 'The class demands a source: “Unknown” where the record names none.'),
      ];
  }
}

export const auditTables: readonly MappingTable[] = audits.map((audit) => ({
  logType: 'Audit_Events',
  eventType: audit.kind,
  title: audit.title,
  namespace: 'audit',
  rows: auditRows(audit),
}));
