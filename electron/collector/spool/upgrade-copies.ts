import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { freeBytesOf } from '../kit/free-space';
import type { SqlDriver } from './driver';

/** The spool as it was before its tables were brought up to date. `at` is epoch ms, `format` the version of its tables. */
export type SpoolCopy = { readonly file: string; readonly format: number; readonly at: number; readonly bytes: number };

export type UpgradeCopiesOptions = {
  /** Folder of spool.db. */
  readonly dir: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** Epoch ms when this program started: what was copied since then stays, however often the file is opened again. */
  readonly startedAt: number;
  readonly free?: ((dir: string) => number) | undefined;
};

/** A copy is of no use for long: what was delivered since would be sent again, and Mimecast keeps its logs for days only. */
const keptMs = 14 * 86_400_000;
/** What stays free beside the copy: collecting pauses at half of it, and the change of the tables needs room, too. Bytes. */
const marginBytes = 1024 ** 3;

const namePattern = /^spool\.v(\d+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/;

/**
 * Keeps one copy of the spool before its tables are changed, and lets go of it once nobody needs it: when a later start has
 * found the changed spool in order, or after 14 days. The change is one transaction and needs no copy to be safe; the copy is
 * for going back to the version before. So whatever prevents it is said and prevents nothing else.
 */
export class UpgradeCopies {
  readonly #options: UpgradeCopiesOptions;
  /** When the copy is too old, epoch ms; null: there is none. */
  #until: number | null = null;
  /** What became of the copy that this start needed; null: it needed none. */
  words: string | null = null;

  constructor(options: UpgradeCopiesOptions) {
    this.#options = options;
  }

  /** Before tables of `format` are changed. The write-ahead log is in the copy: it is made through SQLite. Never throws. */
  keep(driver: SqlDriver, format: number): void {
    const { dir, now, free = freeBytesOf } = this.#options;
    const unfinished = path.join(dir, 'spool.db.copying');
    const file = path.join(dir, nameOf(format, now()));
    try {
      const needed = bytesInUse(driver);
      const room = free(dir);
      if (room < needed + marginBytes) {
        this.words = `No copy of the local store (format ${format}) was kept before its update: ${mib(needed)} and ${mib(marginBytes)} more are needed, ${mib(room)} are free. The update itself is all or nothing.`;
        return;
      }
      rmSync(unfinished, { force: true });
      // Made by us so that it is private from its first byte; SQLite fills an empty file.
      closeSync(openSync(unfinished, 'wx', 0o600));
      driver.exec(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
      sync(unfinished);
      renameSync(unfinished, file);
      removeSpoolCopies(dir, (copy) => copy.file !== file);
      this.words = `The local store (format ${format}) was copied before its update: ${path.basename(file)}, ${mib(statSync(file).size)}.`;
    } catch (error) {
      removeQuietly(unfinished);
      this.words = `No copy of the local store (format ${format}) was kept before its update: ${error instanceof Error ? error.message : String(error)}. The update itself is all or nothing.`;
    }
  }

  /** After the file was opened; `isSound` says whether its books balance, and is asked only where there is a copy to let go of. Never throws. */
  opened(isSound: () => boolean): void {
    const { dir, startedAt } = this.#options;
    this.#expire();
    const isEarlier = (copy: SpoolCopy): boolean => copy.at < wholeSeconds(startedAt);
    if (this.words === null && spoolCopies(dir).some(isEarlier) && holds(isSound)) removeSpoolCopies(dir, isEarlier);
    this.#until = spoolCopies(dir).map(({ at }) => at + keptMs)[0] ?? null;
  }

  /** For a program that runs for months. Cheap while nothing is due. */
  overdue(): void {
    if (this.#until === null || this.#options.now() < this.#until) return;
    this.#until = null;
    this.#expire();
  }

  #expire(): void {
    const oldest = this.#options.now() - keptMs;
    removeSpoolCopies(this.#options.dir, (copy) => copy.at <= oldest);
  }
}

/** A damaged table is no sound one; it is mended by whoever reads it next. */
function holds(condition: () => boolean): boolean {
  try {
    return condition();
  } catch {
    return false;
  }
}

/** Newest first; empty when there are none, or no folder. */
export function spoolCopies(dir: string): readonly SpoolCopy[] {
  try {
    return readdirSync(dir)
      .flatMap((name) => copyNamed(dir, name))
      .sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}

function copyNamed(dir: string, name: string): SpoolCopy[] {
  const [, format, year, month, day, hour, minute, second] = namePattern.exec(name) ?? [];
  if (format === undefined) return [];
  const file = path.join(dir, name);
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return [{ file, format: Number(format), at, bytes: statSync(file, { throwIfNoEntry: false })?.size ?? 0 }];
}

/** Removes the copies that `which` names, all of them by default. One that the system holds on to stays for the next time. */
export function removeSpoolCopies(dir: string, which: (copy: SpoolCopy) => boolean = () => true): void {
  for (const copy of spoolCopies(dir).filter(which)) removeQuietly(copy.file);
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Somebody looks into it, on Windows; or it is no file of ours.
  }
}

function nameOf(format: number, at: number): string {
  return `spool.v${format}-${new Date(wholeSeconds(at)).toISOString().replace(/[-:]|\.\d+/g, '')}.db`;
}

const wholeSeconds = (at: number): number => Math.floor(at / 1000) * 1000;

/** Freed pages are not copied. */
function bytesInUse(driver: SqlDriver): number {
  const figure = (pragma: string): number => Number(driver.prepare(`PRAGMA ${pragma}`).get()?.[pragma] ?? 0);
  return (figure('page_count') - figure('freelist_count')) * figure('page_size');
}

function sync(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function mib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
