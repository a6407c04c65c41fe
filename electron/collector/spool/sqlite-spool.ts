import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

import type { Counts } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import { largestQuarantined } from '../pipeline/chunk';
import { idBytes } from '../pipeline/identity';
import type { SqlDriver, SqlRow, SqlStatement } from './driver';
import { openDriver } from './driver';
import { IdWindow } from './id-window';
import { prepareSchema } from './schema';
import type {
  Acknowledgement,
  AcknowledgementResult,
  Commit,
  CommitResult,
  Lease,
  LeasedBatch,
  OutputMemory,
  QuarantineEntry,
  StateChange,
  StreamMemory,
  StreamRef,
} from './spool';

export type SqliteSpoolOptions = {
  /** Folder of spool.db; made 0700 when missing. */
  readonly dir: string;
  readonly engine?: SqlDriver['engine'];
  /** Ids remembered per stream: two generations of this many (32 bytes each at worst). */
  readonly dedupeGeneration?: number;
};

const hourMs = 3_600_000;
/** Level 1: five times smaller for 6 CPU seconds a million events; higher levels double the time for a tenth (PERF.md §6.7). */
const deflateOptions = { level: 1 };

type Fresh = { readonly count: number; readonly lines: Uint8Array; readonly ids: Uint8Array; readonly indexes: readonly number[] | null };
type StreamRow = { readonly id: number; window: IdWindow | null; commits: number };

/** Another collector opened the same folder later: this one must not write any more. */
export class SpoolTakenError extends Error {
  constructor() {
    super('Another collector was started on the same folder and has taken it over.');
    this.name = 'SpoolTakenError';
  }
}

/**
 * The spool on SQLite, synchronous: it lives in a worker thread (store-worker.ts) behind the `Spool` interface.
 * The raw records are stored, not the normalized ones: normalizing is a pure function of them, and what
 * Mimecast sent can then be kept to the byte.
 */
export class SqliteSpool {
  readonly #file: string;
  readonly #driver: SqlDriver;
  readonly #generation: number;
  readonly #ownerId = randomUUID();
  #dataVersion = 0;
  readonly #statements = new Map<string, SqlStatement>();
  readonly #streams = new Map<string, StreamRow>();

