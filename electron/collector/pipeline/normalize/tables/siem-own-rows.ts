import type { MappingRow, RowMaker } from '../mapping-row';
import type { OcsfPlaces } from './message-rows';
import { placed } from './message-rows';

/**
 * What only one type has, and how it comes by the seven values that every type gives or lacks: action, status, reason,
 * threat, policy, category, file.
 */
export function ownRows(make: RowMaker, eventType: string, places: OcsfPlaces): readonly MappingRow[] {
  return (own[eventType] ?? plain)(make, places);
}

type Own = (make: RowMaker, places: OcsfPlaces) => readonly MappingRow[];

const none = ({ computed }: RowMaker, ...fields: readonly string[]): readonly MappingRow[] =>
  fields.map((field) => computed(field, [], 'first', {}, 'This type has none.'));

/** For the types whose subtype repeats the action (API.md §2.6), the one stands in for the other. */
const actionOrSubtype = ({ only }: RowMaker): MappingRow => only('action', ['action', 'subtype', 'subType'], 'action', {}, 'The action, else the subtype that repeats it, in plain words.');
const actionOnly = ({ computed }: RowMaker): MappingRow => computed('action', ['anyAction'], 'first', {}, 'The action in plain words.');
const statusByAction = ({ computed }: RowMaker): MappingRow => computed('status', ['action'], 'status', {}, 'passed or failed by the action’s word; a word that tells neither gives none.');
const definedPolicy = ({ computed }: RowMaker): MappingRow => computed('policy', ['policyDefinition'], 'first', {}, 'The definition.');
const namedFile = ({ computed }: RowMaker): MappingRow => computed('file', ['namedFile'], 'first', {}, 'The file that the record names.');

/** Shown once, as the reason or the threat, where volume is paid for; under their own names too in ECS, for stable searches. */
const shownAsReason = { dnif: [], ocsf: [] };
const shownAsThreat = shownAsReason;

const rejection = ({ raw }: RowMaker): readonly MappingRow[] => [
  raw('rejectionType', 'rejectionType', 'text', shownAsReason, 'Class of rejection.'),
  raw('rejectionCode', 'rejectionCode', 'text', { ocsf: 'status_code' }, 'SMTP code, also "0".'),
  raw('rejectionInfo', 'rejectionInfo', 'text', shownAsReason, 'Text of the rejection.'),
];

const tls = ({ raw, only, computed }: RowMaker): readonly MappingRow[] => [
  only('tlsVersion', 'tlsVersion', 'tls version', { ecs: 'tls.version' }, 'Number of the TLS version.'),
  computed('tlsProtocol', ['tlsVersion'], 'TLS protocol', { ecs: 'tls.version_protocol' }, '"tls" where there is a version.'),
  raw('tlsCipher', 'tlsCipher', 'text', { ecs: 'tls.cipher' }, 'Cipher suite.'),
  raw('tlsUsed', 'tlsUsed', 'flag', { ecs: 'tls.established' }, 'Whether TLS was used: Yes/No until 2024, true since.'),
];

const attachmentCounts = ({ raw }: RowMaker): readonly MappingRow[] => [
  raw('numberAttachments', 'numberAttachments', 'count', {}, 'Number of attachments.'),
  raw('totalSizeAttachments', 'totalSizeAttachments', 'count', {}, 'Their size in bytes.'),
];

const mailAuth = ({ computed }: RowMaker, field: string, places: OcsfPlaces): readonly MappingRow[] =>
  ['spf', 'dkim', 'dmarc'].map((check) =>
    computed(check, [field], 'check verdict', { dnif: check.toUpperCase(), ecs: `mimecast.siem.authentication.${check}`, ...(places.direction ? { ocsf: `email_auth.${check}` } : {}) }, `${check.toUpperCase()}: pass, fail, softfail or none.`, check),
  );

const receipt: Own = (make, places) => [
  actionOrSubtype(make),
  statusByAction(make),
  ...rejection(make),
  make.raw('receiptErrors', 'receiptErrors', 'text', shownAsReason, 'Errors at receipt.'),
  make.computed('reason', ['rejectionInfo', 'rejectionType', 'receiptErrors'], 'first', {}, 'Text of the rejection, else its class, else the errors.'),
  make.raw('virusFound', 'virusFound', 'text', shownAsThreat, 'Detection; also carries block-list sentences.'),
  make.computed('threat', ['virusFound', 'rejectionInfo'], 'unless the same', {}, 'The detection, unless it repeats the rejection.'),
  definedPolicy(make),
  make.only('category', 'spamProcessingDetail', 'spam category', { ecs: 'mimecast.siem.spam.category' }, 'Categories of the scanner’s verdict, else its decision.'),
  namedFile(make),
  ...tls(make),
  ...attachmentCounts(make),
  make.raw('spamScore', 'spamScore', 'decimal', { ecs: 'mimecast.siem.spam.score' }, 'Spam score.'),
  make.raw('spamDetectionLevel', 'spamDetectionLevel', 'count', { ecs: 'mimecast.siem.spam.detection_level' }, 'Level that applied.'),
  make.raw('spamInfo', 'spamInfo', 'json value', { ecs: 'mimecast.siem.spam.info' }, 'Scanner information.'),
  make.raw('spamProcessingDetail', 'spamProcessingDetail', 'json object', { ecs: 'mimecast.siem.spam.processing_detail' }, 'Checks and verdict, from an object, JSON text or JSON text encoded twice.'),
  ...mailAuth(make, 'spamProcessingDetail', places),
];

