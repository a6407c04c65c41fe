import type { FailureCode } from '../../../../../shared/failures/catalogue';

/** The vendor's words about a failure, from any of the five envelopes of API.md §7.1. */
export type VendorError = { readonly code: string | null; readonly message: string | null; readonly retryable: boolean | null };

type Json = { readonly [key: string]: unknown };

function asObject(value: unknown): Json | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : null;
}

function first(value: unknown): Json | null {
  return Array.isArray(value) ? asObject(value[0]) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Tries fail[0].errors[0], fail[0], errors[0], error{} and error string, in that order; null when there is none. */
export function vendorError(body: unknown): VendorError | null {
  const root = asObject(body);
  if (root === null) return null;
  const fail = first(root['fail']);
  const found = (fail === null ? null : (first(fail['errors']) ?? fail)) ?? first(root['errors']) ?? asObject(root['error']);
  if (found !== null) {
    const retryable = found['retryable'];
    return { code: textOf(found['code']), message: textOf(found['message']), retryable: typeof retryable === 'boolean' ? retryable : null };
  }
  const error = textOf(root['error']);
  return error === null ? null : { code: error, message: textOf(root['error_description']), retryable: null };
}

/** What to do with an answer that is not a success: the one table instead of `if`s at the call sites (API.md §1.3, §7.2). */
export function codeForStatus(status: number, error: VendorError | null): FailureCode {
  const code = error?.code?.toLowerCase() ?? '';
  const message = error?.message?.toLowerCase() ?? '';
  if (code === 'app_forbidden' || message.includes('not assigned to the application')) return 'MC-PRODUCT-403';
  if (code.startsWith('err_xdk_forbidden') || code.startsWith('err_xdk_operation_forbidden')) return 'MC-PERM-403';
  // RFC 6585 §6: only a network between the two says this.
  if (status === 511) return 'NET-PORTAL';
  if (status === 401) return 'MC-AUTH-REFUSED';
  if (status === 403) return 'MC-PERM-403';
  if (status === 404) return 'MC-LICENCE-404';
  if (status === 429) return 'MC-RATE-429';
  if (status >= 500 || status === 409 || status === 408) return 'MC-SERVER-5XX';
  // A redirect (captive portal) or a proxy that wants credentials: neither is ever Mimecast's API.
  if (status === 407 || (status >= 300 && status < 400)) return 'NET-NOT-API';
  if (status >= 400) return 'MC-REQUEST-400';
  return 'MC-FAIL-200';
}

/**
 * The code of an answer that is not a success. A web page from a proxy also comes with 403 or 404: it says nothing
 * about permissions, and an administrator sent looking for them would not find the cause.
 */
export function codeForAnswer(status: number, text: string, error: VendorError | null): FailureCode {
  const isPage = error === null && /^\s*</.test(text);
  return isPage && status < 500 && status !== 429 ? 'NET-NOT-API' : codeForStatus(status, error);
}

/** Never wait longer than this for a limit to reset, whatever a header says. */
const longestThrottleMs = 15 * 60 * 1000;
/** Mimecast sends no header until the limit is exceeded, and sometimes none at all (API.md §1.4). */
const defaultThrottleMs = 60_000;

/**
 * How long a 429 asks to wait, in ms. `Retry-After` is seconds or a date; every spelling of the reset header is taken.
 * Sources contradict on its meaning: below 10^9 it is a duration in ms, above it is a point in time.
 */
export function throttleMs(headers: Readonly<Record<string, string | string[] | undefined>>, now: number): number {
  const clamp = (ms: number): number => Math.min(Math.max(0, ms), longestThrottleMs);
  const header = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : (value?.[0] ?? null);
  };
  const retryAfter = header('retry-after');
  if (retryAfter !== null) {
    const seconds = Number(retryAfter);
    if (Number.isFinite(seconds)) return clamp(seconds * 1000);
    const date = Date.parse(retryAfter);
    if (Number.isFinite(date)) return clamp(date - now);
  }
  for (const name of ['x-ratelimit-reset', 'x-rate-limit-reset', 'x-mimecast-ratelimit-reset', 'x-mc-rate-limit-reset']) {
    const value = Number(header(name) ?? NaN);
    if (!Number.isFinite(value)) continue;
    if (value < 1e9) return clamp(value);
    return clamp(value < 1e11 ? value * 1000 - now : value - now);
  }
  return defaultThrottleMs;
}

const networkCodes: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'NET-DNS',
  EAI_AGAIN: 'NET-DNS',
  ECONNREFUSED: 'NET-REFUSED',
  EHOSTUNREACH: 'NET-REFUSED',
  ENETUNREACH: 'NET-REFUSED',
  ETIMEDOUT: 'NET-TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'NET-TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'NET-TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'NET-TIMEOUT',
  ECONNRESET: 'NET-RESET',
  EPIPE: 'NET-RESET',
  UND_ERR_SOCKET: 'NET-RESET',
  ENOSPC: 'PC-DISK-FULL',
  EDQUOT: 'PC-DISK-FULL',
};

/** The failure behind an error of the network stack; its `cause` is where undici keeps the errno. */
export function codeForNetworkError(error: unknown): { readonly code: FailureCode; readonly detail: string } {
  const seen = new Set<unknown>();
  let at: unknown = error;
  while (at instanceof Error && !seen.has(at)) {
    seen.add(at);
    const { code } = at as { readonly code?: unknown };
    if (typeof code === 'string') {
      const known = networkCodes[code];
      if (known !== undefined) return { code: known, detail: `${code}: ${at.message}` };
      if (/CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code)) return { code: 'NET-TLS', detail: `${code}: ${at.message}` };
    }
    if (at instanceof AggregateError && at.errors.length > 0) at = at.errors[0] as unknown;
    else at = at.cause;
  }
  return { code: 'NET-RESET', detail: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
}
