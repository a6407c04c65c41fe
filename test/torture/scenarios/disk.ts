import { closeSync, existsSync, openSync, readSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

import { openDriver } from '../../../electron/collector/spool/driver';
import type { Scenario } from '../scenario';
import type { Stage } from '../stage/stage';

const mebi = 1024 * 1024;
const world = { events: 1500, dlpEvents: 200, auditEvents: 200, heldMessages: 100 };
/** So large that the files of the busier types are several batches. */
export const largeFiles = { events: 60_000, eventsPerFile: 30_000 };
const noLimits = { spoolBytes: 1024 ** 4, freeBytes: 0 };

async function fillSpool(stage: Stage): Promise<void> {
  await stage.receiver.close();
  await stage.start();
  await stage.until('everything waits in the spool', (status) => (status.outputs[0]?.waiting ?? 0) >= 1900);
  await stage.kill();
}

function ballast(stage: Stage, bytes: number): string {
  const file = path.join(stage.stateDir, 'ballast');
  writeFileSync(file, Buffer.alloc(bytes, 1));
  return file;
}

/** Changes the file of the spool while nobody has it open. */
export function inSpool<T>(stage: Stage, work: (driver: ReturnType<typeof openDriver>) => T): T {
  const driver = openDriver(path.join(stage.stateDir, 'spool.db'));
  try {
    // A collector may be running on it.
    driver.exec('PRAGMA busy_timeout = 5000');
    return work(driver);
  } finally {
    driver.close();
  }
}

const pageSize = 16_384;

/** Everything into the file itself. Pages of the file, and the number of the page where the table of batches begins. */
function checkpoint(stage: Stage): { readonly pages: number; readonly batches: number } {
  return inSpool(stage, (driver) => {
    driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const batches = Number(driver.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'batches'").get()?.['rootpage']);
    return { pages: Math.floor(statSync(path.join(stage.stateDir, 'spool.db')).size / pageSize), batches };
  });
}

/** `first` is counted from 1. */
function overwritePages(stage: Stage, first: number, count: number): void {
  const file = openSync(path.join(stage.stateDir, 'spool.db'), 'r+');
  writeSync(file, Buffer.alloc(count * pageSize, 0xa5), 0, count * pageSize, (first - 1) * pageSize);
  closeSync(file);
}

function requireRecovered(stage: Stage): void {
  stage.require(existsSync(path.join(stage.stateDir, 'damaged')), 'the damage was not noticed: the scenario proves nothing');
}

async function startMustFail(stage: Stage, words: RegExp): Promise<void> {
  const said = await stage.start().then(() => 'nothing', (error: unknown) => (error instanceof Error ? error.message : String(error)));
  stage.require(words.test(said), `starting should fail with ${String(words)}, it said: ${said}`);
  await stage.host.kill();
}

/** What disks do. */
export const diskScenarios: readonly Scenario[] = [
  {
    name: 'disk-full',
    trap: 'RELIABILITY.md 6: a full disk ends the program or loses what was read',
    what: 'no byte is free on the disk of the spool, later there is room',
    world,
    outputs: ['http'],
    needsMount: true,
    run: async (stage) => {
      stage.mountState(64);
      ballast(stage, 63 * mebi);
      await stage.receiver.close();
      await stage.start({ diskLimits: noLimits });
      await stage.until('the disk is full', (status) => status.streams.some(({ health }) => health.failure?.code === 'PC-DISK-FULL'));
      rmSync(path.join(stage.stateDir, 'ballast'));
      await stage.receiver.open();
    },
  },
  {
    name: 'disk-floor',
    trap: 'RELIABILITY.md 5: no headroom, so that acknowledgements cannot be written either',
    what: 'too little is free: fetching pauses, delivering goes on, later there is room',
    world,
    needsMount: true,
    run: async (stage) => {
      stage.mountState(24);
      const file = ballast(stage, 20 * mebi);
      await stage.start({ diskLimits: { spoolBytes: 1024 ** 4, freeBytes: 6 * mebi } });
      const status = await stage.until('it pauses', (now) => now.streams.every(({ health }) => health.state === 'paused'));
      stage.require(status.streams.every(({ health }) => /free on the disk/.test(health.note?.english ?? '')), 'the status does not say why it pauses');
      rmSync(file);
    },
  },
  {
    name: 'spool-cap',
    trap: 'RELIABILITY.md 5: an unbounded spool, or one that drops the oldest',
    what: 'the receiver is down until the spool is at its limit, then comes back',
    world: { events: 40_000, eventsPerFile: 500, dlpEvents: 50, auditEvents: 50, heldMessages: 50 },
    logTypes: ['SIEM'],
    outputs: ['http'],
    run: async (stage) => {
      await stage.receiver.close();
      await stage.start({ diskLimits: { spoolBytes: 4 * mebi, freeBytes: 0 } });
      await stage.until('it pauses', (now) => now.streams.every(({ health }) => health.state === 'paused'));
      await stage.receiver.open();
    },
  },
  {
    name: 'disk-read-only',
    trap: 'RELIABILITY.md 6: a read-only disk is not noticed',
    what: 'the disk of the spool is read-only at the start, then writable',
    world,
    needsMount: true,
    expect: { person: 'makes the disk writable and starts again' },
    run: async (stage) => {
      stage.mountState(24);
      stage.remountState('ro');
      await startMustFail(stage, /PC-SPOOL|PC-DISK/);
      stage.remountState('rw');
      await stage.start({ diskLimits: noLimits });
    },
  },
  {
    name: 'spool-batch-damaged',
    trap: 'RELIABILITY.md 10: damaged bytes are sent on, or stop everything',
    what: 'bytes of one stored batch are flipped: it is set aside and counted, and its events are collected again',
    world,
    outputs: ['http'],
    expect: { quarantined: true },
    run: async (stage) => {
      await fillSpool(stage);
      let lost = 0;
      inSpool(stage, (driver) => {
        // One that has its body for itself, or every batch of the file would be lost.
        const row = driver.prepare("SELECT b.seq, b.count, b.body FROM batches b JOIN streams s ON s.id = b.stream WHERE s.log_type = 'SIEM' AND b.shared IS NULL ORDER BY b.seq LIMIT 1 OFFSET 3").get();
        const body = Buffer.from(row?.['body'] as Uint8Array);
        lost = Number(row?.['count']);
        body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 0xff;
        driver.prepare('UPDATE batches SET body = ? WHERE seq = ?').run(body, row?.['seq'] ?? null);
      });
      await stage.receiver.open();
      await stage.start();
      await stage.until('the batch is set aside', (status) => status.streams.some(({ counts }) => lost > 0 && counts.quarantined === lost));
    },
  },
  {
    name: 'spool-file-damaged',
    trap: 'RELIABILITY.md 10: damaged bytes are sent on, or stop everything',
    what: 'bytes of a stored log file that is several batches are flipped: all of them are set aside and counted, and their events are collected again',
    world: { ...world, ...largeFiles },
    logTypes: ['SIEM'],
    outputs: ['http'],
    expect: { quarantined: true },
    run: async (stage) => {
      await stage.receiver.close();
      await stage.start();
      await stage.until('everything waits in the spool', (status) => (status.outputs[0]?.waiting ?? 0) >= largeFiles.events);
      await stage.kill();
      let lost = 0;
      inSpool(stage, (driver) => {
        const row = driver.prepare('SELECT f.id, f.body, sum(b.count) AS events, count(*) AS batches FROM bodies f JOIN batches b ON b.shared = f.id GROUP BY f.id ORDER BY batches DESC LIMIT 1').get();
        const body = Buffer.from(row?.['body'] as Uint8Array);
        lost = Number(row?.['events']);
        stage.require(Number(row?.['batches']) > 1, 'no file is several batches: the scenario proves nothing');
        body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 0xff;
        driver.prepare('UPDATE bodies SET body = ? WHERE id = ?').run(body, row?.['id'] ?? null);
      });
      await stage.receiver.open();
      await stage.start();
      await stage.until('its batches are set aside', (status) => status.streams.some(({ counts }) => lost > 0 && counts.quarantined === lost));
    },
  },
  {
    name: 'spool-header-overwritten',
    trap: 'RELIABILITY.md 10: a spool that cannot be read ends the collecting for good',
    what: 'the first page of the database is overwritten: the spool is rebuilt with everything in it',
    world,
    outputs: ['http'],
    run: async (stage) => {
      await fillSpool(stage);
      const { pages } = checkpoint(stage);
      stage.require(pages > 20, 'the spool is too small to prove anything');
      overwritePages(stage, 1, 1);
      await stage.receiver.open();
      await stage.start();
      requireRecovered(stage);
    },
  },
  {
    name: 'spool-page-damaged',
    trap: 'RELIABILITY.md 10: a spool that cannot be read ends the collecting for good',
    what: 'a quarter of the pages is overwritten: the spool is rebuilt, what is gone is counted and collected again',
    world,
    outputs: ['http'],
    expect: { quarantined: true },
    run: async (stage) => {
      await fillSpool(stage);
      const { pages } = checkpoint(stage);
      overwritePages(stage, Math.floor(pages / 2), Math.floor(pages / 4));
      await stage.receiver.open();
      await stage.start();
      await stage.until('what is gone is counted', (status) => status.streams.some(({ counts }) => counts.quarantined > 0));
      requireRecovered(stage);
    },
  },
  {
    name: 'spool-page-damaged-while-running',
    trap: 'RELIABILITY.md 10: damage is noticed at the next start only, or the old position goes on over it',
    what: 'the root of the table of batches is overwritten under the running collector: the spool is rebuilt, what is gone is counted and collected again',
    world,
    outputs: ['http'],
    expect: { quarantined: true },
    run: async (stage) => {
      await stage.receiver.close();
      await stage.start();
      await stage.until('everything waits in the spool', (status) => (status.outputs[0]?.waiting ?? 0) >= 1900);
      const { batches } = checkpoint(stage);
      overwritePages(stage, batches, 1);
      // What the running collector still holds in memory it does not read: a write of somebody else makes it look again.
      inSpool(stage, (driver) => {
        driver.exec('UPDATE epoch SET value = value');
      });
      await stage.receiver.open();
      await stage.until('what is gone is counted', (status) => status.streams.some(({ counts }) => counts.quarantined > 0));
      requireRecovered(stage);
    },
  },
  {
    name: 'spool-unreadable',
    trap: 'RELIABILITY.md 10: a spool that cannot be read ends the collecting for good',
    what: 'every byte of the database is overwritten: a new spool says so and collects everything within reach again',
    world,
    outputs: ['http'],
    expect: { gaps: true },
    run: async (stage) => {
      await fillSpool(stage);
      const { pages } = checkpoint(stage);
      overwritePages(stage, 1, pages);
      await stage.receiver.open();
      await stage.start();
      requireRecovered(stage);
    },
  },
  {
    name: 'spool-wal-torn',
    trap: 'RELIABILITY.md 10: a torn tail of the log is taken for data',
    what: 'the write-ahead log ends in the middle of a frame after a power cut',
    world,
    outputs: ['file', 'http'],
    run: async (stage) => {
      await stage.start();
      await stage.until('half is delivered', (status) => (status.outputs[0]?.delivered ?? 0) >= 700);
      await stage.kill();
      const wal = path.join(stage.stateDir, 'spool.db-wal');
      const { size } = statSync(wal);
      truncateSync(wal, Math.max(0, size - 9000));
      // A commit may be gone with its acknowledgement: what had arrived by then may come once more.
      for (const { id } of stage.receiver.taken) stage.repeatable.add(id);
      await stage.start();
    },
  },
  {
    name: 'spool-wal-garbage',
    trap: 'RELIABILITY.md 10: a torn tail of the log is taken for data',
    what: 'random bytes stand behind the last commit of the write-ahead log',
    world,
    outputs: ['file', 'http'],
    run: async (stage) => {
      await stage.start();
      await stage.until('half is delivered', (status) => (status.outputs[0]?.delivered ?? 0) >= 700);
      await stage.kill();
      const wal = path.join(stage.stateDir, 'spool.db-wal');
      const file = openSync(wal, 'r+');
      const { size } = statSync(wal);
      const tail = Buffer.alloc(24);
      readSync(file, tail, 0, 24, Math.max(0, size - 20_000));
      writeSync(file, Buffer.concat([tail, Buffer.alloc(20_000, 0x5a)]), 0, 20_024, size);
      closeSync(file);
      await stage.start();
    },
  },
  {
    name: 'spool-newer-schema',
    trap: 'RELIABILITY.md 12: an older program writes into a newer file',
    what: 'the spool was written by a newer version: it is refused with words and left as it is',
    world,
    outputs: ['http'],
    expect: { person: 'installs the newer version again' },
    run: async (stage) => {
      await fillSpool(stage);
      const version = inSpool(stage, (driver) => {
        const found = Number(driver.prepare('PRAGMA user_version').get()?.['user_version']);
        driver.exec('PRAGMA user_version = 99');
        return found;
      });
      await startMustFail(stage, /newer version/);
      inSpool(stage, (driver) => {
        driver.exec(`PRAGMA user_version = ${version}`);
      });
      await stage.receiver.open();
      await stage.start();
    },
  },
  {
    name: 'two-collectors-one-folder',
    trap: 'RELIABILITY.md 1: two programs on one state deliver twice',
    what: 'a second collector is started on the same folder; the first one must stop',
    world: { ...world, events: 3000 },
    run: async (stage) => {
      const first = await stage.start();
      await stage.until('the first one is at work', (status) => (status.outputs[0]?.delivered ?? 0) > 100);
      const second = await stage.start();
      stage.require(!first.over && !second.over, 'one of them died');
      await stage.until('the second one has everything', (status) => status.streams.every(({ health, counts }) => health.state === 'active' && counts.spooled === 0));
      await first.kill();
    },
  },
];
