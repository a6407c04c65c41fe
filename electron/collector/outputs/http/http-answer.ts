import type { Failure } from '../../../../shared/failures/failure';
import { failure, redact } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';

/** What the receiver answered; `body` is cut to what was read. */
export type HttpAnswer = { readonly status: number; readonly retryAfter: string | null; readonly body: string };

export type Verdict =
  | { readonly kind: 'arrived' }
  /** Later; nothing in the request arrived. */
  | { readonly kind: 'later'; readonly failure: Failure }
  /** This request is not acceptable as it is: smaller, uncompressed or without some event it may be. */
  | { readonly kind: 'unacceptable'; readonly failure: Failure };

// Wrong credentials heal only by a person: asking every few seconds could lock the account.
const authenticationRetryMs = 5 * 60_000;

// A receiver that asks for a longer pause is asked again after an hour all the same.
const longestRetryAfterMs = 60 * 60_000;

// These speak of the address, a proxy or the protocol, not of the events: with them a wrong address would send every
// event to quarantine.
const aboutTheAddress: ReadonlySet<number> = new Set([402, 404, 405, 407, 410, 415, 421, 426, 431, 451]);

/** The verdict on one request, by status. `at` is epoch ms. */
export function judge(answer: HttpAnswer, secret: Secret | null, at: number): Verdict {
  const { status } = answer;
  const detail = `HTTP ${status}${excerpt(answer.body, secret)}`;
  const retryAfterMs = retryAfter(answer.retryAfter, at);
  const later = (code: 'OUT-UNREACHABLE' | 'OUT-THROTTLED' | 'OUT-AUTH' | 'NET-NOT-API', words: string, waitMs: number | null): Verdict => ({
    kind: 'later',
    failure: failure(code, { at, detail: words, retryAfterMs: waitMs }),
  });

  if (status >= 200 && status < 300) {
    if (/^\s*<(?:!doctype\s+html|html)\b/i.test(answer.body)) return later('NET-NOT-API', detail, retryAfterMs);
    // DNIF's own API reports errors under status 200 (DNIF.md §8); a body that says so is believed.
    if (reportsError(answer.body)) return later('OUT-UNREACHABLE', detail, retryAfterMs);
    return { kind: 'arrived' };
  }
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

/** The receiver's first words, on one line; the secret is removed in case it is repeated there. */
function excerpt(body: string, secret: Secret | null): string {
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

const tlsCodes =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

/** A request that got no answer. */
export function networkFailure(error: unknown, at: number): Failure {
  const known = firstCause(error);
  const code = 'code' in known && typeof known.code === 'string' ? known.code : '';
  const detail = code === '' || known.message.includes(code) ? known.message : `${code}: ${known.message}`;
  return failure(tlsCodes.test(code) ? 'NET-TLS' : 'OUT-UNREACHABLE', { at, detail });
}

/** Several addresses tried at once fail as one AggregateError; its first member tells what happened. */
function firstCause(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0];
  if (error instanceof Error) return error.cause instanceof Error && !('code' in error) ? error.cause : error;
  return new Error(String(error));
}
