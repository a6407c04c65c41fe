import { copyFileSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SqlDriver } from '../../electron/collector/spool/driver';
import { openDriver } from '../../electron/collector/spool/driver';
import { migrations, prepareSchema, schemaVersion } from '../../electron/collector/spool/schema';
import { SqliteSpool } from '../../electron/collector/spool/sqlite-spool';
import { spoolCopies, UpgradeCopies } from '../../electron/collector/spool/upgrade-copies';
import { at, idOf, siem } from '../support/chunks';
import { tempDir } from '../support/temp-dir';

const before = schemaVersion - 1;
const day = 86_400_000;
const hour = Math.floor(at / 3_600_000);
const open: SqlDriver[] = [];

/** The spool as the version before left it when it was killed: its last rows are in the write-ahead log only. */
function killedBefore(dir: string): void {
  const file = path.join(dir, 'living', 'spool.db');
  mkdirSync(path.dirname(file));
  const driver = openDriver(file);
  // Stays open, so that nobody takes the log in: it is copied with it, as it lies there after a kill.
  open.push(driver);
  driver.exec('PRAGMA journal_mode = WAL');
  driver.exec('PRAGMA wal_autocheckpoint = 0');
  for (const step of migrations.slice(0, before)) driver.exec(step);
  driver.exec(`PRAGMA user_version = ${before}`);
  driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  driver.exec(`
    INSERT INTO streams (id, connector, log_type, cursor, fetched, released) VALUES (1, '${siem.connectorId}', '${siem.logType}', '"p9"', 10, 10);
    INSERT INTO ledger (stream, hour, fetched, released) VALUES (1, ${hour}, 10, 10);
    INSERT INTO stream_outputs (stream, output, delivered, refused) VALUES (1, 'file', 9, 1);
    INSERT INTO ledger_outputs (stream, hour, output, delivered, refused) VALUES (1, ${hour}, 'file', 9, 1);
    INSERT INTO seen (seq, stream, count, ids, batch) VALUES (1, 1, 1, x'${idOf('old')}', 1);
  `);
  for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, path.join(dir, `spool.db${part}`));
  expect(statSync(path.join(dir, 'spool.db-wal')).size).toBeGreaterThan(0);
}

function old(): string {
  const dir = tempDir();
  killedBefore(dir);
  return dir;
}

function start(dir: string, now = at, startedAt = now): SqliteSpool {
  return new SqliteSpool({ dir, startedAt }, undefined, { now: () => now });
}

function versionOf(file: string): number {
  const driver = openDriver(file);
  try {
    return Number(driver.prepare('PRAGMA user_version').get()?.['user_version']);
  } finally {
    driver.close();
  }
}

