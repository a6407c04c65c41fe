import type { MappingRow, MappingTable, RowMaker } from '../mapping-row';
import { rowMaker } from '../mapping-row';
import type { Frame } from './frame';
import { controlRows, frameRows } from './frame';
import type { OcsfPlaces } from './message-rows';
import { detectionFinding, emailActivity, emailFileActivity, emailUrlActivity, listedFiles } from './message-rows';
import { ownRows } from './siem-own-rows';
import { attachmentRows, siemCommonRows, siemOutcomeRows } from './siem-rows';

const mail = { kind: 'event', category: ['email'], type: ['info'] } as const;
const alert = { kind: 'alert', category: ['email'], type: ['info'] } as const;
const malware = { kind: 'alert', category: ['email', 'malware'], type: ['info'] } as const;

/** Activities of class 4009 and its relatives: 1 send, 2 receive, 3 scan, 4 trace, 99 what the vendor calls it. */
const email = (activityId: number, activityName?: string) => ({ category: 4, classUid: 4009, activityId, ...(activityName === undefined ? {} : { activityName }) });

type Type = {
  readonly eventType: string;
  readonly title: string;
  readonly frame: Frame;
  readonly places: OcsfPlaces;
  /** First half of DNIF's Action, and the whole of it where the event names no action. */
  readonly noun: string;
  readonly otherwise: string;
  readonly threat?: 'malware';
  /** The record lists attachments by name, so that one file's fields do not make an attachment. */
  readonly listsAttachments?: true;
};

const types: readonly Type[] = [
  { eventType: 'receipt', title: 'A message was accepted or refused at the gateway.', frame: { ecs: mail, ocsf: email(2), stream: 'EMAIL', severity: [0, 2, 4] }, places: emailActivity, noun: 'EMAIL', otherwise: 'EMAIL_RECEIVED' },
  { eventType: 'process', title: 'A message was processed: let through, held or sandboxed.', frame: { ecs: mail, ocsf: email(3), stream: 'EMAIL', severity: [0, 2, 4] }, places: listedFiles, noun: 'EMAIL', otherwise: 'EMAIL_PROCESSED', listsAttachments: true },
  { eventType: 'delivery', title: 'A message was handed to the next hop, or could not be.', frame: { ecs: mail, ocsf: email(1), stream: 'EMAIL', severity: [0, 2, 4] }, places: emailActivity, noun: 'EMAIL', otherwise: '' },
  { eventType: 'av', title: 'The virus scanner found something.', frame: { ecs: malware, ocsf: { category: 4, classUid: 4011, activityId: 3 }, stream: 'THREAT', severity: [3, 4, 4] }, places: emailFileActivity, noun: 'FILE', otherwise: 'THREAT_DETECTED', threat: 'malware' },
  { eventType: 'spam', title: 'A message was found to be spam.', frame: { ecs: mail, ocsf: email(3), stream: 'EMAIL', severity: [1, 2, 4] }, places: emailActivity, noun: 'SPAM', otherwise: 'SPAM_DETECTED' },
  { eventType: 'internal email protect', title: 'Something was found in mail from inside.', frame: { ecs: alert, ocsf: { category: 2, classUid: 2004, activityId: 1 }, stream: 'THREAT', severity: [3, 3, 4] }, places: detectionFinding, noun: 'EMAIL', otherwise: 'THREAT_DETECTED' },
  { eventType: 'impersonation protect', title: 'Signs of impersonation were found.', frame: { ecs: alert, ocsf: { category: 2, classUid: 2004, activityId: 1 }, stream: 'THREAT', severity: [3, 3, 4] }, places: detectionFinding, noun: 'EMAIL', otherwise: 'IMPERSONATION_DETECTED' },
  { eventType: 'url protect', title: 'A link in a message was checked.', frame: { ecs: alert, ocsf: { category: 4, classUid: 4012, activityId: 3 }, stream: 'THREAT', severity: [1, 4, 4] }, places: emailUrlActivity, noun: 'URL', otherwise: 'URL_CHECKED' },
  { eventType: 'attachment protect', title: 'An attachment was found to be unsafe.', frame: { ecs: malware, ocsf: { category: 4, classUid: 4011, activityId: 3 }, stream: 'THREAT', severity: [4, 4, 4] }, places: emailFileActivity, noun: 'ATTACHMENT', otherwise: 'THREAT_DETECTED', threat: 'malware' },
  { eventType: 'journal', title: 'A message was journaled.', frame: { ecs: mail, ocsf: email(99, 'Journal'), stream: 'EMAIL', severity: [0, 0, 4] }, places: emailActivity, noun: 'EMAIL', otherwise: 'EMAIL_JOURNALED' },
  { eventType: 'entities', title: 'Cloud Integrated: a message and what was found in it.', frame: { ecs: { ...mail, kind: null }, ocsf: email(3), stream: 'EMAIL', severity: [0, 2, 4] }, places: listedFiles, noun: 'EMAIL', otherwise: 'EMAIL_SCANNED', listsAttachments: true },
  { eventType: 'mailflow', title: 'Cloud Integrated: results of SPF, DKIM and DMARC.', frame: { ecs: mail, ocsf: email(3), stream: 'EMAIL', severity: [0, 2, 4] }, places: emailActivity, noun: 'EMAIL', otherwise: 'EMAIL_CHECKED' },
  { eventType: 'urlclick', title: 'Cloud Integrated: somebody clicked a link.', frame: { ecs: alert, ocsf: { category: 4, classUid: 4012, activityId: 3 }, stream: 'THREAT', severity: [1, 4, 4] }, places: emailUrlActivity, noun: 'URL', otherwise: 'URL_CLICKED' },
  { eventType: '*', title: 'A type that is not known yet: what has a known name is mapped, the rest is kept.', frame: { ecs: mail, ocsf: email(99, 'Unknown event type'), stream: 'EMAIL', severity: [0, 2, 4] }, places: emailActivity, noun: 'EMAIL', otherwise: '' },
];

export const siemTables: readonly MappingTable[] = types.map((type) => {
  const make = rowMaker('siem');
  return { logType: 'SIEM', eventType: type.eventType, title: type.title, namespace: 'siem', rows: rowsOf(make, type) };
});

function rowsOf(make: RowMaker, type: Type): readonly MappingRow[] {
  const findingRows = type.frame.ocsf.classUid !== 2004 ? [] : [
    make.context('findingId', 'event id', { ocsf: 'finding_info.uid' }, 'Id of the finding.'),
    make.constant('findingTitle', `Mimecast ${type.eventType}`, { ocsf: 'finding_info.title' }, 'Title of the finding.'),
    make.constant('isAlert', true, { ocsf: 'is_alert' }, 'A finding that calls for attention.'),
  ];
  return [
    ...siemCommonRows(make, type.places, type.eventType === '*' ? 'unknown' : 'known'),
    ...(type.listsAttachments === true ? [] : attachmentRows(make)),
    ...ownRows(make, type.eventType, type.places),
    ...siemOutcomeRows(make, type.places, type.noun, type.otherwise, type.threat ?? 'name'),
    ...frameRows(make, 'siem', type.frame),
    ...controlRows(make),
    ...findingRows,
  ];
}
