import { Draws } from './random';
import {
  AWKWARD_SUBJECTS, DAYS, FILE_KINDS, FIRST_NAMES, LAST_NAMES, OUTSIDE_DOMAINS, SUBJECT_PATTERNS, TENANT_DOMAINS, TOPICS,
} from './words';

/** Someone who writes or receives mail. `json` is the address as a JSON text, quoted once here instead of per event. */
export type Person = { readonly name: string; readonly address: string; readonly domain: string; readonly json: string };

/** The attachments of one message: how the `attachments` field spells them, and what the size fields say. */
export type AttachmentSet = { readonly count: number; readonly bytes: number; readonly json: string };

/** The cast of one simulated tenant: the same seed gives the same people, subjects and attachment names. */
export type Cast = {
  readonly account: string;
  readonly inside: readonly Person[];
  readonly outside: readonly Person[];
  readonly subjects: readonly string[];
  /** The same subjects as JSON texts, same order. */
  readonly subjectsJson: readonly string[];
  readonly attachments: readonly AttachmentSet[];
};

const INSIDE = 400;
const OUTSIDE = 700;
const SUBJECTS = 700;
const ATTACHMENT_SETS = 120;
/** One subject in this many is an awkward one. */
const AWKWARD_EVERY = 25;

function person(draws: Draws, index: number, domains: readonly string[]): Person {
  const first = draws.pick(FIRST_NAMES);
  const last = draws.pick(LAST_NAMES);
  const domain = draws.pick(domains);
  const local = `${first}.${last}`.toLowerCase() + (index % 3 === 0 ? String(index) : '');
  const address = `${local}@${domain}`;
  return { name: `${first} ${last}`, address, domain, json: JSON.stringify(address) };
}

function subject(draws: Draws, index: number): string {
  if (index % AWKWARD_EVERY === 0) return AWKWARD_SUBJECTS[(index / AWKWARD_EVERY) % AWKWARD_SUBJECTS.length] ?? '';
  return draws
    .pick(SUBJECT_PATTERNS)
    .replace('{n}', String(draws.between(1000, 99999)))
    .replace('{topic}', draws.pick(TOPICS))
    .replace('{day}', draws.pick(DAYS));
}

function attachmentSet(draws: Draws, index: number): AttachmentSet {
  const count = draws.between(1, 4);
  const names = Array.from({ length: count }, () => {
    const name = `${draws.pick(TOPICS)} ${draws.below(500)}.${draws.pick(FILE_KINDS).extension}`;
    return index % 11 === 0 ? name.replace(' ', ' "v2" ') : name;
  });
  // API.md §2.6: names are quoted and comma-joined, but lines with bare names and with inner quotes exist.
  const text = index % 7 === 0 ? names.join(', ') : names.map((name) => `"${name}"`).join(',');
  return { count, bytes: draws.between(900, 6_000_000), json: JSON.stringify(text) };
}

/** Builds the people, subjects and attachments that belong to a seed. */
export function createCast(seed: number): Cast {
  const draws = new Draws();
  const many = <T>(count: number, salt: number, make: (draws: Draws, index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => make(draws.seek(seed, salt, i), i));
  const subjects = many(SUBJECTS, 11, subject);
  return {
    account: `CSIM${(seed >>> 0).toString(36).toUpperCase()}A42`,
    inside: many(INSIDE, 12, (d, i) => person(d, i, TENANT_DOMAINS)),
    outside: many(OUTSIDE, 13, (d, i) => person(d, i, OUTSIDE_DOMAINS)),
    subjects,
    subjectsJson: subjects.map((text) => JSON.stringify(text)),
    attachments: many(ATTACHMENT_SETS, 14, attachmentSet),
  };
}

/** A documentation address (RFC 5737), or a private one for mail that never left the house. */
export function address(draws: Draws, inside: boolean): string {
  if (inside) return `10.${draws.below(32)}.${draws.below(256)}.${draws.between(1, 254)}`;
  return `${draws.pick(['192.0.2', '198.51.100', '203.0.113'])}.${draws.between(1, 254)}`;
}
