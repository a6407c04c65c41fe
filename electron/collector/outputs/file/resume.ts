import type { ResumeState } from '../output';
import { fileName, fileNumber } from './file-names';

/** Where a stream stands: the length of its newest file in bytes, null when that file can no longer be continued. */
export type FilePosition = { readonly number: number; readonly length: number | null };

/** The numbers that this output gave to files of a stream: all from `first` on, but for those that others had taken. */
export type OwnNumbers = { readonly first: number; readonly foreign: readonly number[] };

/**
 * `{files: {<stream key>: {name, length}}, own: {<stream key>: {first, foreign}}}`. Streams whose file cannot be continued
 * keep their number with length null.
 */
export function toResume(positions: ReadonlyMap<string, FilePosition>, own: ReadonlyMap<string, OwnNumbers>): ResumeState {
  const files: [string, unknown][] = [];
  for (const [key, { number, length }] of positions) files.push([key, { name: fileName(key, number), length }]);
  return { files: Object.fromEntries(files), own: Object.fromEntries(own) };
}

/** Entries that do not fit are left out: their stream then owns what it writes from now on. */
export function readOwnNumbers(resume: ResumeState | null): ReadonlyMap<string, OwnNumbers> {
  const found = new Map<string, OwnNumbers>();
  const own = resume?.['own'];
  if (own === null || typeof own !== 'object') return found;
  for (const [key, value] of Object.entries(own as Readonly<Record<string, unknown>>)) {
    if (/[/\\]/.test(key) || value === null || typeof value !== 'object') continue;
    const { first, foreign } = value as { readonly first?: unknown; readonly foreign?: unknown };
    if (!isNumber(first) || !Array.isArray(foreign)) continue;
    found.set(key, { first, foreign: foreign.filter(isNumber) });
  }
  return found;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
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
