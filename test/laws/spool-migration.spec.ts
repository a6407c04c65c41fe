import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { SqlDriver } from '../../electron/collector/spool/driver';
import { openDriver } from '../../electron/collector/spool/driver';
import { migrations } from '../../electron/collector/spool/schema';
import type { Spool } from '../../electron/collector/spool/spool';
import { say, wordsOnly } from '../../shared/text/message';
import { at, idOf, siem } from '../support/chunks';
import { syncSpool } from '../support/sync-spool';
import { tempDir } from '../support/temp-dir';
import { expectBalanced } from './spool-law';

/** A spool file as that version left it, filled by `fill`, opened by the present one. */
async function migratedFrom(version: number, fill: (driver: SqlDriver) => void, spoil: (driver: SqlDriver, file: string) => void = (driver) => { driver.close(); }): Promise<Spool> {
  const dir = tempDir();
  const file = path.join(dir, 'spool.db');
  const driver = openDriver(file);
  for (const step of migrations.slice(0, version)) driver.exec(step);
  driver.exec(`PRAGMA user_version = ${version}`);
  fill(driver);
  spoil(driver, file);
  const spool = syncSpool({ dir });
  onTestFinished(() => spool.close());
  await spool.open();
  return spool;
}

const hour = Math.floor(at / 3_600_000);

describe('a spool of format 2', () => {
  const lived = (driver: SqlDriver): void => {
    driver.exec(`
      INSERT INTO streams (id, connector, log_type, fetched, released) VALUES (1, '${siem.connectorId}', '${siem.logType}', 10, 10);
      INSERT INTO ledger (stream, hour, fetched, released) VALUES (1, ${hour}, 10, 10);
      INSERT INTO stream_outputs (stream, output, delivered, refused) VALUES (1, 'file', 9, 1), (1, 'dnif', 10, 0);
      INSERT INTO ledger_outputs (stream, hour, output, delivered, refused) VALUES (1, ${hour}, 'file', 9, 1), (1, ${hour}, 'dnif', 10, 0);
      INSERT INTO seen (seq, stream, count, ids, batch) VALUES (1, 1, 1, x'${idOf('old')}', 1);
      INSERT INTO outputs (output, resume) VALUES ('dnif', '{"mine":1,"filtered":{"${siem.connectorId}/${siem.logType}":4,"gone/DLP":7}}'), ('file', NULL), ('odd', '{"filtered":"no"}');
    `);
  };

  it('has what filters left out in its totals, and its earlier hours as they were', async () => {
    const spool = await migratedFrom(2, lived);
    expect((await spool.memory(siem)).counts).toMatchObject({ released: 10, delivered: { file: 9, dnif: 6 }, refused: { file: 1, dnif: 0 }, filtered: { dnif: 4 } });
    expect(await spool.outputMemory('dnif')).toEqual({ resume: { mine: 1 }, waiting: 0, delivered: 6, refused: 0, filtered: 4 });
    expect(await spool.outputMemory('odd')).toMatchObject({ resume: {}, delivered: 0, filtered: 0 });
    expect(await spool.ledger(0, at * 2)).toMatchObject([{ delivered: { file: 9, dnif: 10 }, filtered: {} }]);
    await expectBalanced(spool, siem);
  });

  it('does not know what became of single events of before', async () => {
    const spool = await migratedFrom(2, lived);
    expect((await spool.trail({ stream: siem, id: idOf('old'), before: null })).batches).toEqual([{ batch: 1, spooledAt: null, outputs: [] }]);
  });

  it('is rebuilt with the same figures when the table of the totals is damaged', async () => {
    const spool = await migratedFrom(2, lived, (driver, file) => {
      const page = Number(driver.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'stream_outputs'").get()?.['rootpage']);
      const { page_size: size } = driver.prepare('PRAGMA page_size').get() ?? {};
      driver.close();
      const handle = openSync(file, 'r+');
      writeSync(handle, Buffer.alloc(Number(size), 0xa5), 0, Number(size), (page - 1) * Number(size));
      closeSync(handle);
    });
    // The totals come from the hours then, put right by what the output kept.
    expect((await spool.memory(siem)).counts).toMatchObject({ released: 10, delivered: { file: 9, dnif: 6 }, refused: { file: 1 }, filtered: { dnif: 4 } });
    await expectBalanced(spool, siem);
  });
});

describe('a spool of format 5', () => {
  const lived = (driver: SqlDriver): void => {
    driver.exec(`
      INSERT INTO streams (id, connector, log_type) VALUES (1, '${siem.connectorId}', '${siem.logType}');
      INSERT INTO gaps (stream, from_time, to_time, why, at) VALUES (1, 'a', 'b', 'Mimecast listed the log file x.gz, but it arrives damaged.', ${at});
    `);
  };

  it('shows the reasons of its gaps in the words that were written then', async () => {
    const spool = await migratedFrom(5, lived);
    expect((await spool.memory(siem)).gaps).toEqual([{ from: 'a', to: 'b', why: wordsOnly('Mimecast listed the log file x.gz, but it arrives damaged.'), at }]);
  });

  it('adds what goes on from an old gap to it', async () => {
    const spool = await migratedFrom(5, lived);
    const { epoch } = await spool.memory(siem);
    await spool.commit({ stream: siem, epoch, connectorName: 'Head office', chunk: null, broken: [], state: [], outputs: [], at: at + 1, gaps: [{ from: 'b', to: 'c', why: say('collector.gap.damaged', { name: 'x.gz' }) }] });
    expect((await spool.memory(siem)).gaps).toMatchObject([{ from: 'a', to: 'c', at: at + 1 }]);
  });
});

describe('a gap whose message cannot be read', () => {
  it('keeps its words', async () => {
    const spool = await migratedFrom(6, (driver) => {
      driver.exec(`
        INSERT INTO streams (id, connector, log_type) VALUES (1, '${siem.connectorId}', '${siem.logType}');
        INSERT INTO gaps (stream, from_time, to_time, why, said, at) VALUES (1, 'a', 'b', 'Because.', '{"id":', ${at}), (1, 'b', 'c', 'For a reason.', '{"id":7}', ${at});
      `);
    });
    expect((await spool.memory(siem)).gaps.map(({ why }) => why)).toEqual([wordsOnly('For a reason.'), wordsOnly('Because.')]);
  });
});
