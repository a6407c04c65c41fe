/** The fields of an event (shared/model/log-event.ts) and what the view knows beside it, with what each holds. */
export const knownFields = {
  logType: 'SIEM, DLP, Audit_Events or Hold_Message_List',
  connector: 'name of the connector',
  eventType: 'type of the event, e.g. receipt',
  eventSubtype: 'kind within the type',
  action: 'what was done, e.g. block',
  status: 'passed or failed',
  sender: 'envelope sender',
  senderHeader: 'sender in the header',
  senderDomain: 'domain of the sender',
  recipients: 'addresses of the recipients',
  subject: 'subject of the message',
  direction: 'inbound, outbound or internal',
  sourceIp: 'address it came from',
  destinationIp: 'address it went to',
  url: 'address in the message',
  urlCategory: 'category of that address',
  'file.name': 'name of the attachment',
  'file.sha256': 'hash of the attachment',
  policy: 'policy that applied',
  reason: 'why it was done',
  threat: 'name of the threat',
  messageId: 'Message-ID',
  messageGroupId: 'same for all events of one message',
  user: 'person or administrator',
  category: 'category of the audit event',
  size: 'bytes',
  account: 'Mimecast account',
  id: 'id of the event',
  time: 'when it happened',
  arrived: 'when it arrived here',
} as const;

export type KnownField = keyof typeof knownFields;

const aliases: Readonly<Record<string, KnownField>> = {
  type: 'eventType', subtype: 'eventSubtype', from: 'sender', to: 'recipients', recipient: 'recipients', log: 'logType', ip: 'sourceIp', file: 'file.name', received: 'arrived',
};

const byLowerCase = new Map<string, KnownField>([
  ...(Object.keys(knownFields) as KnownField[]).map((name) => [name.toLowerCase(), name] as const),
  ...Object.entries(aliases),
]);

/** A field as matching knows it: one of the event's, or a path into the record as received. */
export type ResolvedField = { readonly kind: 'known'; readonly name: KnownField } | { readonly kind: 'raw'; readonly path: string };

/** `raw.x` always means the record; other names mean the event's field where there is one. */
export function resolveField(typed: string): ResolvedField {
  const known = byLowerCase.get(typed.toLowerCase());
  if (known !== undefined) return { kind: 'known', name: known };
  return { kind: 'raw', path: /^raw\./i.test(typed) ? typed.slice(4) : typed };
}

/** Fields whose bounds are moments, not numbers. */
export function isTimeField(typed: string): boolean {
  const field = resolveField(typed);
  return field.kind === 'known' && (field.name === 'time' || field.name === 'arrived');
}
