import { createRequire } from 'node:module';

/** What SQLite gives back for a column. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlStatement {
  run(...values: SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number };
  get(...values: SqlValue[]): SqlRow | undefined;
  all(...values: SqlValue[]): SqlRow[];
}

/** The few calls the store needs, so that the same store runs on every SQLite there is (STORE.md §8). */
export interface SqlDriver {
  readonly engine: 'node:sqlite' | 'libsql';
  exec(sql: string): void;
  prepare(sql: string): SqlStatement;
  close(): void;
}

/** node:sqlite gives a blob as Uint8Array, libsql as ArrayBuffer: one shape for the store. */
function withBytes(row: NativeRow): SqlRow {
  let changed: Record<string, SqlValue> | null = null;
  for (const [key, value] of Object.entries(row)) {
    if (value instanceof ArrayBuffer) (changed ??= { ...(row as SqlRow) })[key] = new Uint8Array(value);
  }
  return changed ?? (row as SqlRow);
}

/** The shape shared by node:sqlite's StatementSync and libsql's Statement. */
type NativeStatement = {
  run(...values: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  all(...values: SqlValue[]): NativeRow[];
};
type NativeRow = Readonly<Record<string, SqlValue | ArrayBuffer>>;
type NativeDatabase = { exec(sql: string): unknown; prepare(sql: string): NativeStatement; close(): void };

function wrap(engine: SqlDriver['engine'], database: NativeDatabase): SqlDriver {
  return {
    engine,
    exec: (sql) => {
      database.exec(sql);
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (...values) => {
          const result = statement.run(...values);
          return { changes: Number(result.changes), lastInsertRowid: Number(result.lastInsertRowid) };
        },
        // libsql's own get() leaves the statement open at its first row, and with it the read lock.
        get: (...values) => statement.all(...values).map(withBytes)[0],
        all: (...values) => statement.all(...values).map(withBytes),
      };
    },
    close: () => {
      database.close();
    },
  };
}

/**
 * Opens a database file with node:sqlite where the runtime has it (Electron 45, Node 24), else with libsql
 * (Electron 33, Node 20). Both write the same file format.
 */
export function openDriver(file: string, engine?: SqlDriver['engine']): SqlDriver {
  const require = createRequire(import.meta.url);
  if (engine !== 'libsql') {
    const builtin = loadNodeSqlite();
    if (builtin !== null) return wrap('node:sqlite', new builtin.DatabaseSync(file));
    if (engine === 'node:sqlite') throw new Error('This runtime has no node:sqlite.');
  }
  const Libsql = require('libsql') as new (path: string) => NativeDatabase;
  return wrap('libsql', new Libsql(file));
}

/** The file is not what was written to it: a page of it was overwritten, or it is no database any more. */
export class DamagedError extends Error {
  readonly code = 'SQLITE_CORRUPT';

  constructor(what: string) {
    super(what);
    this.name = 'DamagedError';
  }
}

/**
 * Whether SQLite found the file itself damaged. A full or read-only disk, a locked file and a failed read are not that:
 * there the data is sound and moving it aside would make a loss out of a disturbance.
 */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown };
  if (typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')) return true;
  // node:sqlite calls every error ERR_SQLITE_ERROR and keeps SQLite's own number apart; its lower byte is the primary one.
  return typeof errcode === 'number' && [sqliteCorrupt, sqliteNotADatabase].includes(errcode & 0xff);
}

const sqliteCorrupt = 11;
const sqliteNotADatabase = 26;

type NodeSqlite = { readonly DatabaseSync: new (path: string) => NativeDatabase };

function loadNodeSqlite(): NodeSqlite | null {
  // getBuiltinModule answers undefined where a require would throw.
  const load = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule;
  return (load?.('node:sqlite') as NodeSqlite | undefined) ?? null;
}
