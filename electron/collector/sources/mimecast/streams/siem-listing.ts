import { Buffer } from 'node:buffer';

import { failure, FailureError, redact } from '../../../kit/failure-error';
import type { BrokenItem } from '../../../pipeline/chunk';
import { largestQuarantined } from '../../../pipeline/chunk';
import type { ApiPage } from '../client/api-client';
import { fileName } from '../client/download';

export type ListedFile = { readonly address: string; readonly key: string; readonly name: string; readonly size: number | null };

/** One page of log files. */
export type Listing = {
  readonly files: readonly ListedFile[];
  /** Entries that name no file. */
  readonly broken: readonly BrokenItem[];
  readonly next: string | null;
  /** Null: the answer does not say. */
  readonly caughtUp: boolean | null;
};

/** Reads a page of the batch operation (API.md §2.2). Throws a FailureError when it is no such page. */
export function readListing(page: ApiPage, now: number): Listing {
  const { value, isCaughtUp } = page.body;
  const caughtUp = typeof isCaughtUp === 'boolean' ? isCaughtUp : null;
  // An answer without a list proves that there is nothing only when it says so.
  if (!Array.isArray(value) && !(value === undefined && caughtUp === true)) {
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: now, detail: 'The answer holds no list of log files.' }));
  }
  const files = new Map<string, ListedFile>();
  const broken: BrokenItem[] = [];
  for (const entry of (value ?? []) as readonly unknown[]) {
    const { url, size } = (entry ?? {}) as { readonly url?: unknown; readonly size?: unknown };
    if (typeof url !== 'string') {
      const bytes = Buffer.from(redact(JSON.stringify(entry))).subarray(0, largestQuarantined);
      broken.push({ code: 'MC-ANSWER-SHAPE', detail: 'An entry of the list of log files has no address.', source: 'list of log files', bytes: new Uint8Array(bytes), cut: false });
      continue;
    }
    const key = URL.canParse(url) ? new URL(url).pathname : (url.split('?')[0] ?? url);
    // A page may name a file twice (API.md §2.5).
    if (!files.has(key)) files.set(key, { address: url, key, name: fileName(url), size: typeof size === 'number' && size > 0 ? size : null });
  }
  const next = page.body['@nextPage'];
  return { files: [...files.values()], broken, next: typeof next === 'string' && next !== '' ? next : null, caughtUp };
}

/** A position whose every type reads `0-0` never yields an event (API.md §2.4). */
export function isPoisoned(position: string): boolean {
  const text = Buffer.from(position, 'base64url').toString('latin1');
  const positions = text.match(/=(\d+-\d+)/g);
  return positions !== null && positions.every((one) => one === '=0-0');
}

/** File names start with a prefix of their type (API.md §2.5): enough to see which types a list brings. */
const prefixes: Readonly<Record<string, string>> = {
  receipt: 'email_receipt',
  process: 'email_process',
  delivery: 'email_delivery',
  av: 'email_antivirus',
  spam: 'email_spam',
  'internal email protect': 'email_iep',
  'impersonation protect': 'email_ttp_impersonation',
  'url protect': 'email_ttp_url',
  'attachment protect': 'email_ttp_ap',
  journal: 'email_journal',
};

export function prefixOf(type: string): string {
  return prefixes[type] ?? type;
}

export function prefixOfName(name: string): string {
  const known = Object.values(prefixes).find((prefix) => name.startsWith(`${prefix}_`) || name.startsWith(`${prefix}.`));
  return known ?? name.split(/[_.-]/)[0] ?? name;
}
