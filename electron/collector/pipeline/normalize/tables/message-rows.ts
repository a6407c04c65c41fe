import type { MappingRow, RowMaker, Targets } from '../mapping-row';

/** Where an OCSF class keeps what a message consists of; null: it has no place, so `unmapped`. */
export type OcsfPlaces = {
  readonly mail: string | null;
  readonly messageUid: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly file: string | null;
  readonly url: string | null;
  readonly direction: boolean;
};

export const emailActivity: OcsfPlaces = {
  mail: 'email', messageUid: 'email.message_uid', source: 'src_endpoint', destination: 'dst_endpoint', file: 'email.files[]', url: 'email.urls[]', direction: true,
};
/** As above, for the types that list attachments by name: their rows fill `email.files`. */
export const listedFiles: OcsfPlaces = { ...emailActivity, file: null };
/** Classes 4011 and 4012 know the message by its id only. */
export const emailFileActivity: OcsfPlaces = { mail: null, messageUid: null, source: null, destination: null, file: 'file', url: null, direction: false };
export const emailUrlActivity: OcsfPlaces = { mail: null, messageUid: null, source: null, destination: null, file: null, url: 'url', direction: false };
export const detectionFinding: OcsfPlaces = {
  mail: 'evidences[].email', messageUid: 'evidences[].email.message_uid', source: 'evidences[].src_endpoint', destination: 'evidences[].dst_endpoint',
  file: 'evidences[].file', url: 'evidences[].url', direction: false,
};

/** `ocsf` only where the class has the place; without it the row's own default holds. */
export function placed(base: string | null, path: string): Pick<Targets, 'ocsf'> {
  return base === null ? {} : { ocsf: path === '' ? base : `${base}.${path}` };
}

/** Raw names of a message's parts, which differ from log to log. */
export type MessageNames = {
  readonly sender: string;
  readonly senderHeader: string | null;
  readonly recipients: readonly string[];
  readonly direction: readonly string[];
  readonly messageId: string | null;
};

/** Sender, recipients, subject, direction, message id: the same for SIEM, DLP and the hold list. */
export function messageRows({ raw, only, computed }: RowMaker, names: MessageNames, places: OcsfPlaces): readonly MappingRow[] {
  const header: readonly MappingRow[] = names.senderHeader === null ? [] : [
    only('senderHeader', names.senderHeader, 'address', { connector: 'senderHeader', dnif: 'SenderHeader' }, 'From header as it stands.'),
    only('headerFrom', names.senderHeader, 'mailbox', {}, 'Bare address of the From header; with a display name the whole text is kept too.'),
  ];
  const messageId: readonly MappingRow[] = names.messageId === null ? [] : [
    raw('messageId', names.messageId, 'message id', { connector: 'messageId', dnif: 'MessageID', ecs: 'email.message_id', ...placed(places.messageUid, '') }, 'Internet Message-ID without its brackets.'),
  ];
  const fromFields = names.senderHeader === null ? ['envelopeFrom'] : ['headerFrom', 'envelopeFrom'];
  return [
    only('sender', names.sender, 'address', { connector: 'sender' }, 'Envelope sender; absent for the empty sender <>.'),
    only('envelopeFrom', names.sender, 'mailbox', { dnif: 'Sender', ecs: 'email.sender.address' }, 'Bare, valid address of the envelope sender.'),
    ...header,
    computed('from', fromFields, 'first', { ecs: 'email.from.address[]', ...(places.mail === null ? {} : { ocsf: `${places.mail}.from` }) }, 'The From header, else the envelope sender.'),
    only('recipients', names.recipients, 'addresses', { connector: 'recipients' }, 'Recipients, from a text, a comma list or a list.'),
    raw('to', names.recipients, 'mailboxes', { dnif: 'Recipient', ecs: 'email.to.address[]', ...(places.mail === null ? {} : { ocsf: `${places.mail}.to[]` }) }, 'Bare, valid addresses of the recipients; where one is left out or had a display name, the whole text is kept too.'),
    computed('toDomain', ['to'], 'one domain', { ecs: 'destination.user.domain' }, 'Domain of the recipients when it is the same for all.'),
    raw('subject', 'subject', 'text', { connector: 'subject', dnif: 'Subject', ecs: 'email.subject', ...placed(places.mail, 'subject') }, 'Subject.'),
    raw('direction', names.direction, 'direction', { connector: 'direction', ecs: ['email.direction', 'network.direction'], dnif: [], ocsf: places.direction ? [] : `unmapped.${names.direction[0] ?? 'direction'}` }, 'inbound, outbound or internal, in any letter case; other texts are no direction.'),
    computed('dnifDirection', ['direction'], 'upper case', { dnif: 'ConnDirection' }, 'INBOUND, OUTBOUND or INTERNAL.'),
    ...(places.direction
      ? [
          computed('ocsfDirectionId', ['direction'], 'OCSF direction id', { ocsf: 'direction_id' }, '1 Inbound, 2 Outbound, 3 Internal, 0 unknown.'),
          computed('ocsfDirection', ['direction'], 'OCSF direction', { ocsf: 'direction' }, 'Its name.'),
        ]
      : []),
    ...messageId,
  ];
}

/** Addresses, hashes and the like, collected for searches across fields. Names fields that the table has above. */
export function relatedRows({ computed }: RowMaker, has: { readonly ips: readonly string[]; readonly people: readonly string[]; readonly hashes: readonly string[]; readonly hosts: readonly string[] }, observed: readonly (readonly [field: string, kind: string])[]): readonly MappingRow[] {
  const distinct = (field: string, of: readonly string[], ecs: string, doc: string): readonly MappingRow[] => (of.length === 0 ? [] : [computed(field, of, 'distinct', { ecs }, doc)]);
  return [
    ...distinct('relatedIps', has.ips, 'related.ip[]', 'All IP addresses.'),
    ...distinct('relatedUsers', has.people, 'related.user[]', 'All mail addresses and users.'),
    ...distinct('relatedHashes', has.hashes, 'related.hash[]', 'All hashes.'),
    ...distinct('relatedHosts', has.hosts, 'related.hosts[]', 'All host names.'),
    computed('observables', observed.map(([field]) => field), 'observables', { ocsf: 'observables' }, 'Values to search for, with their OCSF types.', observed.map(([, kind]) => kind)),
  ];
}
