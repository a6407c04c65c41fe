import type { EventFields, RawRecord } from './common';
import { address, addresses, count, direction, file, ipAddress, messageId, text, timeFromMs } from './common';
import { typeReader } from './siem-types';

/**
 * SIEM events of Cloud Gateway (API.md §2.6) and Cloud Integrated (§2.7). Fields are read by name whatever the type, so
 * that a field which moves to another type is still found; what differs between types is in siem-types.ts.
 */
export function siemFields(record: RawRecord): EventFields {
  const given = text(record['type']) ?? text(record['eventType']) ?? 'unknown';
  const known = given.toLowerCase();
  const reader = typeReader(known);
  const eventSubtype = text(record['subtype']) ?? text(record['subType']);
  const { action, status, reason, threat, policy, category, attachment } = reader.read(record, eventSubtype);
  return {
    time: timeFromMs(record['timestamp']),
    eventType: reader.known ? known : given,
    eventSubtype,
    action,
    status,
    sender: address(record['senderEnvelope']),
    senderHeader: address(record['senderHeader']),
    senderDomain: text(record['senderDomain']),
    recipients: addresses(record['recipients']) ?? addresses(record['recipient']),
    subject: text(record['subject']),
    // Six types carry the direction under `route`; for delivery that is a policy's name, which is no direction.
    direction: direction(record['direction']) ?? direction(record['route']),
    sourceIp: ipAddress(record['sourceIp']) ?? ipAddress(record['senderIp']),
    destinationIp: ipAddress(record['destinationIp']),
    url: text(record['url']) ?? text(record['originalUrl']),
    urlCategory: text(record['urlCategory']),
    file:
      attachment ??
      file({
        name: record['fileName'],
        extension: record['fileExtension'],
        mimeType: record['fileMime'],
        size: record['sizeAttachment'],
        md5: record['md5'],
        sha1: record['sha1'],
        sha256: record['sha256'],
      }),
    policy: policy ?? text(record['policyDefinition']),
    reason,
    threat,
    messageId: messageId(record['messageId']),
    messageGroupId: text(record['aggregateId']),
    user: undefined,
    category,
    size: count(record['emailSize']),
    account: text(record['accountId']),
  };
}
