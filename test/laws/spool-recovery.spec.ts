import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';

import type { Chunk } from '../../electron/collector/pipeline/chunk';
import type { SqlDriver } from '../../electron/collector/spool/driver';
import type { Commit, Spool } from '../../electron/collector/spool/spool';
import { say } from '../../shared/text/message';
import { at, chunksOfFile, commitOf, dlp, namesOf, siem } from '../support/chunks';
import { syncSpool } from '../support/sync-spool';
import { tempDir } from '../support/temp-dir';
import { expectBalanced, meddle } from './spool-law';

const pageSize = 16_384;
const steps = 40;
const perStep = 60;

/** Long enough that the batches and the ids fill pages of their own. */
const nameOf = (step: number, n: number): string => `s${step} n${n} ${Math.sin(step * 1000 + n)} ${Math.cos(step * 7 + n)} ${Math.tan(step + n * 13)}`;
const all = Array.from({ length: steps }, (_unused, step) => Array.from({ length: perStep }, (_none, n) => nameOf(step, n)));

function fileIn(dir: string, part = ''): string {
  return path.join(dir, `spool.db${part}`);
}

function overwrite(dir: string, offset: number, length: number, fill = 0xa5, part = ''): void {
  const file = openSync(fileIn(dir, part), 'r+');
  writeSync(file, Buffer.alloc(length, fill), 0, length, offset);
  closeSync(file);
}

function pageOf(dir: string, name: string): number {
  let page = 0;
  meddle(dir, (driver) => {
    driver.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    page = Number(driver.prepare('SELECT rootpage FROM sqlite_master WHERE name = ?').get(name)?.['rootpage']);
  });
  expect(page, name).toBeGreaterThan(0);
  return page;
}

/** Some steps have a batch body of their own, the others are pieces of files with so many of them. */
const stepsOwn = 8;
const stepsInFile = 5;

/** A source with a position: reads on from the cursor, from the start without one. A file that was read in part is begun anew. */
async function collect(spool: Spool, until: number, more: Partial<Commit> = {}): Promise<void> {
  const { cursor, epoch } = await spool.memory(siem);
  let pieces: readonly Chunk[] = [];
  for (let step = typeof cursor === 'number' ? cursor : 0; step < until; step += 1) {
    const place = (step - stepsOwn) % stepsInFile;
    if (step >= stepsOwn && (place === 0 || pieces.length === 0)) {
      const first = step - place;
      pieces = chunksOfFile(all.slice(first, first + stepsInFile));
      // The steps of the file that came before are repeats by now.
      for (const piece of pieces.slice(0, place)) await spool.commit(commitOf([], { chunk: piece, cursor: step, epoch, reach: at - 1000, run: at, ...more }));
    }
    const chunk = step < stepsOwn ? {} : { chunk: pieces[place] ?? null };
    await spool.commit(commitOf(all[step] ?? [], { cursor: step + 1, epoch, reach: at - 1000, run: at, ...chunk, ...more }));
  }
}

async function deliver(spool: Spool, batches: number): Promise<string[]> {
  const names: string[] = [];
  for (let n = 0; n < batches; n += 1) {
    const lease = await spool.lease('file', 1, 1e9);
    const [batch] = lease.batches;
    if (batch === undefined) break;
    names.push(...namesOf(batch));
    await spool.acknowledge({ outputId: 'file', seqs: [batch.seq], refused: [], at });
  }
  return names;
}

async function open(dir: string): Promise<{ spool: Spool; words: string | null }> {
  const spool = syncSpool({ dir });
  onTestFinished(() => spool.close());
  return { spool, words: (await spool.open()).recovered };
}

