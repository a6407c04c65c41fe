import { createHash } from 'node:crypto';

import type { LogType } from '../../../../shared/model/log-type';

/** Longest safe name in characters and in UTF-8 bytes: with log type, number and marker it stays under the 255 bytes of a file name. */
const longestName = 60;
const longestNameBytes = 120;

// Windows opens a device for these, whatever follows behind a dot.
const reservedOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A connector's name as a part of file names. Letters (with their marks), digits, "_" and "-" stay, everything else
 * becomes "-". A name that had to change gets a hash of the original, so that "A/B" and "A B" never share a file.
 */
export function safeName(connectorName: string): string {
  const composed = connectorName.normalize('NFC');
  let safe = composed.replace(/[^\p{L}\p{M}\p{N}_-]/gu, '-').replace(/^-+/, '');
  if (reservedOnWindows.test(safe)) safe = `${safe}-`;
  if (safe === connectorName && fits(safe)) return safe;
  const suffix = createHash('sha256').update(connectorName).digest('hex').slice(0, 8);
  const characters = Array.from(safe);
  // Marks and letters outside the basic plane count one each; the byte limit decides for long scripts.
  while (characters.length > 0 && !fits(`${characters.join('')}-${suffix}`)) characters.pop();
  const stem = characters.join('').replace(/-+$/, '');
  return stem === '' ? `connector-${suffix}` : `${stem}-${suffix}`;
}

function fits(name: string): boolean {
  return name !== '' && name.length <= longestName && Buffer.byteLength(name) <= longestNameBytes;
}

/** What all files of one connector and log type begin with. */
export function streamKey(connectorName: string, logType: LogType): string {
  return `${safeName(connectorName)}_${logType}`;
}

/** `number` counts from 1. */
export function fileName(key: string, number: number): string {
  return `${key}_${String(number).padStart(6, '0')}.ndjson`;
}

/**
 * The number in a file's name, or null when the name is not one of this key. Letter case is ignored, because on Windows
 * and macOS names that differ in case only are one file.
 */
export function fileNumber(key: string, name: string): number | null {
  if (!name.toLowerCase().startsWith(`${key.toLowerCase()}_`)) return null;
  const match = /^(\d{6,12})\.ndjson$/i.exec(name.slice(key.length + 1));
  return match === null ? null : Number(match[1]);
}
