import { directionOf, envelope, type EventBuilder,member } from './event-context';
import { address } from './people';
import { ROUTING_POLICIES } from './words';

const REJECTIONS = [
  { type: 'IP Found in RBL', code: '550', info: 'Listed by rbl.example.org' },
  { type: 'Header Rejected', code: '0', info: 'Rejected by header based Blocked Senders' },
  { type: 'Invalid Recipient Address', code: '550', info: 'Recipient unknown' },
  { type: 'Malicious URL', code: '554', info: 'Type: [Phishing] Url: [http://login.example.net/verify]' },
  { type: 'Virus Signature Detection', code: '554', info: 'Eicar-Test-Signature' },
] as const;

const TLS = [
  { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  { version: 'TLSv1.2', cipher: 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384' },
  { version: '', cipher: '' },
] as const;

const RECEIPT_ERRORS = ['Connection closed by the remote host', 'Timed out waiting for data'] as const;
const DELIVERY_ERRORS = ['421 4.7.0 Try again later', 'Connection timed out', '550 5.1.1 Mailbox unavailable'] as const;
const VERDICTS = ['none', 'spam', 'bulk', 'phishing', 'malware'] as const;

/** The detail object in its plain form, as text and as text of text; built once, because there are few distinct ones. */
const SPAM_DETAILS = VERDICTS.flatMap((decision, i) =>
  [true, false].map((allow) => {
    const check = { allow, info: allow ? 'ALLOW' : 'SOFT_FAIL' };
    const object = JSON.stringify({
      rbl: { allow: true, info: '' },
      greyEmail: decision === 'bulk',
      spf: check,
      dkim: { allow, info: allow ? 'ALLOW' : 'NONE' },
      dmarc: check,
      permittedSender: { allow: true, info: 'NONE' },
      managedSender: { allow: true, info: 'UNKNOWN' },
      verdict: { decision, risk: i > 2 ? 'high' : 'low', categories: i > 0 ? [{ name: decision, subcategories: [] }] : [] },
    });
    const text = JSON.stringify(object);
    return { object, text, twice: JSON.stringify(text) };
  }),
);

/** Receipt: accepted or rejected at the gateway. */
export const receipt: EventBuilder = (context) => {
  const { draws, message } = context;
  const rejection = draws.chance(0.08) ? draws.pick(REJECTIONS) : null;
  // A connection refused early has no headers yet (API.md §2.6, receipt).
  const early = rejection !== null && draws.chance(0.5);
  const action = rejection === null ? 'Acc' : 'Rej';
  const tls = draws.pick(TLS);
  const detail = draws.pick(SPAM_DETAILS);
  const encoding = draws.below(10);
  const detailJson = encoding < 4 ? 'null' : encoding < 7 ? detail.text : encoding < 8 ? detail.twice : detail.object;
  const spam = draws.chance(0.5);
  const members =
    member('action', action) +
    `"senderEnvelope":${early && draws.chance(0.3) ? 'null' : message.sender.json},"senderHeader":${early ? 'null' : message.sender.json},` +
    `"recipients":${message.recipient.json},${member('messageId', early ? null : message.messageId)}"subject":${early ? 'null' : message.subjectJson},` +
    member('senderIp', message.senderIp) + member('direction', directionOf(context)) +
    member('numberAttachments', message.attachments?.count ?? 0) +
    member('rejectionType', rejection?.type ?? null) + member('rejectionCode', rejection?.code ?? null) + member('rejectionInfo', rejection?.info ?? null) +
    member('receiptErrors', draws.chance(0.01) ? draws.pick(RECEIPT_ERRORS) : null) +
    member('tlsVersion', tls.version) + member('tlsCipher', tls.cipher) +
    member('spamScore', spam ? draws.below(100) : null) + member('spamDetectionLevel', spam ? draws.pick(['7', '28', '0']) : null) +
    member('spamInfo', draws.chance(0.5) ? '[]' : null) + `"spamProcessingDetail":${detailJson},` +
    member('virusFound', rejection?.type === 'Virus Signature Detection' ? rejection.info : null);
  return { members, subtype: action };
};

/** Process: accepted, held or sandboxed by policy. No recipients field in this type. */
export const process: EventBuilder = (context) => {
  const { draws, message } = context;
  const roll = draws.below(100);
  const action = roll < 88 ? 'Acc' : roll < 95 ? 'Hld' : roll < 98 ? 'Sdbx' : 'Allow';
  const members =
    member('action', action) + member('holdReason', action === 'Hld' ? draws.pick(['Spm', 'Oth', 'Dlp', 'Imp']) : null) +
    `"senderEnvelope":${message.sender.json},${member('messageId', message.messageId)}"subject":${message.subjectJson},` +
    `"attachments":${message.attachments?.json ?? 'null'},` +
    member('numberAttachments', message.attachments?.count ?? 0) + member('totalSizeAttachments', message.attachments?.bytes ?? 0) +
    member('emailSize', message.emailSize);
  return { members, subtype: action };
};

/** Delivery: the next hop's answer. */
export const delivery: EventBuilder = (context) => {
  const { draws, message } = context;
  const delivered = !draws.chance(0.03);
  const tls = draws.pick(TLS);
  const tlsUsed = tls.version === '' ? (context.older ? 'No' : 'false') : context.older ? 'Yes' : 'true';
  const bounced = !delivered && draws.chance(0.5);
  const members =
    member('delivered', String(delivered)) + envelope(context) +
    member('direction', draws.chance(0.02) ? null : directionOf(context)) +
    member('route', draws.chance(0.1) ? null : draws.pick(ROUTING_POLICIES)) +
    member('destinationIp', address(draws, message.direction === 'Internal')) +
    member('Hostname', draws.chance(0.05) ? null : `mx${draws.below(20)}.${message.recipient.domain}`) +
    member('deliveryAttempts', delivered ? 1 : draws.between(2, 9)) + member('deliveryErrors', delivered ? null : draws.pick(DELIVERY_ERRORS)) +
    member('deliveryTime', draws.between(300, draws.chance(0.02) ? 12_000_000 : 9000)) +
    member('tlsUsed', tlsUsed) + member('tlsVersion', tls.version) + member('tlsCipher', tls.cipher) +
    member('rejectionType', bounced ? 'Recipient Rejected' : null) + member('rejectionCode', bounced ? '550' : null) +
    member('rejectionInfo', bounced ? 'Mailbox unavailable' : null) +
    member('numberAttachments', message.attachments?.count ?? 0) + member('totalSizeAttachments', message.attachments?.bytes ?? 0) +
    member('emailSize', message.emailSize);
  return { members, subtype: String(delivered) };
};

/** Journal: envelope only. */
export const journal: EventBuilder = (context) => {
  const { message } = context;
  const members = `"senderEnvelope":${message.sender.json},"recipients":${message.recipient.json},${member('direction', directionOf(context))}`;
  return { members, subtype: null };
};
