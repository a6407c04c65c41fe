import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

import { LogTypeSchema } from '../../../shared/model/log-type';

const KnownStreamSchema = z.object({ id: z.number().int(), connectorId: z.string(), logType: LogTypeSchema, reach: z.number().nullable() });

/** A stream as the tables name it, and how far back it was asked to reach (epoch ms). */
export type KnownStream = z.infer<typeof KnownStreamSchema>;

/** The streams, beside the spool: when the table of them is damaged, the batches still have an owner. Empty when unreadable. */
export function readKnownStreams(dir: string): readonly KnownStream[] {
  try {
    return z.array(KnownStreamSchema).parse(JSON.parse(readFileSync(fileOf(dir), 'utf8')));
  } catch {
    // Missing or damaged: the table itself is the truth, this is what helps when that is gone.
    return [];
  }
}

/** Written when a stream appears or reaches further back: a few times in the life of a spool. */
export function writeKnownStreams(dir: string, streams: readonly KnownStream[]): void {
  writeAside(fileOf(dir), JSON.stringify(streams));
}

/**
 * Writes a file that only a recovery will ask for. On a full disk it stays as it was: what was committed must not be
 * reported as failed because of it, and the next start writes it again.
 */
export function writeAside(file: string, text: string): void {
  try {
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  } catch {
    // See above.
  }
}

function fileOf(dir: string): string {
  return path.join(dir, 'spool.streams.json');
}
