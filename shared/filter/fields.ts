import { t } from '../text/text';

/** The fields of an event (shared/model/log-event.ts) and what the view knows beside it. */
export const knownFields = [
  'logType', 'connector', 'eventType', 'eventSubtype', 'action', 'status', 'sender', 'senderHeader', 'senderDomain', 'recipients', 'subject',
  'direction', 'sourceIp', 'destinationIp', 'url', 'urlCategory', 'file.name', 'file.sha256', 'policy', 'reason', 'threat', 'messageId',
  'messageGroupId', 'user', 'category', 'size', 'account', 'id', 'time', 'arrived',
] as const;

export type KnownField = (typeof knownFields)[number];

/** What the field holds, in words. */
export function fieldHint(name: KnownField): string {
  return t(`filter.field.${name}`);
}

const aliases: Readonly<Record<string, KnownField>> = {
  type: 'eventType', subtype: 'eventSubtype', from: 'sender', to: 'recipients', recipient: 'recipients', log: 'logType', ip: 'sourceIp', file: 'file.name', received: 'arrived',
};

const byLowerCase = new Map<string, KnownField>([
  ...knownFields.map((name) => [name.toLowerCase(), name] as const),
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
