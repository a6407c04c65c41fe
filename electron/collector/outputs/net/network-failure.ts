import type { Failure } from '../../../../shared/failures/failure';
import { CodedError, failure } from '../../kit/failure-error';

const tlsCodes =
  /^(?:ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|EPROTO$|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)/;

/** A connection or request that failed without an answer. */
export function networkFailure(error: unknown, at: number): Failure {
  const known = firstCause(error);
  // A proxy on the way has its own sentence and its own person.
  if (known instanceof CodedError) return failure(known.failureCode, { at, detail: known.message });
  const code = 'code' in known && typeof known.code === 'string' ? known.code : '';
  const detail = code === '' || known.message.includes(code) ? known.message : `${code}: ${known.message}`;
  // A clock that is behind makes every certificate look as if it were of tomorrow.
  if (code === 'CERT_NOT_YET_VALID') return failure('PC-CLOCK', { at, detail });
  return failure(tlsCodes.test(code) ? 'NET-TLS' : 'OUT-UNREACHABLE', { at, detail });
}

/** Several addresses tried at once fail as one AggregateError; its first member tells what happened. */
function firstCause(error: unknown): Error {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0];
  if (error instanceof Error) return error.cause instanceof Error && !('code' in error) ? error.cause : error;
  return new Error(String(error));
}
