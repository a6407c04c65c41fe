import type { LogType } from '../../../shared/model/log-type';
import type { PackedBody } from '../pipeline/chunk';
import { inBuffer, packBody, splitLines, unpackBody } from './batch-body';
import type { SqlRow } from './driver';
import type { LedgerTable } from './ledger-table';
import { hourOf } from './ledger-table';
import type { QuarantineTable } from './quarantine-table';
import type { SharedBodies, StoredPiece } from './shared-bodies';
import type { Acknowledgement, HeldElsewhere, Lease, LeasedBatch, StreamRef } from './spool';
import { backfillKey } from './spool';
import type { SpoolDatabase } from './spool-database';
import type { TrailTable } from './trail-table';
import { refusedSource } from './trail-table';

export type NewBatch = {
  readonly stream: number;
  readonly connectorName: string;
  /** Epoch ms. */
  readonly at: number;
  readonly outputs: readonly string[];
  readonly count: number;
  readonly lines: Uint8Array;
  /** The lines, where they are packed already. */
  readonly packed?: PackedBody | StoredPiece | undefined;
  readonly ids: Uint8Array;
};

const nothing = new Uint8Array(0);

/** Events on their way to the outputs: a row per batch, and a row in `pending` for every output that still wants it. */
export class BatchTable {
  readonly #db: SpoolDatabase;
  readonly #bodies: SharedBodies;
  readonly #ledger: LedgerTable;
  readonly #quarantine: QuarantineTable;
  readonly #trails: TrailTable;

  constructor(db: SpoolDatabase, bodies: SharedBodies, ledger: LedgerTable, quarantine: QuarantineTable, trails: TrailTable) {
    this.#db = db;
    this.#bodies = bodies;
    this.#ledger = ledger;
    this.#quarantine = quarantine;
    this.#trails = trails;
  }

  /** Returns the number of the batch; 0 when no output wants it, then nothing is stored. */
  insert(batch: NewBatch): number {
    if (batch.outputs.length === 0) return 0;
    const packed = batch.packed ?? packBody(batch.lines);
    const { bytes, crc } = packed;
    const { body, codec, shared, start } = 'row' in packed ? { body: nothing, codec: 0, shared: packed.row, start: packed.start } : { ...packed, shared: null, start: 0 };
    const seq = this.#db
      .sql('INSERT INTO batches (stream, connector_name, count, bytes, crc, at, ids, body, codec, shared, start) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(batch.stream, batch.connectorName, batch.count, bytes, crc, batch.at, inBuffer(batch.ids), inBuffer(body), codec, shared, start).lastInsertRowid;
    for (const output of batch.outputs) this.#db.sql('INSERT INTO pending (output, seq, count) VALUES (?, ?, ?)').run(output, seq, batch.count);
    return seq;
  }

  /** `startedOver`: a damaged batch was set aside and its stream reads again; what was remembered of it is of before. */
  lease(outputId: string, maxBatches: number, maxBytes: number, held: HeldElsewhere): Lease & { readonly startedOver: boolean } {
    const rows = this.#db.sql(
      `SELECT b.seq, b.bytes, b.count FROM pending p JOIN batches b ON b.seq = p.seq WHERE p.output = ? ORDER BY p.seq LIMIT ?`,
    ).all(outputId, maxBatches);
    const batches: LeasedBatch[] = [];
    let bytes = 0;
    let startedOver = false;
    for (const row of rows) {
      bytes += Number(row['bytes']);
      if (batches.length > 0 && bytes > maxBytes) break;
      const batch = this.#read(Number(row['seq']), held === 'all' || held.includes(Number(row['seq'])));
      if (batch !== null) {
        batches.push(batch);
        continue;
      }
      this.#setAsideDamaged(Number(row['seq']));
      startedOver = true;
    }
    // All of them were damaged and are out of the way now: the output must not rest in front of those behind them.
    if (batches.length === 0 && rows.length > 0) return { ...this.lease(outputId, maxBatches, maxBytes, held), startedOver };
    const leased = batches.reduce((sum, batch) => sum + batch.count, 0);
    return { batches, waiting: this.waiting(outputId) - leased, startedOver };
  }