const raw = (make: RowMaker, name: string, transform: 'text' | 'flag' | 'count' | 'ip' | 'list' | 'json value', doc: string): MappingRow => make.raw(name, name, transform, {}, doc);

const process: Own = (make) => [
  actionOrSubtype(make),
  statusByAction(make),
  make.raw('holdReason', 'holdReason', 'text', shownAsReason, 'Why held: Spm, Oth …'),
  make.computed('reason', ['holdReason'], 'first', {}, 'Why it was held.'),
  ...none(make, 'threat', 'category'),
  definedPolicy(make),
  ...attachmentCounts(make),
  raw(make, 'attachments', 'text', 'Names of the attachments as the vendor joins them.'),
  make.computed('attachmentNames', ['attachments', 'numberAttachments'], 'attachment names', {}, 'The names one by one, where there are as many as the record counts.'),
  make.computed('ecsAttachments', ['attachmentNames'], 'attachment files', { ecs: 'email.attachments' }, 'Attachments by name.'),
  make.computed('ocsfAttachments', ['attachmentNames'], 'OCSF files', { ocsf: 'email.files' }, 'Attachments by name.'),
  make.computed('attachedFile', ['attachments', 'numberAttachments', 'totalSizeAttachments'], 'only attachment', {}, 'The file, where there is only one.'),
  make.computed('file', ['attachedFile', 'namedFile'], 'first', {}, 'The only attachment, else the file that the record names.'),
];

const delivery: Own = (make) => [
  make.raw('delivered', 'delivered', 'flag', {}, 'Whether it was delivered.'),
  make.computed('action', ['delivered', 'eventSubtype', 'anyAction'], 'delivery action', {}, 'delivered or not delivered, by `delivered`, else the subtype; else the action.'),
  statusByAction(make),
  ...rejection(make),
  make.raw('deliveryErrors', 'deliveryErrors', 'text', shownAsReason, 'Errors of the delivery.'),
  make.computed('reason', ['rejectionInfo', 'rejectionType', 'deliveryErrors'], 'first', {}, 'Text of the rejection, else its class, else the errors.'),
  ...none(make, 'threat', 'category'),
  make.raw('routePolicy', 'route', 'route name', { dnif: [], ocsf: [] }, 'Delivery route: a policy’s name, unless it is a direction.'),
  make.computed('policy', ['routePolicy', 'policyDefinition'], 'first', {}, 'The delivery route, else the definition.'),
  namedFile(make),
  make.raw('hostname', 'Hostname', 'text', { dnif: 'DstHost', ecs: 'destination.domain', ocsf: 'dst_endpoint.hostname' }, 'Name of the next hop.'),
  make.computed('relatedHost', ['hostname'], 'distinct', { ecs: 'related.hosts[]' }, 'All host names.'),
  make.raw('deliveryAttempts', 'deliveryAttempts', 'count', { ocsf: 'attempt' }, 'Attempts so far.'),
  raw(make, 'deliveryTime', 'count', 'How long it took, ms.'),
  ...tls(make),
  ...attachmentCounts(make),
];

const av: Own = (make) => [
  actionOnly(make),
  make.raw('virusFound', 'virusFound', 'text', shownAsThreat, 'Detection.'),
  make.computed('threat', ['virusFound'], 'first', {}, 'The detection.'),
  make.computed('status', ['action', 'threat'], 'status or stopped by threat', {}, 'By the action, else failed because something was found.'),
  ...none(make, 'reason', 'category'),
  definedPolicy(make),
  namedFile(make),
  raw(make, 'senderDomainInternal', 'flag', 'Whether the sender’s domain is one of the tenant’s own.'),
];

const internalEmailProtect: Own = (make) => [
  actionOnly(make),
  statusByAction(make),
  make.raw('scanResults', 'scanResults', 'text', shownAsReason, 'What was found.'),
  make.computed('reason', ['scanResults'], 'first', {}, 'What was found.'),
  ...none(make, 'threat', 'category'),
  definedPolicy(make),
  namedFile(make),
  raw(make, 'monitoredDomainSource', 'text', 'List that the look-alike domain came from.'),
  raw(make, 'similarDomain', 'text', 'Look-alike domain.'),
];

const indicators = ['taggedExternal', 'taggedMalicious', 'internalUserName', 'newDomain', 'replyMismatch', 'customNameMatch', 'customThreatDictionary', 'mimecastThreatDictionary', 'similarInternalDomain', 'similarCustomExternalDomain', 'similarMimecastExternalDomain'];

const impersonationProtect: Own = (make) => [
  actionOrSubtype(make),
  statusByAction(make),
  ...none(make, 'reason', 'threat', 'category'),
  definedPolicy(make),
  namedFile(make),
  raw(make, 'itemsDetected', 'count', 'Number of indicators that hit.'),
  ...indicators.map((name) => raw(make, name, 'flag', 'Indicator or tag.')),
];

