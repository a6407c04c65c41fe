import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

import type { LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { QuarantinePage, RetryResult } from '../../../shared/model/quarantine';
import type { Probe } from '../kit/probe';
import { noProbe } from '../kit/probe';
import type { Chunk } from '../pipeline/chunk';
import { decodeRecords } from '../pipeline/decode-lines';
import { idBytes } from '../pipeline/identity';
import type { SqlDriver, SqlRow } from './driver';
import { IdWindow } from './id-window';
import { hourOf, LedgerTable } from './ledger-table';
import type { StoredQuarantineItem } from './quarantine-table';
import { QuarantineTable } from './quarantine-table';
import type {
  Acknowledgement,
  AcknowledgementResult,
  Commit,
  CommitResult,
  Lease,
  LeasedBatch,
  OutputMemory,
  StateChange,
  StreamMemory,
  StreamRef,
} from './spool';
import { SpoolDatabase } from './spool-database';

export type SqliteSpoolOptions = {
  /** Folder of spool.db; made 0700 when missing. */
  readonly dir: string;
  readonly engine?: SqlDriver['engine'];
  /** Ids remembered per stream: two generations of this many (32 bytes each at worst). */
  readonly dedupeGeneration?: number;
};

/** Level 1: five times smaller for 6 CPU seconds a million events; higher levels double the time for a tenth (PERF.md §6.7). */
const deflateOptions = { level: 1 };
/** Old ids and hours are looked for after this many commits of a stream: the search scans rows. */
const pruneEvery = 64;

type Fresh = { readonly count: number; readonly lines: Uint8Array; readonly ids: Uint8Array; readonly indexes: readonly number[] | null };
type StreamRow = { readonly id: number; window: IdWindow | null; commits: number };
type NewBatch = { readonly stream: number; readonly connectorName: string; readonly at: number; readonly outputs: readonly string[] };

/**
 * The spool on SQLite, synchronous: it lives in a worker thread (store-worker.ts) behind the `Spool` interface.
 * The raw records are stored, not the normalized ones: normalizing is a pure function of them, and what
 * Mimecast sent can then be kept to the byte.
 */
export class SqliteSpool {
  readonly #db: SpoolDatabase;
  readonly #ledger: LedgerTable;
  readonly #quarantine: QuarantineTable;
  readonly #generation: number;
  readonly #streams = new Map<string, StreamRow>();
  readonly #probe: Probe;

  constructor(options: SqliteSpoolOptions, probe: Probe = noProbe) {
    this.#probe = probe;
    this.#db = new SpoolDatabase(options.dir, options.engine);
    this.#ledger = new LedgerTable(this.#db);
    this.#quarantine = new QuarantineTable(this.#db);
    this.#generation = options.dedupeGeneration ?? 500_000;
  }

  memory(stream: StreamRef): StreamMemory {
    const { id } = this.#stream(stream);
    const row = this.#db.sql('SELECT cursor, newest, caught_up FROM streams WHERE id = ?').get(id);
    const cursor = row?.['cursor'];
    const gaps = this.#db
      .sql('SELECT from_time, to_time, why, at FROM gaps WHERE stream = ? ORDER BY id DESC LIMIT 100')
      .all(id)
      .map((gap) => ({ from: String(gap['from_time']), to: String(gap['to_time']), why: String(gap['why']), at: Number(gap['at']) }));
    return {
      cursor: typeof cursor === 'string' ? (JSON.parse(cursor) as unknown) : null,
      counts: this.#ledger.counts(id),
      gaps,
      newest: numberOrNull(row?.['newest']),
      caughtUpAt: numberOrNull(row?.['caught_up']),
    };
  }

  state(stream: StreamRef): readonly StateChange[] {
    const { id } = this.#stream(stream);
    return this.#db
      .sql('SELECT key, value FROM state WHERE stream = ?')
      .all(id)
      .map((row) => ({ key: String(row['key']), value: String(row['value']) }));
  }

  commit(commit: Commit): CommitResult {
    this.#probe('before-commit');
    const stream = this.#stream(commit.stream);
    const fresh = this.#fresh(stream, commit);
    const duplicates = (commit.chunk?.count ?? 0) - fresh.count;
    try {
      this.#db.transaction(() => {
        if (fresh.count > 0) this.#insertBatch({ stream: stream.id, connectorName: commit.connectorName, at: commit.at, outputs: commit.outputs }, fresh);
        for (const item of commit.broken) this.#quarantine.add({ ...item, stream: stream.id, connectorName: commit.connectorName, at: commit.at, output: null });
        if (commit.broken.length > 0) this.#quarantine.bound();
        this.#probe('in-commit');
        this.#writePosition(stream.id, commit);
        this.#ledger.add(stream.id, hourOf(commit.at), {
          fetched: (commit.chunk?.count ?? 0) + commit.broken.length,
          duplicates,
          quarantined: commit.broken.length,
          // With no output that wants them, the events are settled as soon as they are counted.
          released: commit.outputs.length === 0 ? fresh.count : 0,
        });
        stream.commits += 1;
        // From the first commit on: a program that runs for a moment every hour must prune too.
        if (stream.commits % pruneEvery === 1) {
          this.#pruneSeen(stream.id);
          this.#ledger.prune(commit.at);
        }
      });
    } catch (error) {
      // The window in memory is ahead of the disk now: it is rebuilt from the disk at the next commit.
      stream.window = null;
      throw error;
    }
    this.#probe('after-commit');
    return { fresh: fresh.count, freshIndexes: fresh.indexes, duplicates, counts: this.#ledger.counts(stream.id) };
  }

  lease(outputId: string, maxBatches: number, maxBytes: number): Lease {
    // Whoever lost the spool could still read it, and would deliver beside the new owner without ever being able to acknowledge.
    this.#db.requireOwnership();
    const rows = this.#db.sql(
      `SELECT b.seq, b.bytes, b.count FROM pending p JOIN batches b ON b.seq = p.seq WHERE p.output = ? ORDER BY p.seq LIMIT ?`,
    ).all(outputId, maxBatches);
    const batches: LeasedBatch[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += Number(row['bytes']);
      if (batches.length > 0 && bytes > maxBytes) break;
      const batch = this.#readBatch(Number(row['seq']));
      if (batch === null) this.#quarantineBatch(Number(row['seq']));
      else batches.push(batch);
    }
    // All of them were damaged and are out of the way now: the output must not rest in front of those behind them.
    if (batches.length === 0 && rows.length > 0) return this.lease(outputId, maxBatches, maxBytes);
    const leased = batches.reduce((sum, batch) => sum + batch.count, 0);
    return { batches, waiting: this.#waiting(outputId) - leased };
  }

  acknowledge(ack: Acknowledgement): AcknowledgementResult {
    const touched = new Map<number, StreamRef>();
    this.#db.transaction(() => {
      for (const seq of ack.seqs) {
        const row = this.#db.sql(
          'SELECT b.stream, b.count, b.at, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?',
        ).get(seq);
        const removed = this.#db.sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(ack.outputId, seq).changes;
        if (row === undefined || removed === 0) continue;
        const stream = Number(row['stream']);
        const count = Number(row['count']);
        const hour = hourOf(Number(row['at']));
        touched.set(stream, { connectorId: String(row['connector']), logType: row['log_type'] as LogType });
        const refusals = ack.refused.filter((refusal) => refusal.seq === seq);
        for (const refusal of refusals) this.#setAside(stream, refusal, ack, Number(row['at']));
        const refused = refusals.reduce((sum, refusal) => sum + refusal.events.length, 0);
        this.#ledger.addOutput(stream, hour, ack.outputId, count - refused, refused);
        if (this.#db.sql('SELECT 1 FROM pending WHERE seq = ? LIMIT 1').get(seq) === undefined) this.#release(stream, hour, seq, count);
      }
      this.#probe('in-ack');
      if (ack.resume !== undefined) {
        this.#db.sql('INSERT OR REPLACE INTO outputs (output, resume) VALUES (?, ?)').run(ack.outputId, JSON.stringify(ack.resume));
      }
    });
    this.#probe('after-ack');
    const memory = this.outputMemory(ack.outputId);
    return {
      streams: [...touched].map(([id, stream]) => ({ stream, counts: this.#ledger.counts(id) })),
      waiting: memory.waiting,
      delivered: memory.delivered,
      refused: memory.refused,
    };
  }

  forgetOutput(outputId: string): void {
    const seqs = this.#db.sql('SELECT seq FROM pending WHERE output = ?').all(outputId).map((row) => Number(row['seq']));
    this.#db.transaction(() => {
      for (const seq of seqs) {
        const batch = this.#db.sql('SELECT stream, count, at FROM batches WHERE seq = ?').get(seq);
        this.#db.sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(outputId, seq);
        if (batch === undefined) continue;
        const [stream, count, hour] = [Number(batch['stream']), Number(batch['count']), hourOf(Number(batch['at']))];
        this.#ledger.addOutput(stream, hour, outputId, 0, count);
        if (this.#db.sql('SELECT 1 FROM pending WHERE seq = ? LIMIT 1').get(seq) === undefined) this.#release(stream, hour, seq, count);
      }
      this.#db.sql('DELETE FROM outputs WHERE output = ?').run(outputId);
    });
  }

  outputMemory(outputId: string): OutputMemory {
    const resume = this.#db.sql('SELECT resume FROM outputs WHERE output = ?').get(outputId)?.['resume'];
    const sums = this.#db.sql('SELECT coalesce(sum(delivered), 0) AS delivered, coalesce(sum(refused), 0) AS refused FROM stream_outputs WHERE output = ?').get(outputId);
    return {
      resume: typeof resume === 'string' ? (JSON.parse(resume) as Record<string, unknown>) : null,
      waiting: this.#waiting(outputId),
      delivered: Number(sums?.['delivered'] ?? 0),
      refused: Number(sums?.['refused'] ?? 0),
    };
  }

  quarantine(before: number | null, limit: number): QuarantinePage {
    return this.#quarantine.page(before, limit);
  }

  quarantineBytes(id: number): Uint8Array | null {
    const item = this.#quarantine.read(id);
    return item === null ? null : new Uint8Array(item.bytes);
  }

  /** The items are given up: they stay counted as quarantined, only their bytes and entries go. */
  discardQuarantined(ids: readonly number[]): void {
    this.#db.transaction(() => {
      for (const id of ids) this.#quarantine.remove(id);
    });
  }

  /** Tries items again: a whole line is decoded anew, an event that an output refused is sent to it again. */
  retryQuarantined(ids: readonly number[], outputs: readonly string[]): RetryResult {
    const result = { requeued: 0, duplicates: 0, kept: 0 };
    for (const id of ids) {
      const item = this.#quarantine.read(id);
      if (item === null || !item.retryable) result.kept += 1;
      else result[this.#retry(item, outputs)] += 1;
    }
    return result;
  }

  ledger(from: number, to: number): readonly LedgerRow[] {
    return this.#ledger.rows(from, to);
  }

  unbalanced(): readonly string[] {
    return this.#ledger.unbalanced();
  }

  size(): number {
    return this.#db.size();
  }

  close(): void {
    this.#db.close();
  }

  #retry(item: StoredQuarantineItem, outputs: readonly string[]): keyof RetryResult {
    const { chunk } = decodeRecords(item.logType, [Buffer.from(item.bytes).toString('utf8')], item.source);
    if (chunk === null) return 'kept';
    const hour = hourOf(item.at);
    try {
      return this.#db.transaction(() => this.#requeue(item, chunk, hour, outputs));
    } catch (error) {
      // The window in memory may be ahead of the disk now: it is rebuilt from the disk.
      for (const row of this.#streams.values()) if (row.id === item.stream) row.window = null;
      throw error;
    }
  }

  #requeue(item: StoredQuarantineItem, chunk: Chunk, hour: number, outputs: readonly string[]): keyof RetryResult {
    this.#quarantine.remove(item.id);
    const batch = { stream: item.stream, connectorName: item.connectorName, at: item.at };
    if (item.outputId !== null) {
      // Settled as refused when it was set aside; now it waits for that one output again.
      this.#insertBatch({ ...batch, outputs: [item.outputId] }, { ...chunk, indexes: null });
      this.#ledger.add(item.stream, hour, { released: -1 });
      this.#ledger.addOutput(item.stream, hour, item.outputId, 0, -1);
      return 'requeued';
    }
    const window = this.#windowOf(item.stream);
    const isNew = window.add(chunk.ids, 0);
    if (isNew) this.#insertBatch({ ...batch, outputs }, { ...chunk, indexes: null });
    this.#ledger.add(item.stream, hour, { quarantined: -1, duplicates: isNew ? 0 : 1, released: isNew && outputs.length === 0 ? 1 : 0 });
    return isNew ? 'requeued' : 'duplicates';
  }

  #windowOf(stream: number): IdWindow {
    for (const row of this.#streams.values()) {
      if (row.id === stream) return (row.window ??= this.#loadWindow(stream));
    }
    return this.#loadWindow(stream);
  }

  #stream(ref: StreamRef): StreamRow {
    const key = `${ref.connectorId}\n${ref.logType}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      this.#db.sql('INSERT OR IGNORE INTO streams (connector, log_type) VALUES (?, ?)').run(ref.connectorId, ref.logType);
      const row = this.#db.sql('SELECT id FROM streams WHERE connector = ? AND log_type = ?').get(ref.connectorId, ref.logType);
      stream = { id: Number(row?.['id']), window: null, commits: 0 };
      this.#streams.set(key, stream);
    }
    return stream;
  }

  #writePosition(stream: number, commit: Commit): void {
    for (const gap of commit.gaps) {
      // A gap that grows is one gap: while nothing can be read, every try would add another.
      const grown = this.#db.sql('UPDATE gaps SET to_time = ?, at = ? WHERE stream = ? AND to_time = ? AND why = ?').run(gap.to, commit.at, stream, gap.from, gap.why).changes;
      if (grown > 0) continue;
      this.#db.sql('INSERT INTO gaps (stream, from_time, to_time, why, at) VALUES (?, ?, ?, ?, ?)').run(stream, gap.from, gap.to, gap.why, commit.at);
    }
    for (const change of commit.state) {
      if (change.value === null) this.#db.sql('DELETE FROM state WHERE stream = ? AND key = ?').run(stream, change.key);
      else this.#db.sql('INSERT OR REPLACE INTO state (stream, key, value) VALUES (?, ?, ?)').run(stream, change.key, change.value);
    }
    if (commit.cursor !== undefined) this.#db.sql('UPDATE streams SET cursor = ? WHERE id = ?').run(JSON.stringify(commit.cursor), stream);
    if (commit.caughtUpAt !== undefined) this.#db.sql('UPDATE streams SET caught_up = ? WHERE id = ?').run(commit.caughtUpAt, stream);
    const newest = commit.chunk?.newest ?? null;
    if (newest !== null) this.#db.sql('UPDATE streams SET newest = max(coalesce(newest, 0), ?) WHERE id = ?').run(newest, stream);
  }

  /** The records whose ids are new, and a window that now knows them. */
  #fresh(stream: StreamRow, commit: Commit): Fresh {
    const { chunk } = commit;
    if (chunk === null) return { count: 0, lines: new Uint8Array(0), ids: new Uint8Array(0), indexes: null };
    const window = (stream.window ??= this.#loadWindow(stream.id));
    const keep: number[] = [];
    for (let i = 0; i < chunk.count; i += 1) {
      if (window.add(chunk.ids, i * idBytes)) keep.push(i);
    }
    if (keep.length === chunk.count) return { count: chunk.count, lines: chunk.lines, ids: chunk.ids, indexes: null };
    return { count: keep.length, ...pick(chunk.lines, chunk.ids, keep), indexes: keep };
  }

  #loadWindow(stream: number): IdWindow {
    const window = new IdWindow(this.#generation);
    for (const row of this.#db.sql('SELECT ids FROM seen WHERE stream = ? ORDER BY seq').all(stream)) {
      const ids = row['ids'] as Uint8Array;
      for (let at = 0; at < ids.length; at += idBytes) window.add(ids, at);
    }
    return window;
  }

  #insertBatch(batch: NewBatch, fresh: Fresh): void {
    const ids = Buffer.from(fresh.ids);
    if (batch.outputs.length > 0) {
      const body = deflateRawSync(fresh.lines, deflateOptions);
      const seq = this.#db
        .sql('INSERT INTO batches (stream, connector_name, count, bytes, crc, at, ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
        .run(batch.stream, batch.connectorName, fresh.count, fresh.lines.length, crc32(body), batch.at, ids, body).lastInsertRowid;
      for (const output of batch.outputs) this.#db.sql('INSERT INTO pending (output, seq, count) VALUES (?, ?, ?)').run(output, seq, fresh.count);
    }
    // A sequence of its own: batches come and go, the window stays.
    this.#db.sql('INSERT INTO seen (stream, count, ids) VALUES (?, ?, ?)').run(batch.stream, fresh.count, ids);
  }

  /** Forgets ids beyond what the window holds. */
  #pruneSeen(stream: number): void {
    let kept = 0;
    for (const row of this.#db.sql('SELECT seq, count FROM seen WHERE stream = ? ORDER BY seq DESC').all(stream)) {
      if (kept >= this.#generation * 2) {
        this.#db.sql('DELETE FROM seen WHERE stream = ? AND seq <= ?').run(stream, Number(row['seq']));
        return;
      }
      kept += Number(row['count']);
    }
  }

  #readBatch(seq: number): LeasedBatch | null {
    const row = this.#db.sql('SELECT b.*, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?').get(seq);
    if (row === undefined) return null;
    const lines = readBody(row);
    if (lines === null) return null;
    return {
      seq,
      stream: { connectorId: String(row['connector']), logType: row['log_type'] as LogType },
      connectorName: String(row['connector_name']),
      count: Number(row['count']),
      lines,
      ids: new Uint8Array(row['ids'] as Uint8Array),
    };
  }

  /** A batch whose bytes changed on disk is never sent: it is counted, kept as it is and out of the way. */
  #quarantineBatch(seq: number): void {
    const row = this.#db.sql('SELECT stream, connector_name, count, at, body FROM batches WHERE seq = ?').get(seq);
    if (row === undefined) return;
    const [stream, count, at] = [Number(row['stream']), Number(row['count']), Number(row['at'])];
    this.#db.transaction(() => {
      this.#quarantine.add({
        stream, connectorName: String(row['connector_name']), at, code: 'PC-SPOOL', source: `batch ${seq}`, bytes: row['body'] as Uint8Array, cut: true, output: null,
        detail: `${count} events: the checksum of the stored batch does not match.`,
      });
      this.#ledger.add(stream, hourOf(at), { quarantined: count });
      this.#db.sql('DELETE FROM pending WHERE seq = ?').run(seq);
      this.#db.sql('DELETE FROM batches WHERE seq = ?').run(seq);
    });
  }

  #setAside(stream: number, refusal: Acknowledgement['refused'][number], ack: Acknowledgement, at: number): void {
    const batch = this.#readBatch(refusal.seq);
    if (batch === null) return;
    const lines = splitLines(batch.lines);
    for (const index of refusal.events) {
      this.#quarantine.add({
        stream, connectorName: batch.connectorName, at, code: refusal.failure.code, detail: refusal.failure.detail ?? '',
        source: `batch ${refusal.seq}, event ${index + 1}`, bytes: lines[index] ?? new Uint8Array(0), cut: false, output: ack.outputId,
      });
    }
    this.#quarantine.bound();
  }

  #release(stream: number, hour: number, seq: number, count: number): void {
    this.#db.sql('DELETE FROM batches WHERE seq = ?').run(seq);
    this.#ledger.add(stream, hour, { released: count });
  }

  #waiting(outputId: string): number {
    return Number(this.#db.sql('SELECT coalesce(sum(count), 0) AS n FROM pending WHERE output = ?').get(outputId)?.['n'] ?? 0);
  }
}

function readBody(row: SqlRow): Uint8Array | null {
  const body = row['body'] as Uint8Array;
  if (crc32(body) !== Number(row['crc'])) return null;
  try {
    // A buffer of its own, so that it can move to another thread.
    return new Uint8Array(inflateRawSync(body, { maxOutputLength: Number(row['bytes']) }));
  } catch {
    return null;
  }
}

function splitLines(lines: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let end = lines.indexOf(10); end >= 0; end = lines.indexOf(10, from)) {
    parts.push(lines.subarray(from, end));
    from = end + 1;
  }
  return parts;
}

function pick(lines: Uint8Array, ids: Uint8Array, keep: readonly number[]): { lines: Uint8Array; ids: Uint8Array } {
  const all = splitLines(lines);
  const newline = Buffer.from('\n');
  const kept = keep.map((index) => Buffer.concat([all[index] ?? new Uint8Array(0), newline]));
  const keptIds = keep.map((index) => ids.subarray(index * idBytes, (index + 1) * idBytes));
  return { lines: Buffer.concat(kept), ids: Buffer.concat(keptIds) };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