  constructor(options: SqliteSpoolOptions) {
    mkdirSync(options.dir, { recursive: true, mode: 0o700 });
    this.#file = path.join(options.dir, 'spool.db');
    // Created by us so that it is private from its first byte; SQLite gives -wal the same mode.
    closeSync(openSync(this.#file, 'a', 0o600));
    if (process.platform !== 'win32') chmodSync(this.#file, 0o600);
    this.#driver = openDriver(this.#file, options.engine);
    this.#generation = options.dedupeGeneration ?? 500_000;
    prepareSchema(this.#driver);
    this.#takeOver();
  }

  memory(stream: StreamRef): StreamMemory {
    const { id } = this.#stream(stream);
    const row = this.#sql('SELECT cursor, newest FROM streams WHERE id = ?').get(id);
    const cursor = row?.['cursor'];
    const gaps = this.#sql('SELECT from_time, to_time, why, at FROM gaps WHERE stream = ? ORDER BY id DESC LIMIT 100')
      .all(id)
      .map((gap) => ({ from: String(gap['from_time']), to: String(gap['to_time']), why: String(gap['why']), at: Number(gap['at']) }));
    return {
      cursor: typeof cursor === 'string' ? (JSON.parse(cursor) as unknown) : null,
      counts: this.#counts(id),
      gaps,
      newest: numberOrNull(row?.['newest']),
    };
  }

  state(stream: StreamRef): readonly StateChange[] {
    const { id } = this.#stream(stream);
    return this.#sql('SELECT key, value FROM state WHERE stream = ?')
      .all(id)
      .map((row) => ({ key: String(row['key']), value: String(row['value']) }));
  }

  commit(commit: Commit): CommitResult {
    const stream = this.#stream(commit.stream);
    const fresh = this.#fresh(stream, commit);
    const duplicates = (commit.chunk?.count ?? 0) - fresh.count;
    const hour = Math.floor(commit.at / hourMs);
    try {
      this.#transaction(() => {
        if (fresh.count > 0) this.#insertBatch(stream.id, commit, fresh);
        for (const item of commit.broken) {
          this.#sql('INSERT INTO quarantine (stream, at, code, detail, source, cut, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
            stream.id, commit.at, item.code, item.detail, item.source, item.cut ? 1 : 0, Buffer.from(item.bytes),
          );
        }
        for (const gap of commit.gaps) {
          this.#sql('INSERT INTO gaps (stream, from_time, to_time, why, at) VALUES (?, ?, ?, ?, ?)').run(stream.id, gap.from, gap.to, gap.why, commit.at);
        }
        for (const change of commit.state) {
          if (change.value === null) this.#sql('DELETE FROM state WHERE stream = ? AND key = ?').run(stream.id, change.key);
          else this.#sql('INSERT OR REPLACE INTO state (stream, key, value) VALUES (?, ?, ?)').run(stream.id, change.key, change.value);
        }
        const fetched = (commit.chunk?.count ?? 0) + commit.broken.length;
        // With no output that wants them, the events are settled as soon as they are counted.
        const released = commit.outputs.length === 0 ? fresh.count : 0;
        this.#count(stream.id, hour, { fetched, duplicates, quarantined: commit.broken.length, released });
        if (commit.cursor !== undefined) {
          this.#sql('UPDATE streams SET cursor = ? WHERE id = ?').run(JSON.stringify(commit.cursor), stream.id);
        }
        const newest = commit.chunk?.newest ?? null;
        if (newest !== null) this.#sql('UPDATE streams SET newest = max(coalesce(newest, 0), ?) WHERE id = ?').run(newest, stream.id);
      });
    } catch (error) {
      // The window in memory is ahead of the disk now: it is rebuilt from the disk at the next commit.
      stream.window = null;
      throw error;
    }
    return { fresh: fresh.count, freshIndexes: fresh.indexes, duplicates, counts: this.#counts(stream.id) };
  }

  lease(outputId: string, maxBatches: number, maxBytes: number): Lease {
    const rows = this.#sql(
      `SELECT b.seq, b.bytes, b.count FROM pending p JOIN batches b ON b.seq = p.seq WHERE p.output = ? ORDER BY p.seq LIMIT ?`,
    ).all(outputId, maxBatches);
    const batches: LeasedBatch[] = [];
    let bytes = 0;
    for (const row of rows) {
      bytes += Number(row['bytes']);
      if (batches.length > 0 && bytes > maxBytes) break;
      const batch = this.#readBatch(Number(row['seq']));
      if (batch !== null) batches.push(batch);
    }
    const leased = batches.reduce((sum, batch) => sum + batch.count, 0);
    return { batches, waiting: this.#waiting(outputId) - leased };
  }

  acknowledge(ack: Acknowledgement): AcknowledgementResult {
    const touched = new Map<number, StreamRef>();
    const hour = Math.floor(ack.at / hourMs);
    this.#transaction(() => {
      for (const seq of ack.seqs) {
        const row = this.#sql(
          'SELECT b.stream, b.count, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?',
        ).get(seq);
        const removed = this.#sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(ack.outputId, seq).changes;
        if (row === undefined || removed === 0) continue;
        const stream = Number(row['stream']);
        const count = Number(row['count']);
        touched.set(stream, { connectorId: String(row['connector']), logType: row['log_type'] as LogType });
        const refusals = ack.refused.filter((refusal) => refusal.seq === seq);
        for (const refusal of refusals) this.#setAside(stream, refusal, ack);
        const refused = refusals.reduce((sum, refusal) => sum + refusal.events.length, 0);
        this.#countOutput(stream, hour, ack.outputId, count - refused, refused);
        if (this.#sql('SELECT 1 FROM pending WHERE seq = ? LIMIT 1').get(seq) === undefined) this.#release(stream, hour, seq, count);
      }
      if (ack.resume !== undefined) {
        this.#sql('INSERT OR REPLACE INTO outputs (output, resume) VALUES (?, ?)').run(ack.outputId, JSON.stringify(ack.resume));
      }
    });
    const memory = this.outputMemory(ack.outputId);
    return {
      streams: [...touched].map(([id, stream]) => ({ stream, counts: this.#counts(id) })),
      waiting: memory.waiting,
      delivered: memory.delivered,
      refused: memory.refused,
    };
  }

  forgetOutput(outputId: string, at: number): void {
    const seqs = this.#sql('SELECT seq FROM pending WHERE output = ?').all(outputId).map((row) => Number(row['seq']));
    const hour = Math.floor(at / hourMs);
    this.#transaction(() => {
      for (const seq of seqs) {
        const batch = this.#sql('SELECT stream, count FROM batches WHERE seq = ?').get(seq);
        this.#sql('DELETE FROM pending WHERE output = ? AND seq = ?').run(outputId, seq);
        if (batch === undefined) continue;
        const [stream, count] = [Number(batch['stream']), Number(batch['count'])];
        this.#countOutput(stream, hour, outputId, 0, count);
        if (this.#sql('SELECT 1 FROM pending WHERE seq = ? LIMIT 1').get(seq) === undefined) this.#release(stream, hour, seq, count);
      }
      this.#sql('DELETE FROM outputs WHERE output = ?').run(outputId);
    });
  }

  outputMemory(outputId: string): OutputMemory {
    const resume = this.#sql('SELECT resume FROM outputs WHERE output = ?').get(outputId)?.['resume'];
    const sums = this.#sql('SELECT coalesce(sum(delivered), 0) AS delivered, coalesce(sum(refused), 0) AS refused FROM stream_outputs WHERE output = ?').get(outputId);
    return {
      resume: typeof resume === 'string' ? (JSON.parse(resume) as Record<string, unknown>) : null,
      waiting: this.#waiting(outputId),
      delivered: Number(sums?.['delivered'] ?? 0),
      refused: Number(sums?.['refused'] ?? 0),
    };
  }

  quarantine(limit: number): readonly QuarantineEntry[] {
    return this.#sql(
      `SELECT q.id, q.at, q.code, q.detail, q.source, length(q.bytes) AS size, s.connector, s.log_type
       FROM quarantine q JOIN streams s ON s.id = q.stream ORDER BY q.id DESC LIMIT ?`,
    )
      .all(limit)
      .map((row) => ({
        id: Number(row['id']),
        stream: { connectorId: String(row['connector']), logType: row['log_type'] as LogType },
        at: Number(row['at']),
        code: String(row['code']),
        detail: String(row['detail']),
        source: String(row['source']),
        size: Number(row['size']),
      }));
  }

  size(): number {
    return fileSize(this.#file) + fileSize(`${this.#file}-wal`);
  }

  close(): void {
    this.#driver.close();
  }

  #sql(text: string): SqlStatement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#driver.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /**
   * One owner per folder: whoever opened last owns the spool, and an earlier owner notices at its next write. A lock
   * would have to survive crashes and stale process ids; libsql even keeps SQLite's own locks beyond close (STORE.md §7).
   */
  #takeOver(): void {
    this.#driver.exec('BEGIN IMMEDIATE');
    this.#sql('DELETE FROM owner').run();
    this.#sql('INSERT INTO owner (id) VALUES (?)').run(this.#ownerId);
    this.#driver.exec('COMMIT');
    this.#dataVersion = this.#readDataVersion();
  }

  /** Changes exactly when another connection has written. */
  #readDataVersion(): number {
    return Number(this.#sql('PRAGMA data_version').get()?.['data_version']);
  }

  #requireOwnership(): void {
    const version = this.#readDataVersion();
    if (version === this.#dataVersion) return;
    if (this.#sql('SELECT id FROM owner').get()?.['id'] !== this.#ownerId) throw new SpoolTakenError();
    this.#dataVersion = version;
  }

  #transaction(work: () => void): void {
    this.#driver.exec('BEGIN IMMEDIATE');
    try {
      this.#requireOwnership();
      work();
      this.#driver.exec('COMMIT');
    } catch (error) {
      try {
        this.#driver.exec('ROLLBACK');
      } catch {
        // After SQLITE_FULL SQLite has rolled back by itself and says that no transaction is active (STORE.md §4).
      }
      throw error;
    }
  }

  #stream(ref: StreamRef): StreamRow {
    const key = `${ref.connectorId}\n${ref.logType}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      this.#sql('INSERT OR IGNORE INTO streams (connector, log_type) VALUES (?, ?)').run(ref.connectorId, ref.logType);
      const row = this.#sql('SELECT id FROM streams WHERE connector = ? AND log_type = ?').get(ref.connectorId, ref.logType);
      stream = { id: Number(row?.['id']), window: null, commits: 0 };
      this.#streams.set(key, stream);
    }
    return stream;
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
    for (const row of this.#sql('SELECT ids FROM seen WHERE stream = ? ORDER BY seq').all(stream)) {
      const ids = row['ids'] as Uint8Array;
      for (let at = 0; at < ids.length; at += idBytes) window.add(ids, at);
    }
    return window;
  }

  #insertBatch(stream: number, commit: Commit, fresh: Fresh): void {
    const ids = Buffer.from(fresh.ids);
    let seq: number;
    if (commit.outputs.length > 0) {
      const body = deflateRawSync(fresh.lines, deflateOptions);
      seq = this.#sql('INSERT INTO batches (stream, connector_name, count, bytes, crc, at, ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        stream, commit.connectorName, fresh.count, fresh.lines.length, crc32(body), commit.at, ids, body,
      ).lastInsertRowid;
      for (const output of commit.outputs) this.#sql('INSERT INTO pending (output, seq, count) VALUES (?, ?, ?)').run(output, seq, fresh.count);
    }
    // A sequence of its own: batches come and go, the window stays.
    this.#sql('INSERT INTO seen (stream, count, ids) VALUES (?, ?, ?)').run(stream, fresh.count, ids);
    const row = this.#streams.get(`${commit.stream.connectorId}\n${commit.stream.logType}`);
    if (row !== undefined) {
      row.commits += 1;
      if (row.commits % 64 === 0) this.#pruneSeen(stream);
    }
  }

  /** Forgets ids beyond what the window holds; done now and then because it scans the stream's rows. */
  #pruneSeen(stream: number): void {
    let kept = 0;
    for (const row of this.#sql('SELECT seq, count FROM seen WHERE stream = ? ORDER BY seq DESC').all(stream)) {
      if (kept >= this.#generation * 2) {
        this.#sql('DELETE FROM seen WHERE stream = ? AND seq <= ?').run(stream, Number(row['seq']));
        return;
      }
      kept += Number(row['count']);
    }
  }

  #readBatch(seq: number): LeasedBatch | null {
    const row = this.#sql(
      'SELECT b.*, s.connector, s.log_type FROM batches b JOIN streams s ON s.id = b.stream WHERE b.seq = ?',
    ).get(seq);
    if (row === undefined) return null;
    const lines = readBody(row);
    if (lines === null) {
      this.#quarantineBatch(seq, row);
      return null;
    }
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
  #quarantineBatch(seq: number, row: SqlRow): void {
    const stream = Number(row['stream']);
    const count = Number(row['count']);
    const at = Number(row['at']);
    this.#transaction(() => {
      this.#sql('INSERT INTO quarantine (stream, at, code, detail, source, cut, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        stream, at, 'PC-SPOOL', `${count} events: the checksum of the stored batch does not match.`, `batch ${seq}`, 0, row['body'] as Uint8Array,
      );
      this.#count(stream, Math.floor(at / hourMs), { fetched: 0, duplicates: 0, quarantined: count, released: 0 });
      this.#sql('DELETE FROM pending WHERE seq = ?').run(seq);
      this.#sql('DELETE FROM batches WHERE seq = ?').run(seq);
    });
  }

  #setAside(stream: number, refusal: Acknowledgement['refused'][number], ack: Acknowledgement): void {
    const batch = this.#readBatch(refusal.seq);
    if (batch === null) return;
    const lines = splitLines(batch.lines);
    for (const index of refusal.events) {
      const line = lines[index] ?? new Uint8Array(0);
      this.#sql('INSERT INTO quarantine (stream, at, code, detail, source, cut, output, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
        stream, ack.at, refusal.failure.code, refusal.failure.detail ?? '', `batch ${refusal.seq}, event ${index + 1}`,
        line.length > largestQuarantined ? 1 : 0, ack.outputId, Buffer.from(line.subarray(0, largestQuarantined)),
      );
    }
  }

  #release(stream: number, hour: number, seq: number, count: number): void {
    this.#sql('DELETE FROM batches WHERE seq = ?').run(seq);
    this.#count(stream, hour, { fetched: 0, duplicates: 0, quarantined: 0, released: count });
  }

  #count(stream: number, hour: number, add: { readonly fetched: number; readonly duplicates: number; readonly quarantined: number; readonly released: number }): void {
    const values = [add.fetched, add.duplicates, add.quarantined, add.released] as const;
    this.#sql('UPDATE streams SET fetched = fetched + ?, duplicates = duplicates + ?, quarantined = quarantined + ?, released = released + ? WHERE id = ?').run(...values, stream);
    this.#sql(
      `INSERT INTO ledger (fetched, duplicates, quarantined, released, stream, hour) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (stream, hour) DO UPDATE SET fetched = fetched + excluded.fetched, duplicates = duplicates + excluded.duplicates,
       quarantined = quarantined + excluded.quarantined, released = released + excluded.released`,
    ).run(...values, stream, hour);
  }

  #countOutput(stream: number, hour: number, output: string, delivered: number, refused: number): void {
    this.#sql(
      `INSERT INTO stream_outputs (stream, output, delivered, refused) VALUES (?, ?, ?, ?)
       ON CONFLICT (stream, output) DO UPDATE SET delivered = delivered + excluded.delivered, refused = refused + excluded.refused`,
    ).run(stream, output, delivered, refused);
    this.#sql(
      `INSERT INTO ledger_outputs (stream, hour, output, delivered, refused) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (stream, hour, output) DO UPDATE SET delivered = delivered + excluded.delivered, refused = refused + excluded.refused`,
    ).run(stream, hour, output, delivered, refused);
  }

  #waiting(outputId: string): number {
    return Number(this.#sql('SELECT coalesce(sum(count), 0) AS n FROM pending WHERE output = ?').get(outputId)?.['n'] ?? 0);
  }

  /** `spooled` is counted from the batches themselves, not derived from the other figures: the balance can be checked. */
  #counts(stream: number): Counts {
    const row = this.#sql('SELECT fetched, duplicates, quarantined, released FROM streams WHERE id = ?').get(stream) ?? {};
    const spooled = Number(this.#sql('SELECT coalesce(sum(count), 0) AS n FROM batches WHERE stream = ?').get(stream)?.['n'] ?? 0);
    const delivered: Record<string, number> = {};
    const refused: Record<string, number> = {};
    for (const output of this.#sql('SELECT output, delivered, refused FROM stream_outputs WHERE stream = ?').all(stream)) {
      delivered[String(output['output'])] = Number(output['delivered']);
      refused[String(output['output'])] = Number(output['refused']);
    }
    return {
      fetched: Number(row['fetched']),
      duplicates: Number(row['duplicates']),
      quarantined: Number(row['quarantined']),
      spooled,
      released: Number(row['released']),
      delivered,
      refused,
    };
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

function fileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
