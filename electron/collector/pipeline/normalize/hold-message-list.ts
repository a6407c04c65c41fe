import type { EventFields, RawRecord } from './common';
import { address, addresses, asRecord, count, direction, text, timeFromText } from './common';

/**
 * The hold list (API.md §5) is a state, not a log: a message that appears is "held", and the collector itself records
 * that one disappeared, because the list does not say whether it was released, rejected or expired. Hence that event
 * has neither action nor status.
 */
export function holdFields(record: RawRecord): EventFields {
  if (record['change'] === 'no_longer_held') return messageFields(asRecord(record['lastSeen']), false, record['observedAt']);
  return messageFields(record, true, record['dateReceived']);
}

function messageFields(message: RawRecord, held: boolean, time: unknown): EventFields {
  return {
    time: timeFromText(time),
    eventType: held ? 'held' : 'no_longer_held',
    action: held ? 'held' : undefined,
    status: held ? 'failed' : undefined,
    sender: address(message['from']),
    senderHeader: address(message['fromHeader']),
    recipients: addresses(message['to']),
    subject: text(message['subject']),
    direction: direction(message['route']),
    policy: text(message['policyInfo']),
    reason: text(message['reason']) ?? text(message['reasonCode']) ?? text(message['reasonId']),
    size: count(message['size']),
  };
}
