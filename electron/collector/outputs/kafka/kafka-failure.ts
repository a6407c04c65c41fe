import type { Failure } from '../../../../shared/failures/failure';
import { failure } from '../../kit/failure-error';
import type { Secret } from '../../kit/secret';
import { excerpt } from '../http/http-answer';
import { networkFailure } from '../net/network-failure';
import type { Verdict } from '../parts/part-delivery';

/** Broker errors that speak of the records: too large one by one or together, or not valid for the topic. */
const aboutTheRecords: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP']);

const aboutTheCredentials: ReadonlySet<string> = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
]);

// As for HTTP: trying every few seconds could lock the account.
const authenticationRetryMs = 5 * 60_000;

/** What a rejected produce call means. Errors of the client wrap the one that tells. */
export function judgeKafkaError(error: unknown, secret: Secret | null, at: number): Exclude<Verdict, { kind: 'sorted' | 'arrived' }> {
  const chain = causes(error);
  const types = chain.map(typeOf);
  const innermost = chain.at(-1);
  const type = types.find((found) => found !== '') ?? '';
  const message = innermost instanceof Error ? innermost.message : String(innermost);
  const detail = excerpt(`${type === '' ? '' : `${type}: `}${message}`, secret).replace(/^: /, '');
  if (types.some((found) => aboutTheRecords.has(found))) return { kind: 'unacceptable', failure: failure('OUT-REFUSED', { at, detail }) };
  const later = (found: Failure): Exclude<Verdict, { kind: 'sorted' | 'arrived' }> => ({ kind: 'later', failure: found });
  if (types.some((found) => aboutTheCredentials.has(found)) || chain.some((one) => one instanceof Error && one.name === 'KafkaJSSASLAuthenticationError')) {
    return later(failure('OUT-AUTH', { at, detail, retryAfterMs: authenticationRetryMs }));
  }
  if (types.includes('THROTTLING_QUOTA_EXCEEDED')) return later(failure('OUT-THROTTLED', { at, detail }));
  const { code } = networkFailure(innermost, at);
  // A proxy on the way, or the clock of this computer: the sentence of its own.
  if (code !== 'NET-TLS' && code !== 'OUT-UNREACHABLE') return later(failure(code, { at, detail }));
  // The client puts the reason of a refused certificate into the text of its own error.
  const tls = code === 'NET-TLS' || /certificate|\bTLS\b|\bSSL\b/i.test(message);
  return later(failure(tls ? 'NET-TLS' : 'OUT-UNREACHABLE', { at, detail }));
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (current !== undefined && current !== null && chain.length < 5) {
    chain.push(current);
    const { cause, originalError } = current as { readonly cause?: unknown; readonly originalError?: unknown };
    current = cause ?? originalError;
  }
  return chain;
}

function typeOf(error: unknown): string {
  if (error === null || typeof error !== 'object' || !('type' in error)) return '';
  return typeof error.type === 'string' ? error.type : '';
}
