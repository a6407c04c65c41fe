import type { SqlDriver } from './driver';
import { DamagedError } from './driver';

/** Moves what outputs kept in their own state ({"filtered": {"connector/log type": 12}}) into the totals. Done twice it changes nothing. */
export const takeOverFiltered = `
UPDATE stream_outputs SET filtered = filtered + was.count, delivered = max(0, delivered - was.count)
FROM (
  SELECT s.id AS stream, o.output, CAST(kept.value AS INTEGER) AS count
  FROM outputs o, json_each(CASE WHEN json_valid(o.resume) THEN o.resume ELSE '{}' END, '$.filtered') kept
  JOIN streams s ON s.connector || '/' || s.log_type = kept.key
  WHERE kept.type = 'integer' AND kept.value > 0
) was
WHERE stream_outputs.stream = was.stream AND stream_outputs.output = was.output;
UPDATE outputs SET resume = json_remove(resume, '$.filtered') WHERE json_valid(resume);
`;

/** Version of the tables below. A newer file is refused, an older one is migrated by the steps in `migrations`. */
export const schemaVersion = 7;

const version1 = `
CREATE TABLE owner (id TEXT NOT NULL);
CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  connector TEXT NOT NULL,
  log_type TEXT NOT NULL,
  cursor TEXT,
  newest INTEGER,
  caught_up INTEGER,
  fetched INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0,
  released INTEGER NOT NULL DEFAULT 0,
  UNIQUE (connector, log_type)
);
CREATE TABLE batches (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  stream INTEGER NOT NULL REFERENCES streams (id),
  connector_name TEXT NOT NULL,
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  at INTEGER NOT NULL,
  ids BLOB NOT NULL,
  body BLOB NOT NULL
);
CREATE INDEX batches_by_stream ON batches (stream, count);
CREATE TABLE pending (output TEXT NOT NULL, seq INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (output, seq)) WITHOUT ROWID;
CREATE INDEX pending_by_seq ON pending (seq);
CREATE TABLE seen (seq INTEGER PRIMARY KEY, stream INTEGER NOT NULL, count INTEGER NOT NULL, ids BLOB NOT NULL);
CREATE INDEX seen_by_stream ON seen (stream, seq);
CREATE TABLE stream_outputs (
  stream INTEGER NOT NULL, output TEXT NOT NULL,
  delivered INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, output)
) WITHOUT ROWID;
CREATE TABLE outputs (output TEXT PRIMARY KEY, resume TEXT) WITHOUT ROWID;
CREATE TABLE state (stream INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (stream, key)) WITHOUT ROWID;
CREATE TABLE gaps (id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, from_time TEXT NOT NULL, to_time TEXT NOT NULL, why TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, connector_name TEXT NOT NULL, at INTEGER NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
  source TEXT NOT NULL, cut INTEGER NOT NULL, output TEXT, bytes BLOB NOT NULL
);
CREATE TABLE ledger (
  stream INTEGER NOT NULL, hour INTEGER NOT NULL,
  fetched INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0, released INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, hour)
) WITHOUT ROWID;
CREATE TABLE ledger_outputs (
  stream INTEGER NOT NULL, hour INTEGER NOT NULL, output TEXT NOT NULL,
  delivered INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, hour, output)
) WITHOUT ROWID;
`;

/**
 * What a recovery needs to know: which ids belong to which batch (null: written by version 1, 0: to none), how far back a
 * stream was asked to reach, whether it has to read all of that again, and how often the file was rebuilt.
 */
const version2 = `
ALTER TABLE seen ADD COLUMN batch INTEGER;
ALTER TABLE batches ADD COLUMN codec INTEGER NOT NULL DEFAULT 0;
ALTER TABLE streams ADD COLUMN reach INTEGER;
ALTER TABLE streams ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
CREATE TABLE epoch (value INTEGER NOT NULL);
INSERT INTO epoch (value) VALUES (0);
`;

/**
 * What a filter left out is booked apart from what was delivered. Until now an output kept the sums beside its own state, with
 * the same events booked as delivered here: the totals are put right. By hour they were never known, so earlier hours stay.
 */
const version3 = `
ALTER TABLE stream_outputs ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger_outputs ADD COLUMN filtered INTEGER NOT NULL DEFAULT 0;
${takeOverFiltered}
`;

/** The history of runs: what became of every poll. Times are epoch ms; `last` and what follows it say what the last of `times` polls was like. */
const version4 = `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL, started INTEGER NOT NULL, times INTEGER NOT NULL DEFAULT 1,
  fetched INTEGER NOT NULL DEFAULT 0, fresh INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  last INTEGER NOT NULL, ended INTEGER, outcome TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0,
  code TEXT, detail TEXT, ref TEXT, next INTEGER,
  UNIQUE (stream, started)
);
`;

