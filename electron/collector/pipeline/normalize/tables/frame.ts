import type { Constant, MappingRow, RowMaker } from '../mapping-row';

/** ECS and OCSF releases whose field names are used; test/fixtures/schemas holds the parts we emit. */
export const ecsVersion = '8.17.0';
export const ocsfVersion = '1.5.0';

export type OcsfClass = {
  readonly category: number;
  readonly classUid: number;
  readonly activityId?: number;
  /** Written beside activity 99, which the vendor names itself. */
  readonly activityName?: string;
};

export type Frame = {
  readonly ecs: { readonly kind: 'event' | 'alert' | 'state' | null; readonly category: readonly string[]; readonly type: readonly string[] | null };
  readonly ocsf: OcsfClass;
  /** DNIF stream; EMAIL is ours, the others are seen in DNIF's own documents (DNIF.md §7). */
  readonly stream: 'EMAIL' | 'THREAT' | 'AUTHENTICATION' | 'IAM' | 'AUDIT';
  /** Levels 0 to 5: ordinary, stopped, with a named threat. */
  readonly severity: readonly [number, number, number];
};

/** Rows that every event has: who says it, about what, in which class. Needs `status` and `threat` rows above. */
export function frameRows(make: RowMaker, namespace: string, frame: Frame): readonly MappingRow[] {
  const { constant, context, computed } = make;
  const { ecs, ocsf } = frame;
  return [
    context('id', 'event id', { connector: 'id', dnif: 'LogID', ecs: 'event.id', ocsf: 'metadata.uid' }, 'The same for the same record for ever: the key for dropping repeats.'),
    context('connector', 'connector name', { connector: 'connector', dnif: 'ConnectorName', ecs: 'observer.name', ocsf: 'metadata.loggers[].name' }, 'The connector that collected it.'),
    context('logType', 'log type', { connector: 'logType', dnif: 'LogType', ocsf: 'metadata.log_name' }, 'SIEM, DLP, Audit_Events or Hold_Message_List.'),

    constant('sourceName', 'Mimecast', { dnif: 'SourceName', ecs: ['event.provider', 'observer.vendor'], ocsf: ['metadata.product.name', 'metadata.product.vendor_name'] }, 'Who reports.'),
    constant('stream', frame.stream, { dnif: 'Stream' }, 'DNIF stream.'),
    computed('severityLevel', ['status', 'threat'], 'severity', {}, `From 0 to 5: ${frame.severity.join(', ')} for an ordinary event, one that was stopped, one with a named threat.`, frame.severity),
    computed('dnifSeverity', ['severityLevel'], 'DNIF severity', { dnif: 'Severity' }, 'NORMAL, LOW, MINOR, MEDIUM, MAJOR, CRITICAL.'),
    computed('dnifStatus', ['status'], 'DNIF status', { dnif: 'Status' }, 'PASSED or FAILED: whether it got through.'),

    constant('ecsVersion', ecsVersion, { ecs: 'ecs.version' }, 'ECS release.'),
    constant('ecsModule', 'mimecast', { ecs: 'event.module' }, 'Module.'),
    constant('ecsDataset', `mimecast.${namespace}`, { ecs: 'event.dataset' }, 'Data set: module and log.'),
    ...(ecs.kind === null ? [] : [constant('ecsKind', ecs.kind, { ecs: 'event.kind' }, 'What kind of event.')]),
    constant('ecsCategory', ecs.category, { ecs: 'event.category[]' }, 'Category.'),
    ...(ecs.type === null ? [] : [constant('ecsType', ecs.type, { ecs: 'event.type[]' }, 'Type within the category.')]),
    constant('observerProduct', 'Email Security', { ecs: 'observer.product' }, 'Product.'),
    computed('ecsOutcome', ['status'], 'outcome', { ecs: 'event.outcome' }, 'success when it got through, failure when it was stopped; absent when the record does not say.'),

    constant('ocsfVersion', ocsfVersion, { ocsf: 'metadata.version' }, 'OCSF release.'),
    constant('ocsfCategory', ocsf.category, { ocsf: 'category_uid' }, 'Category.'),
    constant('ocsfClass', ocsf.classUid, { ocsf: 'class_uid' }, 'Event class.'),
    ...activityRows(make, ocsf),
    computed('ocsfSeverityId', ['severityLevel'], 'OCSF severity id', { ocsf: 'severity_id' }, '1 Informational to 5 Critical.'),
    computed('ocsfSeverity', ['severityLevel'], 'OCSF severity', { ocsf: 'severity' }, 'Its name.'),
    computed('ocsfTime', ['time'], 'epoch ms', { ocsf: 'time' }, 'Epoch milliseconds; absent only when the record has no readable time.'),
    ...statusRows(make, ocsf),
  ];
}

function activityRows({ constant }: RowMaker, ocsf: OcsfClass): readonly MappingRow[] {
  if (ocsf.activityId === undefined) return [];
  const rows = [
    constant('ocsfActivity', ocsf.activityId, { ocsf: 'activity_id' }, 'What was done.'),
    constant('ocsfType', ocsf.classUid * 100 + ocsf.activityId, { ocsf: 'type_uid' }, 'Class and activity.'),
  ];
  return ocsf.activityName === undefined ? rows : [...rows, constant('ocsfActivityName', ocsf.activityName, { ocsf: 'activity_name' }, 'The activity that OCSF has no number for.')];
}

const findingNew: Constant = 1;

/** A finding has a life of its own: its status is "new", whatever became of the message. */
function statusRows({ constant, computed }: RowMaker, ocsf: OcsfClass): readonly MappingRow[] {
  if (ocsf.category === 2) {
    return [constant('ocsfStatusId', findingNew, { ocsf: 'status_id' }, 'A new finding.'), constant('ocsfStatus', 'New', { ocsf: 'status' }, 'Its name.')];
  }
  return [
    computed('ocsfStatusId', ['status'], 'OCSF status id', { ocsf: 'status_id' }, '1 Success, 2 Failure, 0 unknown.'),
    computed('ocsfStatus', ['status'], 'OCSF status', { ocsf: 'status' }, 'Its name.'),
  ];
}

/** What the security_control profile says of the outcome; for every class of messages and findings. */
export function controlRows({ constant, computed }: RowMaker): readonly MappingRow[] {
  return [
    constant('ocsfProfiles', ['security_control'], { ocsf: 'metadata.profiles[]' }, 'OCSF profile of a security control.'),
    computed('ocsfActionId', ['status'], 'OCSF action id', { ocsf: 'action_id' }, '1 Allowed, 2 Denied, 0 unknown.'),
    computed('ocsfDispositionId', ['action'], 'OCSF disposition id', { ocsf: 'disposition_id' }, 'Allowed, Blocked, Quarantined, Isolated, Deleted, Dropped, Alert.'),
    computed('ocsfDisposition', ['action'], 'OCSF disposition', { ocsf: 'disposition' }, 'Its name.'),
  ];
}
