import type { FailureCode } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';
import { failure } from '../../collector/kit/failure-error';

const codes: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'NET-DNS',
  EAI_AGAIN: 'NET-DNS',
  ECONNREFUSED: 'NET-REFUSED',
  EHOSTUNREACH: 'NET-REFUSED',
  ENETUNREACH: 'NET-REFUSED',
  ETIMEDOUT: 'NET-TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'NET-TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'NET-TIMEOUT',
  CERT_NOT_YET_VALID: 'PC-CLOCK',
};

/** A connection of the shell's own (tests of settings, diagnostics) that failed, in the words of the catalogue. */
export function networkFailure(error: unknown, at: number): Failure {
  const first: unknown = error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error;
  const known = first instanceof Error ? first : new Error(String(first));
  const code = 'code' in known && typeof known.code === 'string' ? known.code : '';
  const detail = code === '' || known.message.includes(code) ? known.message : `${code}: ${known.message}`;
  if (known.name === 'TimeoutError') return failure('NET-TIMEOUT', { at, detail });
  return failure(codes[code] ?? (/CERT|TLS|SSL|EPROTO|SELF_SIGNED|UNABLE_TO/.test(code) ? 'NET-TLS' : 'NET-RESET'), { at, detail });
}
