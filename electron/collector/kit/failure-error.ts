import { randomBytes } from 'node:crypto';

import type { FailureCode } from '../../../shared/failures/catalogue';
import { describeFailure } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';

/** Longest technical detail kept: enough for a vendor's sentence, too short for a payload. */
const longestDetail = 600;

/**
 * Makes a failure. `detail` must not hold a secret; as a second fence, bearer tokens and the query part of
 * addresses (signed URLs are secrets) are removed here.
 */
export function failure(
  code: FailureCode,
  options: { readonly at: number; readonly detail?: string | null; readonly retryAfterMs?: number | null },
): Failure {
  const detail = options.detail ?? null;
  return {
    code,
    detail: detail === null ? null : redact(detail).slice(0, longestDetail),
    retryAfterMs: options.retryAfterMs ?? null,
    at: options.at,
    ref: randomBytes(4).toString('hex'),
  };
}

/** Removes what must never be written: bearer tokens and the query of any address. */
export function redact(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 ••••••')
    .replace(/(https?:\/\/)[^\s/?#@"'<>]+@/gi, '$1••••••@')
    .replace(/(https?:\/\/[^\s?"'<>]+)\?[^\s"'<>]*/gi, '$1?••••••')
    .replace(/\b(X-Amz-[\w-]+|Signature)=[^\s&"'<>]+/gi, '$1=••••••')
    .replace(/\b(client_secret|access_token|password|secret)(["']?\s*[=:]\s*["']?)[^\s&"',}]+/gi, '$1$2••••••');
}

/** A failure on its way up: thrown inside the collector, turned into data at every boundary. */
export class FailureError extends Error {
  constructor(readonly failure: Failure, options?: ErrorOptions) {
    super(`${failure.code}: ${describeFailure(failure.code).title}${failure.detail === null ? '' : ` (${failure.detail})`}`, options);
    this.name = 'FailureError';
  }
}

/** An error that knows its catalogue code but not the time, which is a parameter everywhere outside of kit. */
export class CodedError extends Error {
  constructor(
    readonly failureCode: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CodedError';
  }
}

/** Whatever was thrown, as a failure. */
export function toFailure(error: unknown, at: number): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof CodedError) return failure(error.failureCode, { at, detail: error.message });
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return failure('APP-BUG', { at, detail });
}
