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

/** The shape shared by node:sqlite's StatementSync and libsql's Statement. */
type NativeStatement = {
  run(...values: SqlValue[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  get(...values: SqlValue[]): SqlRow | undefined;
  all(...values: SqlValue[]): SqlRow[];
};
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
        get: (...values) => statement.get(...values) ?? undefined,
        all: (...values) => statement.all(...values),
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

type NodeSqlite = { readonly DatabaseSync: new (path: string) => NativeDatabase };

function loadNodeSqlite(): NodeSqlite | null {
  // getBuiltinModule answers undefined where a require would throw.
  const load = (process as { getBuiltinModule?: (name: string) => unknown }).getBuiltinModule;
  return (load?.('node:sqlite') as NodeSqlite | undefined) ?? null;
}
