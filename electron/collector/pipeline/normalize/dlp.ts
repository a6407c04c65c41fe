import type { EventFields, RawRecord } from './common';
import { actionWord, address, addresses, direction, messageId, statusOf, text, timeFromText } from './common';

/** DLP logs (API.md §3). */
export function dlpFields(record: RawRecord): EventFields {
  const action = actionWord(record['action']);
  return {
    time: timeFromText(record['eventTime']),
    eventType: 'dlp',
    action,
    status: statusOf(action),
    sender: address(record['senderAddress']),
    recipients: addresses(record['recipientAddress']),
    subject: text(record['subject']),
    direction: direction(record['route']),
    policy: text(record['policy']),
    messageId: messageId(record['messageId']),
  };
}
