import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import path from 'node:path';

import type { SqlDriver, SqlStatement } from './driver';
import { DamagedError, openDriver } from './driver';
import { fileSize, keepSchema, refuseNewer } from './first-page';
import type { BeforeUpgrade } from './schema';
import { pageSize, prepareSchema } from './schema';

/** Another collector opened the same folder later: this one must not write any more. */
export class SpoolTakenError extends Error {
  constructor() {
    super('Another collector was started on the same folder and has taken it over.');
    this.name = 'SpoolTakenError';
  }
}

/** The file of the spool: durability, ownership, transactions. What its tables mean is other classes' business. */
export class SpoolDatabase {
  readonly file: string;
  readonly #driver: SqlDriver;
  readonly #ownerId = randomUUID();
  readonly #statements = new Map<string, SqlStatement>();
  #dataVersion = 0;
  #inode = 0;

  constructor(dir: string, engine: SqlDriver['engine'] | undefined, beforeUpgrade: BeforeUpgrade) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.file = path.join(dir, 'spool.db');
    // SQLite takes the log of an empty file for a leftover and deletes it, with every commit in it.
    if (fileSize(this.file) === 0 && fileSize(`${this.file}-wal`) > 0) throw new DamagedError('The file is empty, its write-ahead log is not.');
    // Created by us so that it is private from its first byte; SQLite gives -wal the same mode.
    closeSync(openSync(this.file, 'a', 0o600));
    if (process.platform !== 'win32') chmodSync(this.file, 0o600);
    refuseNewer(this.file);
    this.#driver = openDriver(this.file, engine);
    try {
      prepareSchema(this.#driver, beforeUpgrade);
      this.#takeOver();
      this.#inode = statSync(this.file).ino;
      keepSchema(this.#driver, this.file);
    } catch (error) {
      this.#driver.close();
      throw error;
    }
  }

  /** Prepared once, kept for the life of the file. */
  sql(text: string): SqlStatement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#driver.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** All of `work` or nothing of it; durable when this returns. */
  transaction<T>(work: () => T): T {
    this.#driver.exec('BEGIN IMMEDIATE');
    try {
      this.requireOwnership();
      const result = work();
      this.#driver.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#driver.exec('ROLLBACK');
      } catch {
        // After SQLITE_FULL SQLite has rolled back by itself and says that no transaction is active (STORE.md §4).
      }
      throw error;
    }
  }

  /** Bytes in use. Freed pages are used again and do not count; what is in the write-ahead log does, as pages, and once. */
  size(): number {
    const pages = Number(this.sql('PRAGMA page_count').get()?.['page_count']) - Number(this.sql('PRAGMA freelist_count').get()?.['freelist_count']);
    return pages * pageSize;
  }

  close(): void {
    this.#driver.close();
  }

  /**
   * One owner per folder: whoever opened last owns the spool, and an earlier owner notices at its next write. A lock
   * would have to survive crashes and stale process ids; libsql even keeps SQLite's own locks beyond close (STORE.md §7).
   */
  #takeOver(): void {
    this.#driver.exec('BEGIN IMMEDIATE');
    this.sql('DELETE FROM owner').run();
    this.sql('INSERT INTO owner (id) VALUES (?)').run(this.#ownerId);
    this.#driver.exec('COMMIT');
    this.#dataVersion = this.#readDataVersion();
  }

  /** Changes exactly when another connection has written. */
  #readDataVersion(): number {
    return Number(this.sql('PRAGMA data_version').get()?.['data_version']);
  }

  /** Throws SpoolTakenError when another collector has opened the folder since. */
  requireOwnership(): void {
    this.requireFile();
    const version = this.#readDataVersion();
    if (version === this.#dataVersion) return;
    if (this.sql('SELECT id FROM owner').get()?.['id'] !== this.#ownerId) throw new SpoolTakenError();
    this.#dataVersion = version;
  }

  /** Throws SpoolTakenError when the file was moved away: what is written into it, nobody would ever read. */
  requireFile(): void {
    if (statSync(this.file, { throwIfNoEntry: false })?.ino !== this.#inode) throw new SpoolTakenError();
  }
}