describe('before the tables of the spool are changed', () => {
  it('a copy is kept that only this user can read, with what was in the write-ahead log', () => {
    const dir = old();
    const spool = start(dir);
    expect(spool.opening).toMatchObject({ recovered: null, upgraded: expect.stringMatching(/^The local store \(format \d+\) was copied before its update: spool\.v\d+-/) as string });
    const copies = spoolCopies(dir);
    expect(copies).toMatchObject([{ format: before, at: Math.floor(at / 1000) * 1000 }]);
    const file = copies[0]?.file ?? '';
    expect(copies[0]?.bytes).toBe(statSync(file).size);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(versionOf(file)).toBe(before);
    spool.close();
  });

  it('which opens in the version before and in this one, and balances there', () => {
    const dir = old();
    start(dir).close();
    const file = spoolCopies(dir)[0]?.file ?? '';
    const driver = openDriver(file);
    expect(driver.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    expect(driver.prepare('SELECT cursor, fetched, released FROM streams').all()).toEqual([{ cursor: '"p9"', fetched: 10, released: 10 }]);
    driver.close();
    const back = tempDir();
    copyFileSync(file, path.join(back, 'spool.db'));
    const spool = start(back);
    expect(spool.unbalanced()).toEqual([]);
    expect(spool.memory(siem)).toMatchObject({ cursor: 'p9', counts: { fetched: 10, released: 10, delivered: { file: 9 } } });
    spool.close();
  });

  it('a new spool and one of the present version need none', () => {
    const dir = tempDir();
    for (const turn of [1, 2]) {
      const spool = start(dir, at + turn);
      expect(spool.opening).toEqual({ recovered: null, upgraded: null });
      spool.close();
    }
    expect(spoolCopies(dir)).toEqual([]);
  });

  it('without room for it the update goes on, and says so', () => {
    const dir = old();
    const copies = new UpgradeCopies({ dir, now: () => at, startedAt: at, free: () => 1024 ** 3 });
    const driver = openDriver(path.join(dir, 'spool.db'));
    prepareSchema(driver, (each, format) => { copies.keep(each, format); });
    driver.close();
    expect(copies.words).toMatch(/^No copy of the local store .* and 1024\.0 MiB more are needed, 1024\.0 MiB are free\. The update itself is all or nothing\.$/);
    expect(spoolCopies(dir)).toEqual([]);
    expect(versionOf(path.join(dir, 'spool.db'))).toBe(schemaVersion);
  });

  it('a copy that cannot be made prevents nothing else, and leaves nothing half done', () => {
    const dir = old();
    // A folder where the copy is to be written.
    mkdirSync(path.join(dir, 'spool.db.copying'));
    writeFileSync(path.join(dir, 'spool.db.copying', 'x'), '');
    const spool = start(dir);
    expect(spool.opening.upgraded).toMatch(/^No copy of the local store/);
    expect(spool.unbalanced()).toEqual([]);
    spool.close();
    expect(spoolCopies(dir)).toEqual([]);
  });

  it('one copy is kept: that of the newest update', () => {
    const dir = old();
    writeFileSync(path.join(dir, 'spool.v1-20200101T000000Z.db'), 'earlier');
    writeFileSync(path.join(dir, 'spool.db.copying'), 'cut off');
    start(dir).close();
    expect(spoolCopies(dir).map(({ format }) => format)).toEqual([before]);
    expect(readdirSync(dir)).not.toContain('spool.db.copying');
  });
});

describe('an update of the tables that fails', () => {
  it('leaves the old spool as it was, whichever step it was', () => {
    const dir = tempDir();
    const file = path.join(dir, 'spool.db');
    const driver = openDriver(file);
    for (const step of migrations.slice(0, 2)) driver.exec(step);
    driver.exec('PRAGMA user_version = 2');
    driver.exec(`INSERT INTO streams (id, connector, log_type, fetched, released) VALUES (1, '${siem.connectorId}', '${siem.logType}', 10, 10)`);
    // The last step makes this table: those before it have succeeded then.
    driver.exec('CREATE TABLE settled (mine INTEGER)');
    driver.close();
    expect(() => start(dir)).toThrow(/settled/);
    expect(versionOf(file)).toBe(2);
    const after = openDriver(file);
    expect(after.prepare('SELECT fetched, released FROM streams').all()).toEqual([{ fetched: 10, released: 10 }]);
    expect(after.prepare("SELECT name FROM sqlite_master WHERE name = 'runs'").all()).toEqual([]);
    after.close();
    expect(spoolCopies(dir)).toMatchObject([{ format: 2 }]);
    // Trying again makes no second one.
    expect(() => start(dir, at + day)).toThrow(/settled/);
    expect(spoolCopies(dir)).toMatchObject([{ format: 2, at: Math.floor((at + day) / 1000) * 1000 }]);
  });
});

describe('the copy goes', () => {
  it('with the next start that finds the books of the changed spool in order', () => {
    const dir = old();
    start(dir).close();
    start(dir, at + 1000).close();
    expect(spoolCopies(dir)).toEqual([]);
  });

  it('not when the file is only opened again by the program that made it', () => {
    const dir = old();
    start(dir).close();
    start(dir, at + 3_600_000, at).close();
    expect(spoolCopies(dir)).toHaveLength(1);
  });

  it('not while the books do not balance, but after 14 days', () => {
    const dir = old();
    start(dir).close();
    const driver = openDriver(path.join(dir, 'spool.db'));
    driver.exec('UPDATE streams SET fetched = 11');
    driver.close();
    const spool = start(dir, at + day);
    expect(spool.unbalanced()).not.toEqual([]);
    spool.close();
    expect(spoolCopies(dir)).toHaveLength(1);
    start(dir, at + 14 * day).close();
    expect(spoolCopies(dir)).toEqual([]);
  });

  it('after 14 days also in a program that runs on', () => {
    const dir = old();
    let now = at;
    const copies = new UpgradeCopies({ dir, now: () => now, startedAt: at });
    const driver = openDriver(path.join(dir, 'spool.db'));
    prepareSchema(driver, (each, format) => { copies.keep(each, format); });
    driver.close();
    copies.opened(() => true);
    now = at + 13 * day;
    copies.overdue();
    expect(spoolCopies(dir)).toHaveLength(1);
    now = at + 14 * day;
    copies.overdue();
    expect(spoolCopies(dir)).toEqual([]);
  });
});
