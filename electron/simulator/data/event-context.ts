import type { Message } from './message';
import type { Draws } from './random';

/**
 * What the per-type builders draw from. `older` is the 2024 shape (capitalised directions, Yes/No), see API.md §2.6.
 * A builder returns the type's own fields as JSON members and says which `subtype` the line carries.
 */
export type EventContext = { readonly draws: Draws; readonly message: Message; readonly older: boolean };

export type EventBody = { readonly members: string; readonly subtype: string | null };

export type EventBuilder = (context: EventContext) => EventBody;

/** A member with a text value; `null` stays null. The text must not need escaping. */
export function member(name: string, value: string | number | null): string {
  return value === null ? `"${name}":null,` : `"${name}":"${value}",`;
}

/** Direction and route drift in letter case between years (API.md §2.6). */
export function directionOf(context: EventContext): string {
  return context.older ? context.message.direction : context.message.direction.toLowerCase();
}

/** Sender, recipient, subject and message id in the usual spelling. */
export function envelope(context: EventContext): string {
  const { message } = context;
  return `"senderEnvelope":${message.sender.json},"recipients":${message.recipient.json},"subject":${message.subjectJson},${member('messageId', message.messageId)}`;
}

export function hashes(draws: Draws, hex: (draws: Draws, words: number) => string): string {
  return `"sha256":"${hex(draws, 8)}","sha1":"${hex(draws, 5)}","md5":"${hex(draws, 4)}",`;
}