/** Three quarters collected, one quarter delivered; then the program ends. */
async function lived(): Promise<{ dir: string; delivered: string[] }> {
  const dir = tempDir();
  const { spool } = await open(dir);
  await spool.commit(commitOf(['d1', 'd2'], { stream: dlp, cursor: 'dlp', outputs: ['file'] }));
  await collect(spool, 30);
  const delivered = await deliver(spool, 11);
  await spool.close();
  // libsql leaves the log behind, and out of it SQLite would mend what the tests damage.
  meddle(dir, (driver) => driver.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  return { dir, delivered };
}

/** Goes on as the program would, and demands that nothing is missing, the books balance, and a loss was announced. */
async function nothingIsMissing(dir: string, spool: Spool, delivered: readonly string[]): Promise<{ repeats: number; quarantined: number }> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await collect(spool, steps);
      break;
    } catch (error) {
      expect((error as Error).name).toBe('SpoolRecoveredError');
    }
  }
  const { cursor: ofDlp, epoch } = await spool.memory(dlp);
  if (ofDlp === null) await spool.commit(commitOf(['d1', 'd2'], { stream: dlp, cursor: 'dlp', epoch }));
  const arrived = [...delivered, ...(await deliver(spool, 1000))];
  expect([...all.flat(), 'd1', 'd2'].filter((name) => !arrived.includes(name))).toEqual([]);
  const { counts } = await spool.memory(siem);
  expect(counts.spooled).toBe(0);
  await expectBalanced(spool, siem, dlp);
  const entries = (await spool.quarantine(null, 100)).items.filter((item) => item.code === 'PC-SPOOL');
  expect(entries.length).toBeGreaterThan(0);
  expect(entries.every((entry) => entry.detail.includes('damaged') || entry.detail.includes('checksum')), JSON.stringify(entries)).toBe(true);
  expect(readdirSync(path.join(dir, 'damaged')).length).toBeGreaterThan(0);
  return { repeats: arrived.length - new Set(arrived).size, quarantined: counts.quarantined };
}

const tables = ['streams', 'batches', 'batches_by_stream', 'batches_by_body', 'bodies', 'pending', 'pending_by_seq', 'seen', 'seen_by_stream', 'stream_outputs', 'outputs', 'state', 'gaps', 'quarantine', 'ledger', 'ledger_outputs', 'epoch', 'owner', 'runs', 'settled'];

