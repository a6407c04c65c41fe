import { Buffer, isUtf8 } from 'node:buffer';

import type { SqlDriver, SqlRow, SqlValue } from './driver';
import { isDamage } from './driver';

/** Rows asked for at once, unless a reading says otherwise; a batch is up to a megabyte. */
const usualRowsAtOnce = 16;
/** Searches for rows between two damaged places that may fail before the rest between them is given up: each costs a read. */
const mostFailures = 2000;

/** Marks a column of text that is read as bytes. Another name than the column's: ORDER BY must still mean the column, and its index. */
const bytesSuffix = '_bytes';

/** What SQL is needed to read a table in the order of its key. */
export type Reading = {
  readonly columns: string;
  /** Table, with INDEXED BY where the index is to be read instead. */
  readonly from: string;
  /** Columns of the key, in order. */
  readonly key: readonly string[];
  /** Fewer for large rows. */
  readonly rowsAtOnce?: number;
};

type Direction = 'up' | 'down';
type Take = (row: SqlRow) => void;

/** Reads what can still be read of a damaged database. Every method tells whether it could read all there was. */
export class DamagedFile {
  readonly #driver: SqlDriver;
  /** By table: columns of text. */
  readonly #texts = new Map<string, readonly string[]>();

  constructor(driver: SqlDriver) {
    this.#driver = driver;
  }

  columns(table: string): ReadonlySet<string> {
    return new Set(this.#try(() => this.#driver.prepare(`PRAGMA table_info(${table})`).all())?.map((row) => String(row['name'])) ?? []);
  }

  /** By any key: from both ends up to the damage. What lies between two damaged places is not found. */
  byKey(reading: Reading, take: Take): boolean {
    const seen = new Set<string>();
    const once: Take = (row) => {
      const key = JSON.stringify(reading.key.map((column) => row[column]));
      if (seen.has(key)) return;
      seen.add(key);
      take(row);
    };
    if (this.#walk(reading, 'up', once)) return true;
    this.#walk(reading, 'down', once);
    return false;
  }

  /** By a number: from both ends up to the damage, then between the damaged places, ever smaller pieces. */
  byNumber(reading: Omit<Reading, 'key'> & { readonly key: string }, take: Take): boolean {
    const { key } = reading;
    const ends = { low: -1, high: Number.MAX_SAFE_INTEGER };
    const whole = { ...reading, key: [key] };
    const upwards: Take = (row) => {
      ends.low = Number(row[key]);
      take(row);
    };
    if (this.#walk(whole, 'up', upwards)) return true;
    this.#walk(whole, 'down', (row) => {
      if (Number(row[key]) <= ends.low) return;
      ends.high = Number(row[key]);
      take(row);
    }, ends.low);
    this.#between(whole, ends.low + 1, ends.high - 1, take);
    return false;
  }

  #between(reading: Reading, from: number, to: number, take: Take): void {
    const { rowsAtOnce = usualRowsAtOnce } = reading;
    let failures = 0;
    const look = (low: number, high: number): void => {
      if (low > high || failures >= mostFailures) return;
      let next = low;
      const [key = ''] = reading.key;
      const read = this.#try(() => {
        for (;;) {
          const rows = this.#driver.prepare(`SELECT ${this.#asBytes(reading)} FROM ${reading.from} WHERE ${key} BETWEEN ? AND ? ORDER BY ${key} LIMIT ${rowsAtOnce}`).all(next, high);
          for (const raw of rows) {
            const row = withTexts(raw);
            if (row !== null) take(row);
            next = Number(raw[key]) + 1;
          }
          if (rows.length < rowsAtOnce) return true;
        }
      });
      if (read === true) return;
      failures += 1;
      if (next >= high) return;
      const middle = next + Math.floor((high - next) / 2);
      look(next, middle);
      look(middle + 1, high);
    };
    look(from, to);
  }

  /** True when the end was reached. */
  #walk(reading: Reading, direction: Direction, take: Take, floor?: number): boolean {
    const { from, key, rowsAtOnce = usualRowsAtOnce } = reading;
    const order = key.map((column) => `${column} ${direction === 'up' ? 'ASC' : 'DESC'}`).join(', ');
    const tuple = `(${key.join(', ')}) ${direction === 'up' ? '>' : '<'} (${key.map(() => '?').join(', ')})`;
    let last: SqlValue[] | null = null;
    let limit = rowsAtOnce;
    for (;;) {
      const where: readonly string[] = [...(last === null ? [] : [tuple]), ...(floor === undefined ? [] : [`${key[0] ?? ''} > ${floor}`])];
      const sql: string = `SELECT ${this.#asBytes(reading)} FROM ${from} ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY ${order} LIMIT ${limit}`;
      const after: readonly SqlValue[] = last ?? [];
      const rows: SqlRow[] | null = this.#try(() => this.#driver.prepare(sql).all(...after));
      if (rows === null) {
        if (limit === 1) return false;
        limit = 1;
        continue;
      }
      for (const raw of rows) {
        const row = withTexts(raw);
        if (row !== null) take(row);
        const place = key.map((column) => (row ?? raw)[column]);
        // A key that cannot be read leads no further.
        if (place.includes(undefined)) return false;
        last = place.map((value) => value ?? null);
      }
      if (rows.length < limit) return true;
    }
  }

  /**
   * The columns of a reading with those of text as bytes: whether they still are text is to be found out here. libsql ends the
   * whole process over a text that is no UTF-8 (libsql 0.9.30, value.rs:237).
   */
  #asBytes({ columns, from }: Reading): string {
    const [table = ''] = from.split(' ');
    let texts = this.#texts.get(table);
    if (texts === undefined) {
      const info = this.#try(() => this.#driver.prepare(`PRAGMA table_info(${table})`).all()) ?? [];
      // The one table of SQLite's own that is read declares no types.
      texts = table === 'sqlite_sequence' ? ['name'] : info.filter((row) => row['type'] === 'TEXT').map((row) => String(row['name']));
      this.#texts.set(table, texts);
    }
    const names = columns === '*' ? [...this.columns(table)] : columns.split(',').map((name) => name.trim());
    return names.map((name) => (texts.includes(name) ? `CAST(${name} AS BLOB) AS ${name}${bytesSuffix}` : name)).join(', ');
  }

  /** Null where the file is damaged; everything else is a failure of its own. */
  #try<T>(read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (isDamage(error) || isMissingTable(error)) return null;
      throw error;
    }
  }
}

/** The row with its texts; null when one of them is none any more. */
function withTexts(row: SqlRow): SqlRow | null {
  const texts: Record<string, SqlValue> = {};
  for (const [name, value] of Object.entries(row)) {
    const isText = name.endsWith(bytesSuffix);
    if (isText && value instanceof Uint8Array && !isUtf8(value)) return null;
    texts[isText ? name.slice(0, -bytesSuffix.length) : name] = isText && value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
  }
  return texts;
}

/** With the page of the schema gone, so are the names. */
function isMissingTable(error: unknown): boolean {
  return error instanceof Error && /no such (table|column|index)/.test(error.message);
}
