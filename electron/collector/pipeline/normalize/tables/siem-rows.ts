import type { MappingRow, RowMaker } from '../mapping-row';
import type { OcsfPlaces } from './message-rows';
import { messageRows, placed, relatedRows } from './message-rows';

/** Fields read whatever the type, so that one which moves to another type is still found. */
export function siemCommonRows(make: RowMaker, places: OcsfPlaces, eventType: 'known' | 'unknown'): readonly MappingRow[] {
  const { raw, only, computed } = make;
  return [
    raw('time', 'timestamp', 'time from ms', { connector: 'time', dnif: 'SystemTstamp', ecs: '@timestamp', ocsf: [] }, 'Event time by Mimecast’s clock, UTC, from epoch milliseconds.'),
    raw('eventType', ['type', 'eventType'], eventType === 'known' ? 'lower case' : 'text', { connector: 'eventType', dnif: 'EventName', ecs: 'event.code', ocsf: 'metadata.event_code' }, 'Event family; older records say eventType.'),
    raw('eventSubtype', ['subtype', 'subType'], 'text', { connector: 'eventSubtype', dnif: 'SubType' }, 'Repeats the action or whether it was delivered; older records say subType.'),
    raw('account', 'accountId', 'text', { connector: 'account', dnif: 'AccountID', ecs: 'organization.id', ocsf: 'metadata.tenant_uid' }, 'Mimecast account code.'),
    raw('messageGroupId', 'aggregateId', 'text', { connector: 'messageGroupId', dnif: 'AggregateID', ecs: ['email.local_id', 'mimecast.siem.aggregate_id'], ocsf: 'metadata.correlation_uid' }, 'Groups all events of one message.'),
    raw('processingId', 'processingId', 'text', { dnif: 'ProcessingID' }, 'Groups the events of one processing path.'),
    raw('offset', '_offset', 'count', {}, 'Position in the vendor’s own stream, in files until January 2025; not unique.'),
    raw('partition', '_partition', 'count', {}, 'Stream partition, as above.'),
    ...messageRows(make, { sender: 'senderEnvelope', senderHeader: 'senderHeader', recipients: ['recipients', 'recipient'], direction: ['direction', 'route'], messageId: 'messageId' }, places),
    raw('senderDomain', 'senderDomain', 'text', { connector: 'senderDomain' }, 'Domain of the sender.'),
    computed('fromDomain', ['from'], 'domain', {}, 'Domain of the sender’s address.'),
    computed('senderUserDomain', ['senderDomain', 'fromDomain'], 'first', { ecs: 'source.user.domain' }, 'Domain of the sender, by its own field or its address.'),
    raw('sourceIp', ['sourceIp', 'senderIp'], 'ip', { connector: 'sourceIp', dnif: 'SrcIP', ecs: ['source.ip', 'source.address'], ...placed(places.source, 'ip') }, 'IP address of the clicking person or the sending host; texts such as “Internal IP” are kept under their own name.'),
    raw('destinationIp', 'destinationIp', 'ip', { connector: 'destinationIp', dnif: 'DstIP', ecs: ['destination.ip', 'destination.address'], ...placed(places.destination, 'ip') }, 'IP address of the next hop.'),
    raw('url', ['url', 'originalUrl'], 'text', { connector: 'url', dnif: 'URL', ecs: [], ...(places.url === null ? {} : { ocsf: [] }) }, 'URL that was found or clicked.'),
    computed('urlParts', ['url'], 'parts of the URL', { ecs: 'url' }, 'original, full, scheme, domain, port, path, query, fragment.'),
    ...(places.url === null ? [] : [computed('ocsfUrl', ['url'], 'OCSF URL', { ocsf: places.url }, 'url_string, scheme, hostname, port, path, query_string.')]),
    raw('urlCategory', 'urlCategory', 'text', { connector: 'urlCategory', dnif: 'URLCategory' }, 'Mimecast’s category of the URL.'),
    raw('policyDefinition', 'policyDefinition', 'text', { dnif: [], ocsf: [] }, 'Definition that triggered.'),
    ...fileRows(make, places),
    raw('size', 'emailSize', 'count', { connector: 'size', ...placed(places.mail, 'size') }, 'Size of the message in bytes.'),
    only('anyAction', 'action', 'action', {}, 'Action in plain words: Acc accepted, Rej rejected, Hld held, Sdbx sandboxed, Bnc bounced; others in lower case. The vendor’s word stays under its own name.'),
  ];
}

const fileFields = ['fileName', 'fileExtension', 'fileMime', 'fileSize', 'md5', 'sha1', 'sha256'] as const;