/** What became of single events: when their ids came (epoch ms; null: written before), and what each output did with their batch. */
const version5 = `
ALTER TABLE seen ADD COLUMN at INTEGER;
CREATE TABLE settled (
  seq INTEGER NOT NULL, output TEXT NOT NULL, at INTEGER NOT NULL, removed INTEGER NOT NULL, refused BLOB, filtered BLOB,
  PRIMARY KEY (seq, output)
) WITHOUT ROWID;
`;

/** Why there is a gap, as a message for any language (JSON); null: `why` has English words only. */
const version6 = 'ALTER TABLE gaps ADD COLUMN said TEXT;';

/**
 * Files as they came, and batches that are pieces of one: `bytes` bytes from `start` on of what it inflates to, `crc` the file's
 * checksum. Numbers are never given twice: a batch whose file is lost must not be read from another.
 */
const version7 = `
CREATE TABLE bodies (id INTEGER PRIMARY KEY AUTOINCREMENT, bytes INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL);
ALTER TABLE batches ADD COLUMN shared INTEGER;
ALTER TABLE batches ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
CREATE INDEX batches_by_body ON batches (shared) WHERE shared IS NOT NULL;
`;

/** migrations[n] turns version n into n + 1. Never deleted, never changed. */
export const migrations: readonly string[] = [version1, version2, version3, version4, version5, version6, version7];

export class NewerSchemaError extends Error {
  constructor(found: number) {
    super(`The spool was written by a newer version of this program (format ${found}, this version knows ${schemaVersion}). Install the newer version again.`);
    this.name = 'NewerSchemaError';
  }
}

/** Tables of the present version: a file without one of them is damaged. */
const tables = ['owner', 'streams', 'batches', 'bodies', 'pending', 'seen', 'stream_outputs', 'outputs', 'state', 'gaps', 'quarantine', 'ledger', 'ledger_outputs', 'epoch', 'runs', 'settled'];

/** Large rows (batches) fit in fewer, larger pages. Bytes. */
export const pageSize = 16_384;
/** The write-ahead log is used again from its start; what a burst has made of it beyond this is given back. */
const keptLogBytes = 32 * 1024 * 1024;

/** Hears of a file of an older format just before its tables are changed. */
export type BeforeUpgrade = (driver: SqlDriver, format: number) => void;

/** Sets the durability and brings the tables up to date. Throws DamagedError when the tables are not all there. */
export function prepareSchema(driver: SqlDriver, beforeUpgrade: BeforeUpgrade): void {
  // Another owner may be in the middle of its last commit: waiting a moment is better than failing.
  driver.exec('PRAGMA busy_timeout = 5000');
  driver.exec(`PRAGMA page_size = ${pageSize}`);
  driver.exec('PRAGMA journal_mode = WAL');
  driver.exec(`PRAGMA journal_size_limit = ${keptLogBytes}`);
  // NORMAL does not sync at commit (STORE.md §2, strace): an acknowledged event could be lost with the power.
  driver.exec('PRAGMA synchronous = FULL');
  // A file of log lines (up to 8 MiB) is freed page by page when it leaves: what is still in the cache need not be read for that. KiB.
  driver.exec('PRAGMA cache_size = -8192');
  migrate(driver, beforeUpgrade);
  const there = new Set(driver.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all().map((row) => String(row['name'])));
  const missing = tables.find((table) => !there.has(table));
  if (missing !== undefined) throw new DamagedError(`The table ${missing} is missing.`);
}

/** An empty file to be filled and then put in place whole: until then nobody needs it, so nothing of it is synced. */
export function prepareNewFile(driver: SqlDriver): void {
  driver.exec(`PRAGMA page_size = ${pageSize}`);
  driver.exec('PRAGMA journal_mode = OFF');
  driver.exec('PRAGMA synchronous = OFF');
  // A batch comes before its stream: what its figures are is known when all batches were read.
  driver.exec('PRAGMA foreign_keys = OFF');
  migrate(driver, () => undefined);
}

/** All steps or none of them: what fails half way leaves a file that the version before still reads. */
function migrate(driver: SqlDriver, beforeUpgrade: BeforeUpgrade): void {
  const found = Number(driver.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (found > schemaVersion) throw new NewerSchemaError(found);
  if (found === schemaVersion) return;
  if (found > 0) beforeUpgrade(driver, found);
  driver.exec('BEGIN IMMEDIATE');
  try {
    for (const step of migrations.slice(found)) driver.exec(step);
    driver.exec(`PRAGMA user_version = ${schemaVersion}`);
    driver.exec('COMMIT');
  } catch (error) {
    driver.exec('ROLLBACK');
    throw error;
  }
}