  /** Inside a transaction: settles what the output was given. Returns the streams whose figures changed. */
  settle(ack: Acknowledgement): ReadonlyMap<number, StreamRef> {
    const touched = new Map<number, StreamRef>();
    for (const seq of ack.seqs) {
      const row = this.#db.sql(
        'SELECT b.stream, b.count, b.at, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?',
      ).get(seq);
      const removed = this.#db.sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(ack.outputId, seq).changes;
      if (row === undefined || removed === 0) continue;
      const [stream, count, at] = [Number(row['stream']), Number(row['count']), Number(row['at'])];
      touched.set(stream, { connectorId: String(row['connector']), logType: row['log_type'] as LogType });
      const refusals = ack.refused.filter((refusal) => refusal.seq === seq);
      for (const refusal of refusals) this.#setAside(stream, refusal, ack, at);
      const refused = refusals.reduce((sum, refusal) => sum + refusal.events.length, 0);
      const kept = ack.filtered?.find((one) => one.seq === seq)?.kept.length ?? count;
      this.#ledger.addOutput(stream, hourOf(at), ack.outputId, { delivered: kept - refused, refused, filtered: count - kept });
      this.#trails.settled({ seq, output: ack.outputId, at: ack.at, count }, ack);
      this.#releaseWhenSettled(stream, hourOf(at), seq, count);
    }
    return touched;
  }

  /** Inside a transaction: what waits for this output counts as refused by it. */
  forget(outputId: string, now: number): void {
    for (const row of this.#db.sql('SELECT seq FROM pending WHERE output = ?').all(outputId)) {
      const seq = Number(row['seq']);
      const batch = this.#db.sql('SELECT stream, count, at FROM batches WHERE seq = ?').get(seq);
      this.#db.sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(outputId, seq);
      if (batch === undefined) continue;
      const [stream, count, hour] = [Number(batch['stream']), Number(batch['count']), hourOf(Number(batch['at']))];
      this.#ledger.addOutput(stream, hour, outputId, { refused: count });
      this.#trails.removed(seq, outputId, now);
      this.#releaseWhenSettled(stream, hour, seq, count);
    }
    this.#db.sql('DELETE FROM outputs WHERE output = ?').run(outputId);
  }

  /** Events that wait for an output. */
  waiting(outputId: string): number {
    return Number(this.#db.sql('SELECT coalesce(sum(count), 0) AS n FROM pending WHERE output = ?').get(outputId)?.['n'] ?? 0);
  }

  /** Ids of outputs that have something here: batches that wait, or a state of their own. */
  outputs(): readonly string[] {
    return this.#db.sql('SELECT output FROM pending UNION SELECT output FROM outputs').all().map((row) => String(row['output']));
  }

  /** Null when it is damaged or gone. `held`: the caller has the lines, they need not be read. */
  #read(seq: number, held = false): LeasedBatch | null {
    const columns = held ? 'b.seq, b.connector_name, b.count, b.ids' : 'b.*';
    const row = this.#db.sql(`SELECT ${columns}, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?`).get(seq);
    const lines = row === undefined ? null : held ? nothing : this.#linesOf(row);
    if (row === undefined || lines === null) return null;
    return {
      seq,
      stream: { connectorId: String(row['connector']), logType: row['log_type'] as LogType },
      connectorName: String(row['connector_name']),
      count: Number(row['count']),
      lines,
      ids: new Uint8Array(row['ids'] as Uint8Array),
    };
  }

  #linesOf(row: SqlRow): Uint8Array | null {
    const { shared, start, bytes, crc } = row;
    return shared === null ? unpackBody(row) : this.#bodies.read({ row: Number(shared), start: Number(start), bytes: Number(bytes), crc: Number(crc) });
  }

  /**
   * A batch whose bytes changed on disk is never sent: it is counted, kept as it is and out of the way. Mimecast has the events
   * still: their ids are forgotten and the stream starts over, as after a recovery.
   */
  #setAsideDamaged(seq: number): void {
    const row = this.#db.sql('SELECT stream, connector_name, count, at, body, shared FROM batches WHERE seq = ?').get(seq);
    if (row === undefined) return;
    const [stream, count, at] = [Number(row['stream']), Number(row['count']), Number(row['at'])];
    this.#db.transaction(() => {
      this.#quarantine.add({
        stream, connectorName: String(row['connector_name']), at, code: 'PC-SPOOL', source: `batch ${seq}`, bytes: row['shared'] === null ? (row['body'] as Uint8Array) : this.#bodies.head(Number(row['shared'])), cut: true, output: null,
        detail: `${count} events: the checksum of the stored batch does not match. What Mimecast still has of them is collected again.`,
      });
      this.#ledger.add(stream, hourOf(at), { quarantined: count });
      this.#db.sql('DELETE FROM pending WHERE seq = ?').run(seq);
      this.#remove(seq);
      this.#db.sql('DELETE FROM seen WHERE batch = ?').run(seq);
      this.#db.sql('DELETE FROM settled WHERE seq = ?').run(seq);
      this.#db.sql('DELETE FROM state WHERE stream = ? AND key <> ?').run(stream, backfillKey);
      this.#db.sql('UPDATE streams SET cursor = NULL, again = 1 WHERE id = ?').run(stream);
      this.#db.sql('UPDATE epoch SET value = value + 1').run();
    });
  }

  #setAside(stream: number, refusal: Acknowledgement['refused'][number], ack: Acknowledgement, at: number): void {
    const batch = this.#read(refusal.seq);
    if (batch === null) return;
    const lines = splitLines(batch.lines);
    for (const index of refusal.events) {
      this.#quarantine.add({
        stream, connectorName: batch.connectorName, at, code: refusal.failure.code, detail: refusal.failure.detail ?? '',
        source: refusedSource(refusal.seq, index), bytes: lines[index] ?? new Uint8Array(0), cut: false, output: ack.outputId,
      });
    }
    this.#quarantine.bound();
  }

  #releaseWhenSettled(stream: number, hour: number, seq: number, count: number): void {
    if (this.#db.sql('SELECT 1 FROM pending WHERE seq = ? LIMIT 1').get(seq) !== undefined) return;
    this.#remove(seq);
    this.#ledger.add(stream, hour, { released: count });
  }

  #remove(seq: number): void {
    const shared = this.#db.sql('DELETE FROM batches WHERE seq = ? RETURNING shared').get(seq)?.['shared'];
    if (typeof shared === 'number') this.#bodies.released(shared);
  }
}