function fileRows({ raw, computed }: RowMaker, places: OcsfPlaces): readonly MappingRow[] {
  const inOcsf = places.file === null ? {} : { ocsf: [] };
  return [
    raw('fileName', 'fileName', 'text', { dnif: 'FileName', ecs: 'file.name', ...inOcsf }, 'Name of the file.'),
    raw('fileExtension', 'fileExtension', 'text', { ecs: 'file.extension', ...inOcsf }, 'Its extension.'),
    raw('fileMime', 'fileMime', 'text', { ecs: 'file.mime_type', ...inOcsf }, 'Its MIME type.'),
    raw('fileSize', 'sizeAttachment', 'count', { dnif: 'FileSize', ecs: 'file.size', ...inOcsf }, 'Its size in bytes.'),
    raw('md5', 'md5', 'md5', { dnif: 'MD5', ecs: 'file.hash.md5', ...inOcsf }, 'Hash, by its 32 digits.'),
    raw('sha1', 'sha1', 'sha1', { dnif: 'SHA1', ecs: 'file.hash.sha1', ...inOcsf }, 'Hash, by its 40 digits.'),
    raw('sha256', 'sha256', 'sha256', { dnif: 'SHA256', ecs: 'file.hash.sha256', ...inOcsf }, 'Hash, by its 64 digits.'),
    computed('namedFile', fileFields, 'file', {}, 'The file that the record names.'),
  ];
}

/** The file as an attachment: not for the types that list attachments by name. */
export function attachmentRows({ computed }: RowMaker): readonly MappingRow[] {
  const part = (field: string, ecs: string): MappingRow => computed(`attachment ${field}`, [field], 'first', { ecs: `email.attachments[].file.${ecs}` }, `As file.${ecs}.`);
  return [
    part('fileName', 'name'),
    part('fileExtension', 'extension'),
    part('fileMime', 'mime_type'),
    part('fileSize', 'size'),
    part('md5', 'hash.md5'),
    part('sha1', 'hash.sha1'),
    part('sha256', 'hash.sha256'),
  ];
}

/** What follows from action, status, reason, threat, policy, category and file, which each type's own rows gave. */
export function siemOutcomeRows(make: RowMaker, places: OcsfPlaces, noun: string, otherwise: string, threat: 'malware' | 'name'): readonly MappingRow[] {
  const { computed } = make;
  return [
    computed('shownAction', ['action'], 'first', { connector: 'action', ecs: 'event.action' }, 'What was done, in plain words.'),
    computed('dnifAction', ['action'], 'DNIF action', { dnif: 'Action' }, `${noun}_ and the action in capitals${otherwise === '' ? '' : `; ${otherwise} where the event has none`}.`, [noun, otherwise]),
    computed('shownStatus', ['status'], 'first', { connector: 'status' }, 'Whether the message or the person got through.'),
    computed('shownReason', ['reason'], 'first', { connector: 'reason', dnif: 'Reason', ecs: 'event.reason', ocsf: 'status_detail' }, 'Why.'),
    computed('shownThreat', ['threat'], 'first', { connector: 'threat', dnif: 'Threat', ecs: 'mimecast.siem.threat', ...(threat === 'malware' ? {} : { ocsf: 'unmapped.threat' }) }, 'Name of the threat.'),
    ...(threat === 'malware' ? [computed('ocsfMalware', ['threat'], 'OCSF malware', { ocsf: 'malware' }, 'The threat as malware of unknown class.')] : []),
    computed('shownPolicy', ['policy'], 'first', { connector: 'policy', dnif: 'Policy', ecs: 'rule.name', ocsf: 'policy.name' }, 'Policy or definition.'),
    computed('shownCategory', ['category'], 'first', { connector: 'category', dnif: 'Category' }, 'Category of the verdict.'),
    computed('shownFile', ['file'], 'first', { connector: 'file' }, 'The file, with name, extension, mimeType, size and hashes.'),
    ...(places.file === null ? [] : [computed('ocsfFile', ['namedFile'], 'OCSF file', { ocsf: places.file }, 'name, type_id, ext, mime_type, size, hashes.')]),
    ...(places.messageUid === null ? [computed('ocsfEmailUid', ['messageId', 'messageGroupId'], 'first', { ocsf: 'email_uid' }, 'Message-ID, else the id that groups the message’s events.')] : []),
    ...relatedRows(
      make,
      { ips: ['sourceIp', 'destinationIp'], people: ['from', 'envelopeFrom', 'to'], hashes: ['md5', 'sha1', 'sha256'], hosts: [] },
      [
        ['sourceIp', observedAt(2, places.source, 'ip', 'sourceIp')],
        ['destinationIp', observedAt(2, places.destination, 'ip', 'destinationIp')],
        ['from', observedAt(5, places.mail, 'from', 'senderEnvelope')],
        ['to', observedAt(5, places.mail, 'to', 'recipients')],
        ['url', observedAt(6, places.url, 'url_string', 'url')],
        ['fileName', observedAt(7, places.file, 'name', 'fileName')],
        ['md5', observedAt(8, places.file, 'hashes', 'md5')],
        ['sha1', observedAt(8, places.file, 'hashes', 'sha1')],
        ['sha256', observedAt(8, places.file, 'hashes', 'sha256')],
      ],
    ),
  ];
}

/** Type and path of an observable, in the class's own place or under its raw name in the rest. */
function observedAt(typeId: number, base: string | null, attribute: string, rawName: string): string {
  return `${typeId} ${base === null ? `unmapped.${rawName}` : `${base.replaceAll('[]', '')}.${attribute}`}`;
}