const urlProtect: Own = (make) => [
  actionOrSubtype(make),
  make.raw('blockReason', 'blockReason', 'text', shownAsReason, 'Why it was blocked.'),
  make.raw('scanResults', 'scanResults', 'text', shownAsReason, 'What was found.'),
  make.computed('status', ['action', 'blockReason'], 'status of a click', {}, 'By the action; a block reason without an action means blocked.'),
  make.computed('reason', ['blockReason', 'scanResults'], 'first', {}, 'Why it was blocked, else what was found.'),
  ...none(make, 'threat', 'category'),
  definedPolicy(make),
  namedFile(make),
  raw(make, 'analysis', 'json value', 'Analysis, from its JSON text.'),
];

/** spam, attachment protect, journal and every type that is not known: nothing beyond what the fields say. */
const plain: Own = (make) => [
  actionOnly(make),
  statusByAction(make),
  ...['blockReason', 'scanResults', 'holdReason', 'rejectionInfo'].map((name) => make.raw(name, name, 'text', shownAsReason, 'A reason, as other types have it.')),
  make.computed('reason', ['blockReason', 'scanResults', 'holdReason', 'rejectionInfo'], 'first', {}, 'The first of the reasons.'),
  make.raw('virusFound', 'virusFound', 'text', shownAsThreat, 'Detection.'),
  make.computed('threat', ['virusFound'], 'first', {}, 'The detection.'),
  ...none(make, 'category'),
  definedPolicy(make),
  namedFile(make),
];

const spam: Own = (make, places) => [
  ...plain(make, places),
  raw(make, 'taggedExternal', 'flag', 'Tagged as external.'),
  raw(make, 'taggedMalicious', 'flag', 'Tagged as malicious.'),
];

const attachmentProtect: Own = (make, places) => [...plain(make, places), raw(make, 'customerIp', 'ip', 'Meaning not documented.')];

const entities: Own = (make) => [
  make.only('action', 'threatState', 'action', {}, 'State of the threat in plain words.'),
  statusByAction(make),
  make.raw('threatType', 'threatType', 'text', shownAsThreat, 'What was found, or that nothing was.'),
  make.computed('threat', ['threatType', 'eventSubtype'], 'threat name', {}, 'What was found; NO_DETECTIONS and POLICIES_DISABLED are none.'),
  make.computed('ecsKind', ['threat'], 'alert when threatened', { ecs: 'event.kind' }, 'alert when something was found, else event.'),
  make.only('actingPolicy', 'policiesApplied', 'acting policy', { ecs: [] }, 'First policy that did something.'),
  make.computed('policy', ['actingPolicy', 'policyDefinition'], 'first', {}, 'First policy that did something, else the definition.'),
  make.only('category', 'tags', 'names', {}, 'Tags, joined.'),
  make.raw('tags', 'tags', 'list of names', {}, 'Tags.'),
  make.raw('attachments', 'attachments', 'list', { ocsf: [] }, 'Names of the attachments.'),
  make.computed('ecsAttachments', ['attachments'], 'attachment files', { ecs: 'email.attachments' }, 'Attachments by name.'),
  make.computed('ocsfAttachments', ['attachments'], 'OCSF files', { ocsf: 'email.files' }, 'Attachments by name.'),
  make.computed('attachedFile', ['attachments'], 'only name', {}, 'The file, where there is only one.'),
  make.computed('file', ['attachedFile', 'namedFile'], 'first', {}, 'The only attachment, else the file that the record names.'),
  raw(make, 'policiesApplied', 'list', 'Policies and what each did.'),
  raw(make, 'source', 'text', 'Where the message is kept.'),
  raw(make, 'historicalMail', 'flag', 'Found by a look back.'),
  ...none(make, 'reason'),
];

const mailflow: Own = (make, places) => [
  ...none(make, 'action', 'status', 'threat', 'category'),
  make.only('reason', 'authResults', 'failed checks', {}, 'The checks that failed.'),
  definedPolicy(make),
  namedFile(make),
  ...(['spf', 'dkim', 'dmarc'] as const).map((check) =>
    make.only(check, 'authResults', `${check} result`, { dnif: check.toUpperCase(), ecs: `mimecast.siem.authentication.${check}`, ...placed(places.direction ? 'email_auth' : null, check) }, `${check.toUpperCase()}: pass, fail or none.`),
  ),
  raw(make, 'authResults', 'list', 'All results.'),
];

const urlclick: Own = (make) => [
  actionOnly(make),
  statusByAction(make),
  ...none(make, 'reason', 'threat', 'category'),
  definedPolicy(make),
  namedFile(make),
  raw(make, 'redirectUrl', 'text', 'Where the click was sent.'),
];

const own: Readonly<Record<string, Own>> = {
  receipt, process, delivery, av, spam, mailflow, urlclick, entities,
  'internal email protect': internalEmailProtect,
  'impersonation protect': impersonationProtect,
  'url protect': urlProtect,
  'attachment protect': attachmentProtect,
};
