import { constants } from 'node:os';

import type { FailureCode } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';
import { CodedError, failure, FailureError } from '../../collector/kit/failure-error';

/** What the updater says of a file that is not the announced one, or not the publisher's (electron-updater, builder-util-runtime). */
const refused: ReadonlySet<string> = new Set(['ERR_CHECKSUM_MISMATCH', 'ERR_UPDATER_INVALID_SIGNATURE', 'ERR_UPDATER_NO_CHECKSUM']);
/** What the disk says. Errors of connections have errno names, too. */
const ofTheDisk: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOENT', 'EBUSY', 'EDQUOT', 'ERR_UPDATER_OLD_FILE_NOT_FOUND']);

/** An update that did not come about, in the words of the catalogue. */
export function updateFailure(error: unknown, at: number): Failure {
  if (error instanceof FailureError) return error.failure;
  // A proxy on the way has its own sentence.
  if (error instanceof CodedError) return failure(error.failureCode, { at, detail: error.message });
  const code = codeOf(error);
  const detail = error instanceof Error ? firstLine(error.message) : String(error);
  return failure(catalogueCode(code), { at, detail: code === '' || detail.includes(code) ? detail : `${code}: ${detail}` });
}

function catalogueCode(code: string): FailureCode {
  if (refused.has(code)) return 'APP-UPDATE-REFUSED';
  return ofTheDisk.has(code) ? 'APP-UPDATE-INSTALL' : 'APP-UPDATE-SERVER';
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' && (code in constants.errno || code.startsWith('ERR_') || code.startsWith('HTTP_ERROR')) ? code : '';
}

// The updater appends the headers of the answer and whole pages.
function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
