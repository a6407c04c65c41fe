import { chmodSync, closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { SqlDriver, SqlStatement } from '../spool/driver';
import { isDamage, openDriver } from '../spool/driver';

/** Raised with every change of the tables: a file of another version is thrown away, it is only a copy. */
const version = 1;

const tables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE block (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL,
  connector_id TEXT NOT NULL, connector TEXT NOT NULL, log_type TEXT NOT NULL, ids BLOB NOT NULL, body BLOB NOT NULL
);
CREATE TABLE rollup (bucket INTEGER NOT NULL, facet TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (bucket, facet, key)) WITHOUT ROWID;
CREATE TABLE held (key TEXT PRIMARY KEY, policy TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE hit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, rule TEXT NOT NULL, last INTEGER NOT NULL, body TEXT NOT NULL);
`;

/** One row per block, not per event: the filter looks at the events of a found block anyway, and retention deletes a tenth of the rows. */
const words = `CREATE VIRTUAL TABLE block_text USING fts5(subject, sender, recipients, ids, content='', contentless_delete=1, detail=full, tokenize="unicode61 remove_diacritics 0")`;

/**
 * The file of the history. Laws: it may be deleted at any time; a damaged one is deleted by itself and begun anew
 * (`guarded`); nothing in it is needed to collect or deliver.
 */
export class HistoryFile {
  readonly file: string;
  readonly #engine: SqlDriver['engine'] | undefined;
  readonly #now: () => number;
  #driver: SqlDriver;
  #statements = new Map<string, SqlStatement>();
  #searchable = false;
  #begunAnewAt: number | null = null;
  #since: number;

  constructor(dir: string, now: () => number, engine?: SqlDriver['engine']) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.file = path.join(dir, 'history.db');
    this.#engine = engine;
    this.#now = now;
    try {
      this.#driver = this.#open();
      this.#since = this.#prepare();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#begunAnewAt = now();
      this.#remove();
      this.#driver = this.#open();
      this.#since = this.#prepare();
    }
  }

  /** Whether the engine has FTS5; without it a search reads every block. */
  get searchable(): boolean {
    return this.#searchable;
  }

  get begunAnewAt(): number | null {
    return this.#begunAnewAt;
  }

  /** Epoch ms since when nothing was left out on purpose: when the file was begun or switched on again. */
  get since(): number {
    return this.#since;
  }

  /** Notes whether events are taken in: after a time without, the file is complete from now on only. */
  setOn(on: boolean): void {
    const wasOff = this.sql("SELECT value FROM meta WHERE key = 'off'").get() !== undefined;
    if (!on && !wasOff) this.sql("INSERT INTO meta (key, value) VALUES ('off', 1)").run();
    if (!on || !wasOff) return;
    this.transaction(() => {
      this.sql("DELETE FROM meta WHERE key = 'off'").run();
      this.sql("UPDATE meta SET value = ? WHERE key = 'since'").run(this.#now());
    });
    this.#since = this.#now();
  }

  sql(text: string): SqlStatement {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#driver.prepare(text)));
    return statement;
  }

  transaction<T>(work: () => T): T {
    this.#driver.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#driver.exec('COMMIT');
      return result;
    } catch (error) {
      try {
        this.#driver.exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself when the disk was full (STORE.md §4).
      }
      throw error;
    }
  }

  /** Does `work`; when the file turns out to be damaged, begins anew and answers `otherwise`. Other errors are thrown on. */
  guarded<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.beginAnew();
      return otherwise;
    }
  }

  /** Throws everything away. */
  beginAnew(): void {
    this.#begunAnewAt = this.#now();
    this.close();
    this.#remove();
    this.#driver = this.#open();
    this.#since = this.#prepare();
  }

  /** Bytes in use; freed pages are used again and do not count. */
  size(): number {
    const read = (what: string): number => Number(this.sql(`PRAGMA ${what}`).get()?.[what] ?? 0);
    return (read('page_count') - read('freelist_count')) * read('page_size');
  }

  /** Gives freed pages back to the disk, a few megabytes at a time. */
  shrink(): void {
    this.#driver.exec('PRAGMA incremental_vacuum(1024)');
  }

  close(): void {
    this.#statements = new Map();
    try {
      this.#driver.close();
    } catch {
      // A damaged file may refuse its last checkpoint; it is deleted next.
    }
  }

  #open(): SqlDriver {
    // Private from its first byte; SQLite gives -wal the same mode.
    closeSync(openSync(this.file, 'a', 0o600));
    if (process.platform !== 'win32') chmodSync(this.file, 0o600);
    const driver = openDriver(this.file, this.#engine);
    try {
      driver.exec('PRAGMA auto_vacuum = INCREMENTAL');
      driver.exec('PRAGMA journal_mode = WAL');
      // Losing the last seconds of a copy in a power cut is nothing; a sync per write would cost the spool its own.
      driver.exec('PRAGMA synchronous = NORMAL');
      driver.exec('PRAGMA journal_size_limit = 8388608');
    } catch (error) {
      driver.close();
      throw error;
    }
    return driver;
  }

  #prepare(): number {
    const found = Number(this.#driver.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found !== 0 && found !== version) {
      this.close();
      this.#remove();
      this.#driver = this.#open();
    }
    if (found !== version) {
      this.#driver.exec(tables);
      try {
        this.#driver.exec(words);
      } catch {
        // An engine without FTS5: searches read every block instead.
      }
      this.#driver.prepare("INSERT INTO meta (key, value) VALUES ('since', ?)").run(this.#now());
      this.#driver.exec(`PRAGMA user_version = ${String(version)}`);
    }
    this.#searchable = this.#driver.prepare("SELECT name FROM sqlite_master WHERE name = 'block_text'").get() !== undefined;
    return Number(this.#driver.prepare("SELECT value FROM meta WHERE key = 'since'").get()?.['value'] ?? this.#now());
  }

  #remove(): void {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${this.file}${suffix}`, { force: true });
  }
}