describe('a damaged spool recovers by itself', () => {
  it.each(tables)('the first page of %s is overwritten', async (name) => {
    const { dir, delivered } = await lived();
    overwrite(dir, (pageOf(dir, name) - 1) * pageSize, pageSize);
    const { spool, words } = await open(dir);
    // Not every page is read at the start: what is damaged shows when it is needed.
    await spool.memory(siem);
    await spool.state(siem);
    await spool.quarantine(null, 1);
    await spool.ledger(0, at * 2);
    await spool.unbalanced();
    if (existsSync(path.join(dir, 'damaged'))) await nothingIsMissing(dir, spool, delivered);
    else {
      expect(words).toBeNull();
      await collect(spool, steps).catch((error: unknown) => expect((error as Error).name).toBe('SpoolRecoveredError'));
      await collect(spool, steps);
      const arrived = [...delivered, ...(await deliver(spool, 1000))];
      expect(all.flat().filter((one) => !arrived.includes(one))).toEqual([]);
      await expectBalanced(spool, siem, dlp);
    }
  });

  it('what left the store is counted no more where no book says who took it, so that the books go on balancing', async () => {
    const { dir, delivered } = await lived();
    for (const name of ['stream_outputs', 'ledger_outputs']) overwrite(dir, (pageOf(dir, name) - 1) * pageSize, pageSize);
    const { spool } = await open(dir);
    await spool.ledger(0, at * 2);
    const { counts: before } = await spool.memory(siem);
    expect([before.released, before.delivered]).toEqual([0, {}]);
    await nothingIsMissing(dir, spool, delivered);
    const { counts } = await spool.memory(siem);
    expect(counts.delivered['file']).toBe(counts.released);
    expect(counts.released).toBeGreaterThan(0);
  });

  it.each([100, 4096, pageSize])('the first %d bytes of the file are overwritten: nothing is lost, nothing comes twice', async (length) => {
    const { dir, delivered } = await lived();
    overwrite(dir, 0, length);
    const { spool, words } = await open(dir);
    expect(words).toBe('Every event and position could be read.');
    expect((await spool.memory(siem)).cursor).toBe(30);
    expect(await nothingIsMissing(dir, spool, delivered)).toEqual({ repeats: 0, quarantined: 0 });
  });

  it.each([0, 8192, 12_288])('every page in turn, from byte %d of it', async (offset) => {
    const { dir, delivered } = await lived();
    const pages = Math.floor(statSync(fileIn(dir)).size / pageSize);
    expect(pages).toBeGreaterThan(15);
    for (let page = 2; page <= pages; page += 1) {
      const copy = tempDir();
      for (const name of readdirSync(dir).filter((one) => one.startsWith('spool.'))) copyFileSync(path.join(dir, name), path.join(copy, name));
      overwrite(copy, (page - 1) * pageSize + offset, 4096);
      const { spool } = await open(copy);
      for (let attempt = 0; attempt < 2; attempt += 1) await collect(spool, steps).catch((error: unknown) => expect((error as Error).name).toBe('SpoolRecoveredError'));
      const arrived = [...delivered, ...(await deliver(spool, 1000))];
      await collect(spool, steps);
      arrived.push(...(await deliver(spool, 1000)));
      expect(all.flat().filter((name) => !arrived.includes(name)), `page ${page}`).toEqual([]);
      await expectBalanced(spool, siem, dlp);
      await spool.close();
    }
  }, 120_000);

  it('any pages at once, at any time', async () => {
    const { dir, delivered } = await lived();
    const pages = Math.floor(statSync(fileIn(dir)).size / pageSize);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: pages - 1 }), { minLength: 1, maxLength: 8 }), fc.boolean(), fc.boolean(), async (damaged, whileOpen, deliverFirst) => {
        const copy = tempDir();
        for (const name of readdirSync(dir).filter((one) => one.startsWith('spool.'))) copyFileSync(path.join(dir, name), path.join(copy, name));
        const early = whileOpen ? (await open(copy)).spool : null;
        for (const page of damaged) overwrite(copy, page * pageSize, 4096);
        const spool = early ?? (await open(copy)).spool;
        const arrived = [...delivered];
        if (deliverFirst) arrived.push(...(await deliver(spool, 1000)));
        for (let attempt = 0; attempt < 3; attempt += 1) {
          await collect(spool, steps).catch((error: unknown) => expect((error as Error).name).toBe('SpoolRecoveredError'));
          arrived.push(...(await deliver(spool, 1000)));
        }
        expect(all.flat().filter((name) => !arrived.includes(name))).toEqual([]);
        await expectBalanced(spool, siem, dlp);
        expect((await spool.memory(siem)).counts.spooled).toBe(0);
        await spool.close();
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('loses only what lies on the damaged page, and forgets only the ids of that', async () => {
    const { dir, delivered } = await lived();
    meddle(dir, (driver: SqlDriver) => driver.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    // The index knows of the batch, the table does not any more.
    overwrite(dir, (pageOf(dir, 'batches') - 1) * pageSize, pageSize);
    const { spool } = await open(dir);
    const waiting = await spool.lease('file', 1000, 1e9);
    expect(waiting.batches).toEqual([]);
    const memory = await spool.memory(siem);
    expect(memory).toMatchObject({ cursor: null, againFrom: at - 1000, counts: { fetched: 30 * perStep, quarantined: 20 * perStep, spooled: 0, released: 10 * perStep } });
    const { items } = await spool.quarantine(null, 10);
    expect(items.map((item) => [item.logType, item.code, item.retryable])).toEqual(expect.arrayContaining([['SIEM', 'PC-SPOOL', false]]));
    expect(items.some((item) => item.detail.includes('1200 events could not be read'))).toBe(true);
    expect(await nothingIsMissing(dir, spool, delivered)).toEqual({ repeats: 0, quarantined: 20 * perStep });
  });

  it('an empty file beside a write-ahead log is not taken for a new one', async () => {
    const dir = tempDir();
    const { spool: first } = await open(dir);
    await first.commit(commitOf(['d1', 'd2'], { stream: dlp, cursor: 'dlp' }));
    await collect(first, 30);
    const copy = tempDir();
    for (const name of readdirSync(dir).filter((one) => one.startsWith('spool.'))) copyFileSync(path.join(dir, name), path.join(copy, name));
    truncateSync(fileIn(copy), 0);
    expect(statSync(fileIn(copy, '-wal')).size).toBeGreaterThan(0);
    const { spool, words } = await open(copy);
    expect(words).not.toBeNull();
    await nothingIsMissing(copy, spool, []);
  });

  it('nothing at all can be read: every stream that was known says so and starts over', async () => {
    const { dir, delivered } = await lived();
    writeFileSync(fileIn(dir), Buffer.alloc(statSync(fileIn(dir)).size, 0x5a));
    const { spool, words } = await open(dir);
    expect(words).toContain('not known any more');
    const { items } = await spool.quarantine(null, 10);
    expect(items.map((item) => item.logType).sort()).toEqual(['DLP', 'SIEM']);
    expect(await spool.memory(siem)).toMatchObject({ cursor: null, againFrom: at - 1000, counts: { fetched: 0 }, gaps: [{ from: new Date(at - 1000).toISOString(), why: say('collector.gap.storeDamaged') }] });
    await nothingIsMissing(dir, spool, delivered);
  });

  it('even the copies beside it are gone: a new spool, and no exception', async () => {
    const { dir } = await lived();
    for (const name of readdirSync(dir)) writeFileSync(path.join(dir, name), Buffer.alloc(20_000, 0x5a));
    const { spool, words } = await open(dir);
    expect(words).not.toBeNull();
    await collect(spool, 2);
    await expectBalanced(spool, siem);
  });

  it('refuses a commit with a position of before, and takes it with the new one', async () => {
    const { dir, delivered } = await lived();
    const { spool } = await open(dir);
    const before = await spool.memory(siem);
    overwrite(dir, (pageOf(dir, 'batches') - 1) * pageSize, pageSize);
    let refused: unknown = null;
    for (let n = 0; n < 2 && refused === null; n += 1) await spool.commit(commitOf(all[30] ?? [], { cursor: 31, epoch: before.epoch })).catch((error: unknown) => (refused = error));
    expect(refused).toMatchObject({ name: 'SpoolRecoveredError', failureCode: 'PC-SPOOL-RECOVERED' });
    const after = await spool.memory(siem);
    expect(after.epoch).not.toBe(before.epoch);
    await expect(spool.commit(commitOf(all[31] ?? [], { cursor: 32, epoch: before.epoch }))).rejects.toMatchObject({ name: 'SpoolRecoveredError' });
    await nothingIsMissing(dir, spool, delivered);
  });

  it('acknowledges after a recovery what was leased before it, and nothing else', async () => {
    const { dir, delivered } = await lived();
    const { spool } = await open(dir);
    const { batches } = await spool.lease('file', 3, 1e9);
    overwrite(dir, 0, pageSize);
    await spool.close();
    const { spool: again } = await open(dir);
    const result = await again.acknowledge({ outputId: 'file', seqs: batches.map((batch) => batch.seq), refused: [], at });
    expect(result.delivered).toBe(11 * perStep - perStep + 2 + 3 * perStep);
    const { repeats } = await nothingIsMissing(dir, again, [...delivered, ...batches.flatMap(namesOf)]);
    expect(repeats).toBe(0);
  });

  it('goes on where a recovery was cut off, whenever that was', async () => {
    const { dir, delivered } = await lived();
    const set = path.join(dir, 'damaged', '2026-03-10T00-00-00.000Z');
    mkdirSync(set, { recursive: true });
    renameSync(fileIn(dir), path.join(set, 'spool.db'));
    writeFileSync(fileIn(dir, '.recovering'), 'half of it');
    const { spool, words } = await open(dir);
    expect(words).toBe('Every event and position could be read.');
    expect(await nothingIsMissing(dir, spool, delivered)).toEqual({ repeats: 0, quarantined: 0 });
  });

  it('keeps two damaged files and no more', async () => {
    const { dir } = await lived();
    for (let n = 0; n < 4; n += 1) {
      overwrite(dir, 0, 100);
      const { spool } = await open(dir);
      await spool.close();
    }
    expect(readdirSync(path.join(dir, 'damaged'))).toHaveLength(2);
    if (process.platform !== 'win32') expect(statSync(path.join(dir, 'damaged')).mode & 0o077).toBe(0);
  });

  it('tells the earlier owner that the file was taken from under it', async () => {
    const { dir } = await lived();
    const { spool: first } = await open(dir);
    const { epoch } = await first.memory(siem);
    overwrite(dir, 0, 100);
    await open(dir);
    await expect(first.commit(commitOf(['late'], { epoch }))).rejects.toThrow('Another collector');
  });

  it('leaves the damaged file of a newer version as it is', async () => {
    const { dir } = await lived();
    meddle(dir, (driver) => driver.exec('PRAGMA user_version = 99'));
    overwrite(dir, 1000, 8000);
    await expect(open(dir)).rejects.toThrow('newer version');
    expect(existsSync(path.join(dir, 'damaged'))).toBe(false);
  });
});
