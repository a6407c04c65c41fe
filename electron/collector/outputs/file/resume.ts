import type { ResumeState } from '../output';
import { fileName, fileNumber } from './file-names';

/** Where a stream stands: the length of its newest file in bytes, null when that file can no longer be continued. */
export type FilePosition = { readonly number: number; readonly length: number | null };

/** `{files: {<stream key>: {name, length}}}`. Streams whose file cannot be continued keep their number with length null. */
export function toResume(positions: ReadonlyMap<string, FilePosition>): ResumeState {
  const files: [string, unknown][] = [];
  for (const [key, { number, length }] of positions) files.push([key, { name: fileName(key, number), length }]);
  return { files: Object.fromEntries(files) };
}

/** Entries that do not fit are left out: their stream then begins with the next free number. */
export function readResume(resume: ResumeState | null): ReadonlyMap<string, FilePosition> {
  const positions = new Map<string, FilePosition>();
  const files = resume?.['files'];
  if (files === null || typeof files !== 'object') return positions;
  for (const [key, value] of Object.entries(files as Readonly<Record<string, unknown>>)) {
    if (/[/\\]/.test(key) || value === null || typeof value !== 'object') continue;
    const { name, length } = value as { readonly name?: unknown; readonly length?: unknown };
    const number = typeof name === 'string' ? fileNumber(key, name) : null;
    if (number === null || (length !== null && typeof length !== 'number')) continue;
    if (length === null || (Number.isSafeInteger(length) && length >= 0)) positions.set(key, { number, length });
  }
  return positions;
}
