import { directionOf, envelope, type EventBuilder,hashes, member } from './event-context';
import { address } from './people';
import { hexText } from './random';
import { FILE_KINDS, TOPICS, URL_CATEGORIES, VIRUSES } from './words';

const ANALYSES = [
  JSON.stringify('null'),
  JSON.stringify('{"CredentialTheftEvidence":["The page asks for a password"],"CredentialTheftTags":["NO_CERTIFICATE","REDIRECTION"]}'),
  'null',
] as const;

const SCAN_RESULTS = [
  'Restricted File Type - Found executable extension: dll',
  'Malicious URL found in the message body',
  'Domain resembles a monitored domain',
] as const;

export const av: EventBuilder = (context) => {
  const { draws, message } = context;
  const kind = draws.pick(FILE_KINDS);
  const members =
    member('fileName', `${draws.pick(TOPICS)}.${kind.extension}`) + member('fileExtension', kind.extension) + hashes(draws, hexText) +
    member('virusFound', draws.pick(VIRUSES)) + member('emailSize', message.emailSize) + envelope(context) +
    member('senderDomain', message.sender.domain) + member('senderDomainInternal', String(message.direction !== 'Inbound')) +
    member('senderIp', message.senderIp) + member('route', directionOf(context));
  return { members, subtype: null };
};

export const spam: EventBuilder = (context) => {
  const { message } = context;
  const members =
    envelope(context) + `"senderHeader":${message.sender.json},` + member('senderDomain', message.sender.domain) +
    member('senderIp', message.senderIp) + member('route', directionOf(context));
  return { members, subtype: null };
};

export const internalEmailProtect: EventBuilder = (context) => {
  const { draws } = context;
  const members =
    envelope(context) + member('route', directionOf(context)) + member('urlCategory', draws.pick(URL_CATEGORIES)) +
    member('scanResults', draws.pick(SCAN_RESULTS)) + member('monitoredDomainSource', null) + member('similarDomain', null);
  return { members, subtype: null };
};

const INDICATORS = [
  'taggedExternal', 'taggedMalicious', 'internalUserName', 'newDomain', 'replyMismatch', 'customNameMatch', 'customThreatDictionary',
  'mimecastThreatDictionary', 'similarInternalDomain', 'similarCustomExternalDomain', 'similarMimecastExternalDomain',
] as const;

export const impersonationProtect: EventBuilder = (context) => {
  const { draws, message } = context;
  const action = draws.pick(['Hold', 'Hold', 'Bounce', 'none']);
  let hits = 0;
  let flags = '';
  for (const name of INDICATORS) {
    const hit = draws.chance(0.2);
    if (hit) hits += 1;
    flags += member(name, String(hit));
  }
  const members =
    member('action', action) + member('policyDefinition', 'Default Impersonation Definition') + member('itemsDetected', hits) + flags +
    envelope(context) + member('senderIp', message.senderIp) + member('route', directionOf(context));
  return { members, subtype: action };
};

export const urlProtect: EventBuilder = (context) => {
  const { draws, message } = context;
  const action = draws.pick(['Block', 'Block', 'Allow', 'Warn']);
  const members =
    member('url', `http://${draws.pick(['login', 'files', 'track', 'cdn'])}.example.net/${hexText(draws, 2)}?u=${draws.below(9999)}`) +
    member('urlCategory', draws.pick(URL_CATEGORIES)) + member('action', action) + member('blockReason', action === 'Block' ? 'malicious' : '') +
    `"analysis":${draws.pick(ANALYSES)},` + member('sourceIp', address(draws, draws.chance(0.2))) +
    member('senderDomain', message.sender.domain) + envelope(context) + member('route', directionOf(context));
  return { members, subtype: action };
};

export const attachmentProtect: EventBuilder = (context) => {
  const { draws, message } = context;
  const kind = draws.pick(FILE_KINDS);
  const files = member('fileName', `${draws.pick(TOPICS)}.${kind.extension}`) + member('fileExtension', kind.extension) + hashes(draws, hexText);
  // Before 2025 the type carried nothing but the file (API.md §2.6).
  if (context.older) return { members: files, subtype: null };
  const recipientName = draws.chance(0.7) ? 'recipient' : 'recipients';
  const members =
    files + member('fileMime', kind.mime) + member('sizeAttachment', draws.between(400, 4_000_000)) +
    `"senderEnvelope":${message.sender.json},"${recipientName}":${message.recipient.json},"subject":${message.subjectJson},` +
    member('messageId', message.messageId) + member('senderDomain', message.sender.domain) + member('senderIp', message.senderIp) +
    (draws.chance(0.3) ? member('customerIp', address(draws, true)) : '') + member('route', directionOf(context));
  return { members, subtype: null };
};
