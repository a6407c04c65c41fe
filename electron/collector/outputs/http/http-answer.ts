import { STATUS_CODES } from 'node:http';

import { failure, redact } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';
import type { Verdict } from '../parts/part-delivery';

/** What the receiver answered; `body` is cut to what was read. */
export type HttpAnswer = { readonly status: number; readonly retryAfter: string | null; readonly body: string };

/** Status line and beginning of the answer, as a person reads it. */
export function answerText({ status, body }: HttpAnswer): string {
  const line = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  return body.trim() === '' ? `${line}\n(empty answer)` : `${line}\n\n${body.trim()}`;
}

// Wrong credentials heal only by a person: asking every few seconds could lock the account.
export const authenticationRetryMs = 5 * 60_000;

// A receiver that asks for a longer pause is asked again after an hour all the same.
const longestRetryAfterMs = 60 * 60_000;

// These speak of the address, a proxy or the protocol, not of the events: with them a wrong address would send every
// event to quarantine.
const aboutTheAddress: ReadonlySet<number> = new Set([402, 404, 405, 407, 410, 415, 421, 426, 431, 451]);

/** The verdict on one request, by status. `at` is epoch ms. */
export function judge(answer: HttpAnswer, secret: Secret | null, at: number): Exclude<Verdict, { kind: 'sorted' }> {
  const { status } = answer;
  const detail = `HTTP ${status}${excerpt(answer.body, secret)}`;
  const retryAfterMs = retryAfter(answer.retryAfter, at);
  const later = (code: 'OUT-UNREACHABLE' | 'OUT-THROTTLED' | 'OUT-AUTH' | 'NET-NOT-API' | 'NET-PORTAL', words: string, waitMs: number | null) => ({
    kind: 'later' as const,
    failure: failure(code, { at, detail: words, retryAfterMs: waitMs }),
  });

  if (status >= 200 && status < 300) {
    if (/^\s*<(?:!doctype\s+html|html)\b/i.test(answer.body)) return later('NET-NOT-API', detail, retryAfterMs);
    // DNIF's own API reports errors under status 200 (DNIF.md §8); a body that says so is believed.
    if (reportsError(answer.body)) return later('OUT-UNREACHABLE', detail, retryAfterMs);
    return { kind: 'arrived' };
  }
  if (status === 511) return later('NET-PORTAL', detail, retryAfterMs);
  if (status === 401 || status === 403) return later('OUT-AUTH', detail, retryAfterMs ?? authenticationRetryMs);
  if (status === 429) return later('OUT-THROTTLED', detail, retryAfterMs);
  if (status >= 300 && status < 400) return later('OUT-UNREACHABLE', `${detail}; redirects are not followed`, retryAfterMs);
  if (aboutTheAddress.has(status)) return later('OUT-UNREACHABLE', `${detail}; check the address of the output`, retryAfterMs);
  if (status < 400 || status >= 500 || status === 408 || status === 423 || status === 425) return later('OUT-UNREACHABLE', detail, retryAfterMs);
  return { kind: 'unacceptable', failure: failure('OUT-REFUSED', { at, detail }) };
}

function reportsError(body: string): boolean {
  if (!body.trimStart().startsWith('{')) return false;
  try {
    const { status } = JSON.parse(body) as { readonly status?: unknown };
    return typeof status === 'string' && /^(?:error|failed|failure)$/i.test(status);
  } catch {
    return false;
  }
}

/** The receiver's first words as ": words", on one line; the secret is removed in case it is repeated there. */
export function excerpt(body: string, secret: Secret | null): string {
  const hidden = secret === null || secret.reveal() === '' ? body : body.replaceAll(secret.reveal(), '••••••');
  const words = redact(hidden).replace(/\s+/g, ' ').trim().slice(0, 200);
  return words === '' ? '' : `: ${words}`;
}

/** Milliseconds from a Retry-After header: seconds or an HTTP date; null when it says nothing usable. */
export function retryAfter(header: string | null, at: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  // Date.parse takes almost anything for a date; HTTP dates end with GMT.
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : text.endsWith(' GMT') ? Date.parse(text) - at : NaN;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), longestRetryAfterMs) : null;
}
