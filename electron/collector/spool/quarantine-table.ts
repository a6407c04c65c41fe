import { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { QuarantineItem, QuarantinePage } from '../../../shared/model/quarantine';
import { largestQuarantined } from '../pipeline/chunk';
import type { SqlRow } from './driver';
import type { SpoolDatabase } from './spool-database';

/** Bytes of all kept items together; beyond it the oldest lose their bytes, never their entry. */
const largestTotal = 256 * 1024 * 1024;

export type NewQuarantineItem = {
  readonly stream: number;
  readonly connectorName: string;
  readonly at: number;
  readonly code: string;
  readonly detail: string;
  readonly source: string;
  readonly bytes: Uint8Array;
  /** True when `bytes` is not all of it. */
  readonly cut: boolean;
  /** The output that refused it; null when it could not be decoded. */
  readonly output: string | null;
};

/** One item with what a retry needs. */
export type StoredQuarantineItem = QuarantineItem & { readonly stream: number; readonly bytes: Uint8Array };

/** What cannot become an event or was refused for good: kept with its reason, never in the way. */
export class QuarantineTable {
  readonly #db: SpoolDatabase;

  constructor(db: SpoolDatabase) {
    this.#db = db;
  }

  add(item: NewQuarantineItem): void {
    const kept = item.bytes.subarray(0, largestQuarantined);
    this.#db.sql('INSERT INTO quarantine (stream, connector_name, at, code, detail, source, cut, output, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      item.stream, item.connectorName, item.at, item.code, item.detail, item.source, item.cut || kept.length < item.bytes.length ? 1 : 0, item.output, Buffer.from(kept),
    );
  }

  page(before: number | null, limit: number): QuarantinePage {
    const total = Number(this.#db.sql('SELECT count(*) AS n FROM quarantine').get()?.['n'] ?? 0);
    const rows = this.#db
      .sql(
        `SELECT q.id, q.stream, q.connector_name, q.at, q.code, q.detail, q.source, q.cut, q.output, length(q.bytes) AS size, s.connector, s.log_type
         FROM quarantine q JOIN streams s ON s.id = q.stream WHERE q.id < ? ORDER BY q.id DESC LIMIT ?`,
      )
      .all(before ?? Number.MAX_SAFE_INTEGER, limit);
    return { total, items: rows.map(itemOf) };
  }

  read(id: number): StoredQuarantineItem | null {
    const row = this.#db
      .sql('SELECT q.*, length(q.bytes) AS size, s.connector, s.log_type FROM quarantine q JOIN streams s ON s.id = q.stream WHERE q.id = ?')
      .get(id);
    return row === undefined ? null : { ...itemOf(row), stream: Number(row['stream']), bytes: row['bytes'] as Uint8Array };
  }

  remove(id: number): void {
    this.#db.sql('DELETE FROM quarantine WHERE id = ?').run(id);
  }

  /** Drops the bytes of the oldest items when all together grew too large. */
  bound(): void {
    const total = Number(this.#db.sql('SELECT coalesce(sum(length(bytes)), 0) AS n FROM quarantine').get()?.['n'] ?? 0);
    let excess = total - largestTotal;
    if (excess <= 0) return;
    for (const row of this.#db.sql('SELECT id, length(bytes) AS size FROM quarantine WHERE length(bytes) > 0 ORDER BY id').all()) {
      if (excess <= 0) return;
      this.#db.sql('UPDATE quarantine SET bytes = ?, cut = 1 WHERE id = ?').run(Buffer.alloc(0), Number(row['id']));
      excess -= Number(row['size']);
    }
  }
}

function itemOf(row: SqlRow): QuarantineItem {
  return {
    id: Number(row['id']),
    connectorId: String(row['connector']),
    connectorName: String(row['connector_name']),
    logType: row['log_type'] as LogType,
    at: Number(row['at']),
    code: String(row['code']),
    detail: String(row['detail']),
    source: String(row['source']),
    size: Number(row['size']),
    cut: Number(row['cut']) === 1,
    outputId: row['output'] === null ? null : String(row['output']),
    retryable: row['output'] !== null || (row['code'] === 'MC-LINE-BROKEN' && Number(row['cut']) === 0),
  };
}
