import type { MappingRow, MappingTable } from '../mapping-row';
import { rowMaker } from '../mapping-row';
import type { Frame } from './frame';
import { controlRows, frameRows } from './frame';
import { emailActivity, messageRows, relatedRows } from './message-rows';

const people = { ips: [], people: ['from', 'envelopeFrom', 'to'], hashes: [], hosts: [] };
const observed = [['from', '5 email.from'], ['to', '5 email.to']] as const;

function dlpRows(): readonly MappingRow[] {
  const make = rowMaker('dlp');
  const { raw, only, computed, constant } = make;
  const frame: Frame = {
    ecs: { kind: 'alert', category: ['email'], type: ['info'] },
    ocsf: { category: 4, classUid: 4009, activityId: 3 },
    stream: 'EMAIL',
    severity: [1, 3, 3],
  };
  return [
    raw('time', 'eventTime', 'time', { connector: 'time', dnif: 'SystemTstamp', ecs: '@timestamp', ocsf: [] }, 'Event time, UTC, from ISO text with any offset.'),
    constant('eventType', 'dlp', { connector: 'eventType', dnif: 'EventName', ecs: 'event.code', ocsf: 'metadata.event_code' }, 'DLP logs are of one type.'),
    ...messageRows(make, { sender: 'senderAddress', senderHeader: null, recipients: ['recipientAddress'], direction: ['route'], messageId: 'messageId' }, emailActivity),
    computed('fromDomain', ['from'], 'domain', { ecs: 'source.user.domain' }, 'Domain of the sender’s address.'),
    only('action', 'action', 'action', { connector: 'action', ecs: 'event.action' }, 'What the policy did, in plain words. The vendor’s word stays under its own name.'),
    computed('dnifAction', ['action'], 'DNIF action', { dnif: 'Action' }, 'EMAIL_ and the action in capitals; DLP_POLICY_TRIGGERED where the event has none.', ['EMAIL', 'DLP_POLICY_TRIGGERED']),
    computed('status', ['action'], 'status', { connector: 'status' }, 'passed or failed by the action’s word; a notification tells neither.'),
    computed('threat', [], 'first', {}, 'DLP logs have none.'),
    raw('policy', 'policy', 'text', { connector: 'policy', dnif: 'Policy', ecs: 'rule.name', ocsf: 'policy.name' }, 'Policy that triggered.'),
    ...relatedRows(make, people, observed),
    ...frameRows(make, 'dlp', frame),
    ...controlRows(make),
  ];
}

/** `held` is the vendor's own record; the others are the collector's, around the record as it was last seen. */
type HoldEvent = 'held' | 'held_again' | 'no_longer_held';

function holdRows(eventType: HoldEvent): readonly MappingRow[] {
  const held = eventType !== 'no_longer_held';
  const make = eventType === 'held' ? rowMaker('hold') : rowMaker('hold', 'lastSeen');
  const { raw, computed, constant } = make;
  const frame: Frame = {
    ecs: { kind: 'event', category: ['email'], type: ['info'] },
    ocsf: { category: 4, classUid: 4009, activityId: 99, activityName: held ? 'Hold' : 'No longer held' },
    stream: 'EMAIL',
    severity: [0, 1, 1],
  };
  const time = { connector: 'time', dnif: 'SystemTstamp', ecs: '@timestamp', ocsf: [] } as const;
  const times: readonly MappingRow[] = eventType === 'held'
    ? [raw('time', 'dateReceived', 'time', time, 'When the message was received, UTC.')]
    : [
        raw('time', 'observedAt', 'time', time, held ? 'When the collector found it in the list again.' : 'When the collector found it gone from the list.'),
        raw('dateReceived', 'dateReceived', 'time', {}, 'When the message was received, UTC.'),
        raw('change', 'change', 'text', {}, 'The collector’s own mark.'),
      ];
  return [
    ...times,
    constant('eventType', eventType, { connector: 'eventType', dnif: 'EventName', ecs: 'event.code', ocsf: 'metadata.event_code' }, 'Appeared in the list, disappeared from it, or came back under the same id.'),
    raw('heldId', 'id', 'text', { dnif: 'HoldID', ocsf: 'metadata.correlation_uid' }, 'The vendor’s id of the held message.'),
    ...messageRows(make, { sender: 'from', senderHeader: 'fromHeader', recipients: ['to'], direction: ['route'], messageId: null }, emailActivity),
    computed('fromDomain', ['from'], 'domain', { ecs: 'source.user.domain' }, 'Domain of the sender’s address.'),
    ...(held
      ? [constant('action', 'held', { connector: 'action', ecs: 'event.action' }, 'A message in the list is held.'), constant('status', 'failed', { connector: 'status' }, 'It did not get through.')]
      : [computed('action', [], 'first', {}, 'The list does not say whether it was released, rejected or expired.'), computed('status', [], 'first', {}, 'As above.')]),
    constant('dnifAction', held ? 'EMAIL_HELD' : 'EMAIL_NO_LONGER_HELD', { dnif: 'Action' }, 'In DNIF’s style.'),
    computed('threat', [], 'first', {}, 'The list names none.'),
    raw('reasonText', 'reason', 'text', { dnif: [], ocsf: [] }, 'Why it is held, for people.'),
    raw('reasonCode', 'reasonCode', 'text', { ocsf: 'status_code' }, 'Why it is held, as a code.'),
    raw('reasonId', 'reasonId', 'text', {}, 'The same in capitals.'),
    computed('reason', ['reasonText', 'reasonCode', 'reasonId'], 'first', { connector: 'reason', dnif: ['Reason'], ecs: 'event.reason', ocsf: 'status_detail' }, 'The text, else the code, else the id.'),
    raw('policy', 'policyInfo', 'text', { connector: 'policy', dnif: 'Policy', ecs: 'rule.name', ocsf: 'policy.name' }, 'Definition that held it.'),
    raw('size', 'size', 'count', { connector: 'size', dnif: 'EmailSize', ocsf: 'email.size' }, 'Size of the message in bytes.'),
    raw('hasAttachments', 'hasAttachments', 'flag', {}, 'Whether it has attachments.'),
    ...relatedRows(make, people, observed),
    ...frameRows(make, 'hold', frame),
    ...controlRows(make),
  ];
}

export const dlpTables: readonly MappingTable[] = [
  { logType: 'DLP', eventType: 'dlp', title: 'A message triggered a data leak prevention or content policy.', namespace: 'dlp', rows: dlpRows() },
];

export const holdTables: readonly MappingTable[] = [
  { logType: 'Hold_Message_List', eventType: 'held', title: 'A message appeared in the hold queue.', namespace: 'hold', rows: holdRows('held') },
  { logType: 'Hold_Message_List', eventType: 'held_again', title: 'A message that had left the hold queue is held again.', namespace: 'hold', within: 'lastSeen', rows: holdRows('held_again') },
  { logType: 'Hold_Message_List', eventType: 'no_longer_held', title: 'A message left the hold queue.', namespace: 'hold', within: 'lastSeen', rows: holdRows('no_longer_held') },
];
