import { address, addresses, text } from './common';

/**
 * What a model's address field may hold: local part, "@", domain, no blanks, no brackets. Looser than RFC 5322, because
 * receivers want what was on the wire; tight enough that no display name or list gets in.
 */
const addressShape = /^[^\s<>@,;"()]{1,64}@[^\s<>@,;:"()]{1,255}$/;
const quotedLocal = /^"[^"\r\n]{1,62}"@[^\s<>@,;:"()]{1,255}$/;
const inBrackets = /<([^<>\s]{3,320})>\s*$/;

const valid = (candidate: string): boolean => addressShape.test(candidate) || quotedLocal.test(candidate);

/** The bare address of a sender: "Jane <jane@example.org>" -> "jane@example.org"; absent when there is no valid one. */
export function mailbox(value: unknown): string | undefined {
  const given = address(value);
  if (given === undefined || given.length > 2000) return undefined;
  const bare = inBrackets.exec(given)?.[1] ?? given;
  return valid(bare) ? bare : undefined;
}

/** The bare addresses of a text, a comma list, or a list; those that are none are left out. */
export function mailboxes(value: unknown): readonly string[] | undefined {
  const found: string[] = [];
  for (const one of addresses(value) ?? []) {
    const bare = mailbox(one);
    if (bare !== undefined) found.push(bare);
  }
  return found.length === 0 ? undefined : found;
}

/** Whether the bare addresses say all that the raw value says. */
export function plainMailboxes(value: unknown, result: unknown): boolean {
  const given = addresses(value) ?? [];
  if (!Array.isArray(result) || given.length !== result.length) return false;
  for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    if (typeof item === 'object' && item !== null) return false;
  }
  return given.every((one, index) => one === result[index]);
}

export function domainOf(value: unknown): string | undefined {
  const given = text(value);
  const at = given?.lastIndexOf('@') ?? -1;
  return given === undefined || at < 0 ? undefined : text(given.slice(at + 1).toLowerCase());
}
