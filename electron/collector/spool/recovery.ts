import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { SqlDriver } from './driver';
import { isDamage, openDriver } from './driver';
import { fileSize, mendFirstPage, refuseNewer } from './first-page';
import { readKnownStreams } from './known-streams';
import { rebuild } from './rebuild';
import { prepareNewFile } from './schema';

/** Damaged files that are kept for whoever wants to look; each may be as large as the spool. */
const keptSets = 2;
const doneMark = 'recovered.txt';
const parts = ['', '-wal', '-shm'] as const;

export type RecoverySettings = {
  /** Folder of spool.db. */
  readonly dir: string;
  readonly engine?: SqlDriver['engine'];
  /** Epoch ms. */
  readonly now: number;
};

/**
 * Moves a damaged spool.db into `damaged/<UTC time>/` and puts a new one in its place with everything that can still be
 * read. Nobody may have the file open. The last step is one rename: whenever this is cut off, `finishRecovery` does the rest.
 * Returns in words what became of it. Throws NewerSchemaError for the file of a newer version, and what the disk says when
 * it is full or read-only; the data is where it was then, and the next call goes on.
 */
export function recover(settings: RecoverySettings): string {
  const { dir, now } = settings;
  refuseNewer(path.join(dir, 'spool.db'));
  const folder = path.join(dir, 'damaged');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = new Date(now).toISOString().replaceAll(':', '-');
  const taken = new Set(readdirSync(folder));
  let set = name;
  for (let n = 2; taken.has(set); n += 1) set = `${name} ${n}`;
  mkdirSync(path.join(folder, set), { mode: 0o700 });
  moveAside(dir, path.join(folder, set));
  return refill(settings, path.join(folder, set));
}

/** Ends a recovery that was cut off; null when there was none. */
export function finishRecovery(settings: RecoverySettings): string | null {
  const { dir } = settings;
  const open = setsOf(dir).filter((set) => !existsSync(path.join(set, doneMark)));
  let words: string | null = null;
  for (const set of open) {
    if (!existsSync(path.join(set, 'spool.db')) && !existsSync(path.join(set, 'spool.db-wal'))) rmSync(set, { recursive: true });
    // The new file was in place already, or a program that knows nothing of this has made one.
    else if (fileSize(path.join(dir, 'spool.db')) > 0) markDone(set, 'It was cut off at its end.');
    else {
      moveAside(dir, set);
      words = refill(settings, set);
    }
  }
  return words;
}

function setsOf(dir: string): readonly string[] {
  const folder = path.join(dir, 'damaged');
  return existsSync(folder) ? readdirSync(folder).sort().map((name) => path.join(folder, name)) : [];
}

/** The database first: a log without its database is seen as unfinished, a database without its log would pass for whole. */
function moveAside(dir: string, set: string): void {
  for (const part of parts) {
    const from = path.join(dir, `spool.db${part}`);
    const to = path.join(set, `spool.db${part}`);
    if (existsSync(from) && !existsSync(to)) renameSync(from, to);
  }
}

function refill({ dir, engine, now }: RecoverySettings, set: string): string {
  const file = path.join(dir, 'spool.db');
  const fresh = path.join(dir, 'spool.db.recovering');
  rmSync(fresh, { force: true });
  closeSync(openSync(fresh, 'a', 0o600));
  const source = openDamaged(set, file, engine);
  const target = openDriver(fresh, engine);
  let words: string;
  try {
    prepareNewFile(target);
    words = rebuild({ source, target, known: readKnownStreams(dir), now, keptAt: set });
  } catch (error) {
    target.close();
    rmSync(fresh, { force: true });
    throw error;
  } finally {
    closeQuietly(source);
  }
  target.close();
  sync(fresh);
  renameSync(fresh, file);
  sync(dir);
  markDone(set, words);
  for (const old of setsOf(dir).slice(0, -keptSets)) rmSync(old, { recursive: true, force: true });
  return words;
}

/** The damaged file, as far as its tables can be found; null when they cannot. */
function openDamaged(set: string, original: string, engine: SqlDriver['engine'] | undefined): SqlDriver | null {
  const file = path.join(set, 'spool.db');
  // SQLite would delete the log of an empty file; with a first page it is read.
  if (fileSize(file) === 0 && !mendFirstPage(file, original)) return null;
  for (const mended of [false, true]) {
    if (mended && !mendFirstPage(file, original)) return null;
    let driver: SqlDriver | null = null;
    try {
      driver = openDriver(file, engine);
      const tables = driver.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      if (tables.some((row) => row['name'] === 'streams')) return driver;
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    closeQuietly(driver);
  }
  return null;
}

function closeQuietly(driver: SqlDriver | null): void {
  try {
    driver?.close();
  } catch {
    // A damaged file may fail to take in its log at the end: it has been read already.
  }
}

function markDone(set: string, words: string): void {
  writeFileSync(path.join(set, doneMark), `${words}\n`, { mode: 0o600 });
}

function sync(file: string): void {
  // A folder cannot be opened for that on Windows; its file system writes the name with the file.
  if (process.platform === 'win32' && !file.endsWith('.recovering')) return;
  const handle = openSync(file, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
