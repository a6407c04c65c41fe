import type { Cast, Person } from './people';
import { base64Text, Draws, uniqueText } from './random';
import { vendorTime } from './vendor-time';

type Mailbox = { readonly emailAddress: string; readonly displayableName: string };

/** One held message (API.md §5). */
export type HeldMessage = {
  readonly id: string;
  readonly reason: string;
  readonly reasonId: string;
  readonly reasonCode: string;
  readonly from: Mailbox;
  readonly fromHeader: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly route: string;
  readonly hasAttachments: boolean;
  readonly size: number;
  readonly dateReceived: string;
  readonly policyInfo: string;
};

const REASONS = [
  { reason: 'Message Hold Applied - Spam Signature policy', code: 'message_hold_applied_spam_signature_policy', policy: 'Moderate Spam Detection' },
  { reason: 'Message Hold Applied - Impersonation Protect policy', code: 'message_hold_applied_impersonation_protect_policy', policy: 'Default Impersonation Definition' },
  { reason: 'Message Hold Applied - Content Examination policy', code: 'message_hold_applied_content_examination_policy', policy: 'Payment card data' },
  { reason: 'Message Hold Applied - Attachment policy', code: 'message_hold_applied_attachment_policy', policy: 'Block dangerous files' },
  { reason: 'Message Hold Applied - DMARC policy', code: 'message_hold_applied_dmarc_policy', policy: 'DNS Authentication' },
] as const;

const SALT = 101;
const scratch = new Draws();

/** The unique, opaque id of held message `index`; it stays the same while the message is held. */
export function heldId(seed: number, index: number): string {
  const draws = scratch.seek(seed, SALT, index);
  return `eNpVzs${base64Text(draws, 20)}${uniqueText(seed, 15, index)}${base64Text(draws, 20)}`;
}

function mailbox(person: Person, named: boolean): Mailbox {
  return { emailAddress: person.address, displayableName: named ? person.name : '' };
}

/** Held message `index`, received at `time` (epoch ms). */
export function heldMessage(seed: number, cast: Cast, index: number, time: number): HeldMessage {
  const id = heldId(seed, index);
  const draws = scratch.seek(seed, SALT + 1, index);
  const reason = draws.pick(REASONS);
  const inbound = draws.chance(0.8);
  const sender = draws.pick(inbound ? cast.outside : cast.inside);
  const named = draws.chance(0.6);
  return {
    id,
    reason: reason.reason,
    reasonId: reason.code.toUpperCase(),
    reasonCode: reason.code,
    from: mailbox(sender, false),
    fromHeader: mailbox(draws.chance(0.1) ? draws.pick(cast.outside) : sender, named),
    to: mailbox(draws.pick(inbound ? cast.inside : cast.outside), named),
    subject: draws.pick(cast.subjects),
    route: inbound ? 'INBOUND' : 'OUTBOUND',
    hasAttachments: draws.chance(0.3),
    size: draws.between(900, 3_000_000),
    dateReceived: vendorTime(time),
    policyInfo: reason.policy,
  };
}
