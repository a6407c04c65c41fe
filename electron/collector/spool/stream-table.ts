import { DamagedError } from './driver';
import type { KnownStream } from './known-streams';
import { writeKnownStreams } from './known-streams';
import type { Commit, StateChange, StreamMemory, StreamRef } from './spool';
import type { SpoolDatabase } from './spool-database';
import { messageColumns, storedMessage } from './stored-message';

type StreamRow = { readonly id: number; reach: number | null };

/** The streams with their positions, small states and gaps. */
export class StreamTable {
  readonly #db: SpoolDatabase;
  readonly #dir: string;
  readonly #rows = new Map<string, StreamRow>();

  constructor(db: SpoolDatabase, dir: string) {
    this.#db = db;
    this.#dir = dir;
    this.#saveKnown();
  }

  /** The stream's number; a new one is written at once. */
  id(ref: StreamRef): number {
    return this.#row(ref).id;
  }

  position(id: number): Omit<StreamMemory, 'counts' | 'epoch'> {
    const row = this.#db.sql('SELECT cursor, newest, caught_up, reach, again FROM streams WHERE id = ?').get(id);
    const gaps = this.#db
      .sql('SELECT from_time, to_time, why, said, at FROM gaps WHERE stream = ? ORDER BY id DESC LIMIT 100')
      .all(id)
      .map((gap) => ({ from: String(gap['from_time']), to: String(gap['to_time']), why: storedMessage(gap['why'], gap['said']), at: Number(gap['at']) }));
    return {
      cursor: parsed(row?.['cursor']),
      gaps,
      newest: numberOrNull(row?.['newest']),
      caughtUpAt: numberOrNull(row?.['caught_up']),
      againFrom: Number(row?.['again']) === 1 ? (numberOrNull(row?.['reach']) ?? 0) : null,
    };
  }

  state(id: number): readonly StateChange[] {
    return this.#db
      .sql('SELECT key, value FROM state WHERE stream = ?')
      .all(id)
      .map((row) => ({ key: String(row['key']), value: String(row['value']) }));
  }

  /** Inside a transaction. */
  write(id: number, commit: Commit): void {
    for (const gap of commit.gaps) {
      // A gap that grows is one gap: while nothing can be read, every try would add another.
      const [why, said] = messageColumns(gap.why);
      const grown = this.#db.sql('UPDATE gaps SET to_time = ?, at = ? WHERE stream = ? AND to_time = ? AND why = ?').run(gap.to, commit.at, id, gap.from, why).changes;
      if (grown > 0) continue;
      this.#db.sql('INSERT INTO gaps (stream, from_time, to_time, why, said, at) VALUES (?, ?, ?, ?, ?, ?)').run(id, gap.from, gap.to, why, said, commit.at);
    }
    for (const change of commit.state) {
      if (change.value === null) this.#db.sql('DELETE FROM state WHERE stream = ? AND key = ?').run(id, change.key);
      else this.#db.sql('INSERT OR REPLACE INTO state (stream, key, value) VALUES (?, ?, ?)').run(id, change.key, change.value);
    }
    if (commit.cursor !== undefined) this.#db.sql('UPDATE streams SET cursor = ? WHERE id = ?').run(JSON.stringify(commit.cursor), id);
    if (commit.caughtUpAt !== undefined) this.#db.sql('UPDATE streams SET caught_up = ? WHERE id = ?').run(commit.caughtUpAt, id);
    const newest = commit.chunk?.newest ?? null;
    if (newest !== null) this.#db.sql('UPDATE streams SET newest = max(coalesce(newest, 0), ?) WHERE id = ?').run(newest, id);
    if (this.#reachesFurther(commit)) this.#db.sql('UPDATE streams SET reach = ? WHERE id = ?').run(commit.reach ?? null, id);
  }

  /** After the transaction: how far back the stream was asked to reach is kept beside the spool, too. */
  written(commit: Commit): void {
    if (!this.#reachesFurther(commit)) return;
    this.#row(commit.stream).reach = commit.reach ?? null;
    this.#saveKnown();
  }

  #reachesFurther(commit: Commit): boolean {
    if (commit.reach === undefined) return false;
    const { reach } = this.#row(commit.stream);
    return reach === null || commit.reach < reach;
  }

  #row(ref: StreamRef): StreamRow {
    const key = `${ref.connectorId}\n${ref.logType}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      const isNew = this.#db.sql('INSERT OR IGNORE INTO streams (connector, log_type) VALUES (?, ?)').run(ref.connectorId, ref.logType).changes > 0;
      const found = this.#db.sql('SELECT id, reach FROM streams WHERE connector = ? AND log_type = ?').get(ref.connectorId, ref.logType);
      row = { id: Number(found?.['id']), reach: numberOrNull(found?.['reach']) };
      this.#rows.set(key, row);
      if (isNew) this.#saveKnown();
    }
    return row;
  }

  #saveKnown(): void {
    const rows = this.#db.sql('SELECT id, connector, log_type, reach FROM streams').all();
    writeKnownStreams(this.#dir, rows.map((row) => ({ id: Number(row['id']), connectorId: String(row['connector']), logType: row['log_type'] as KnownStream['logType'], reach: numberOrNull(row['reach']) })));
  }
}

function parsed(cursor: unknown): unknown {
  if (typeof cursor !== 'string') return null;
  try {
    return JSON.parse(cursor) as unknown;
  } catch {
    throw new DamagedError('A stored position cannot be read.');
  }
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
