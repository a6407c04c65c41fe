import type { Failure } from '../../../../shared/failures/failure';
import { failure } from '../../kit/failure-error';

/** A file is not what it was a moment ago: removed, replaced or shortened by another program. */
export class FileChangedError extends Error {
  constructor(name: string) {
    super(`${name} was removed or changed by another program while it was written`);
    this.name = 'FileChangedError';
  }
}

/** The errno of a file system error, or null for any other. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** A file system error as a failure; null when it is none, hence a bug that must not be hidden. */
export function fileFailure(error: unknown, at: number): Failure | null {
  if (error instanceof FileChangedError) return failure('OUT-FILE', { at, detail: error.message });
  const errno = errnoOf(error);
  if (errno === null || !/^E[A-Z0-9]+$/.test(errno)) return null;
  const full = errno === 'ENOSPC' || errno === 'EDQUOT';
  return failure(full ? 'PC-DISK-FULL' : 'OUT-FILE', { at, detail: error instanceof Error ? error.message : errno });
}
