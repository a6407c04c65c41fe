import { Buffer } from 'node:buffer';

import type { TrailBatch, TrailOutput } from '../../../shared/model/trail';
import { bitsOf, hasBit, otherBits } from './event-bits';
import type { FoundId } from './seen-table';
import type { Acknowledgement } from './spool';
import type { SpoolDatabase } from './spool-database';

/** What one output did with one batch. */
export type SettledBatch = { readonly seq: number; readonly output: string; readonly at: number; readonly count: number };

/**
 * What became of batches that have left, a small row for each and output: the spool forgets a batch when its last output is done
 * with it, and somebody may ask later. Kept as long as the ids of the batch are.
 */
export class TrailTable {
  readonly #db: SpoolDatabase;

  constructor(db: SpoolDatabase) {
    this.#db = db;
  }

  /** Inside the transaction of the acknowledgement. */
  settled({ seq, output, at, count }: SettledBatch, { refused, filtered }: Pick<Acknowledgement, 'refused' | 'filtered'>): void {
    const refusedEvents = refused.filter((one) => one.seq === seq).flatMap(({ events }) => events);
    const kept = filtered?.find((one) => one.seq === seq)?.kept;
    this.#insert([seq, output, at, 0, blobOf(bitsOf(refusedEvents, count)), kept === undefined ? null : blobOf(otherBits(kept, count))]);
  }

  /** The output was removed while it still wanted the batch. */
  removed(seq: number, output: string, at: number): void {
    this.#insert([seq, output, at, 1, null, null]);
  }

  /** What is known of an event, by the place of its id. */
  of(stream: number, { batch, place, at }: FoundId): TrailBatch {
    const outputs: TrailOutput[] = this.#db
      .sql('SELECT output FROM pending WHERE seq = ? ORDER BY output')
      .all(batch)
      .map((row) => ({ outputId: String(row['output']), passage: 'waiting', at: null, refusal: null }));
    for (const row of this.#db.sql('SELECT output, at, removed, refused, filtered FROM settled WHERE seq = ? ORDER BY output').all(batch)) {
      const outputId = String(row['output']);
      const settled = { outputId, at: Number(row['at']), refusal: null };
      if (Number(row['removed']) === 1) outputs.push({ ...settled, passage: 'removed' });
      else if (hasBit(row['refused'], place)) outputs.push({ ...settled, passage: 'refused', refusal: this.#refusal(stream, outputId, batch, place) });
      else outputs.push({ ...settled, passage: hasBit(row['filtered'], place) ? 'filtered' : 'acknowledged' });
    }
    return { batch, spooledAt: at, outputs };
  }

  /** Its entry names the place of the event; it is gone when it was discarded or tried again. */
  #refusal(stream: number, output: string, batch: number, place: number): TrailOutput['refusal'] {
    const row = this.#db
      .sql('SELECT id, code, detail FROM quarantine WHERE stream = ? AND output = ? AND source = ?')
      .get(stream, output, refusedSource(batch, place));
    return row === undefined ? null : { id: Number(row['id']), code: String(row['code']), detail: String(row['detail']) };
  }

  #insert(values: readonly [seq: number, output: string, at: number, removed: number, refused: Buffer | null, filtered: Buffer | null]): void {
    this.#db.sql('INSERT OR REPLACE INTO settled (seq, output, at, removed, refused, filtered) VALUES (?, ?, ?, ?, ?, ?)').run(...values);
  }
}

/** How the quarantine names an event that an output refused. */
export function refusedSource(batch: number, place: number): string {
  return `batch ${batch}, event ${place + 1}`;
}

function blobOf(bits: Uint8Array | null): Buffer | null {
  return bits === null ? null : Buffer.from(bits);
}
