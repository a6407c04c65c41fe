import { spawn } from 'node:child_process';
import path from 'node:path';

import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

import { openDriver } from '../../electron/collector/spool/driver';
import type { Spool } from '../../electron/collector/spool/spool';
import { SpoolThread } from '../../electron/collector/spool/spool-thread';
import type { Failure } from '../../shared/failures/failure';
import { builtWorkers } from '../support/built-workers';
import { at, brokenLine, chunksOfFile, commitOf, dlp, namesOf, siem } from '../support/chunks';
import { syncSpool } from '../support/sync-spool';
import { tempDir } from '../support/temp-dir';
import { expectBalanced, meddle, spoolLaw } from './spool-law';
import { spoolRecordsLaw } from './spool-records-law';
import { spoolTrailLaw } from './spool-trail-law';

// Real HTTP and disk syncs: seconds on a busy machine, milliseconds otherwise.
vi.setConfig({ testTimeout: 30_000 });

const workers = builtWorkers();
const storeWorker = (): string => path.join(workers.dir, 'store-worker.js');

spoolLaw('SqliteSpool', (dir) => syncSpool({ dir }));
spoolLaw('SpoolThread', (dir) => new SpoolThread(storeWorker(), { dir }));
spoolRecordsLaw('SqliteSpool', (dir) => syncSpool({ dir }));
spoolRecordsLaw('SpoolThread', (dir) => new SpoolThread(storeWorker(), { dir }));
spoolTrailLaw('SqliteSpool', (dir, dedupeGeneration) => syncSpool({ dir, dedupeGeneration }));
spoolTrailLaw('SpoolThread', (dir, dedupeGeneration) => new SpoolThread(storeWorker(), { dir, dedupeGeneration }));

describe('durability', () => {
  it('every commit is synced: WAL with synchronous FULL', () => {
    const dir = tempDir();
    const spool = syncSpool({ dir });
    void spool.open();
    onTestFinished(() => spool.close());
    meddle(dir, (driver) => {
      expect(driver.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
      expect(driver.engine).toBe(Number(process.versions.node.split('.')[0]) >= 24 ? 'node:sqlite' : 'libsql');
    });
    // `synchronous` belongs to the connection, so it is asked where it is set.
    const own = openDriver(path.join(tempDir(), 'own.db'));
    own.exec('PRAGMA journal_mode = WAL');
    own.exec('PRAGMA synchronous = FULL');
    expect(own.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    own.close();
  });

  it('loses nothing that was committed when its process is killed in the middle', async () => {
    const dir = tempDir();
    // A process of its own: libsql ends the one it lives in when only its thread is ended inside a call.
    const script = `
      const { Worker } = require('node:worker_threads');
      const worker = new Worker(${JSON.stringify(storeWorker())}, { workerData: ${JSON.stringify({ dir })} });
      worker.on('message', ({ id, kind }) => { if (kind === 'reply' && id > 0) process.stdout.write(id + '\\n'); });
      worker.postMessage({ id: 0, method: 'open', argument: null });
      process.on('message', (commits) => commits.forEach((argument, n) => worker.postMessage({ id: n + 1, method: 'commit', argument })));
    `;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], serialization: 'advanced' });
    let said = '';
    child.stdout?.on('data', (piece: Buffer) => (said += piece.toString()));
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.send(Array.from({ length: 300 }, (_unused, n) => commitOf([`n${n}`], { cursor: n })));
    const answers = (): number => said.split('\n').length - 1;
    while (answers() < 40) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    await ended;
    const committed = answers();
    expect(committed).toBeGreaterThanOrEqual(40);
    expect(committed).toBeLessThan(300);
    const spool = new SpoolThread(storeWorker(), { dir });
    onTestFinished(() => spool.close());
    await spool.open();
    const there = (await spool.lease('file', 1000, 1e9)).batches.flatMap(namesOf);
    const { cursor, counts } = await spool.memory(siem);
    // One commit may have been durable without its answer; position and events agree in any case.
    expect(there).toEqual(Array.from({ length: there.length }, (_unused, n) => `n${n}`));
    expect(cursor).toBe(there.length - 1);
    expect(there.length).toBeGreaterThanOrEqual(committed);
    expect(counts.fetched).toBe(there.length);
    await expectBalanced(spool, siem);
  });

  it('a thread that dies is an ordinary failure with its code, and the next call starts another', async () => {
    const spool = new SpoolThread(path.join(tempDir(), 'missing.js'), { dir: tempDir() });
    await expect(spool.open()).rejects.toMatchObject({ name: 'CodedError', failureCode: 'PC-SPOOL' });
    await spool.close();
    await expect(spool.commit(commitOf(['a']))).rejects.toMatchObject({ failureCode: 'PC-SPOOL', message: 'The spool is closed.' });
  });

  it('a full disk is named as such', async () => {
    const dir = tempDir();
    const spool = new SpoolThread(storeWorker(), { dir });
    onTestFinished(() => spool.close());
    await spool.open();
    meddle(dir, (driver) => driver.exec(`CREATE TRIGGER fails BEFORE INSERT ON batches BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END`));
    await expect(spool.commit(commitOf(['a']))).rejects.toMatchObject({ failureCode: 'PC-DISK-FULL' });
    meddle(dir, (driver) => driver.exec('DROP TRIGGER fails'));
    expect(await spool.commit(commitOf(['a']))).toMatchObject({ fresh: 1 });
  });
});

describe('the dedupe window', () => {
  it('knows the last ids exactly, forgets the oldest, and prunes what it forgot from the disk', async () => {
    const dir = tempDir();
    let spool = syncSpool({ dir, dedupeGeneration: 50 });
    await spool.open();
    onTestFinished(() => spool.close());
    for (let n = 0; n < 300; n += 1) await spool.commit(commitOf([`n${n}`], { outputs: [] }));
    const rows = () => {
      let n = 0;
      meddle(dir, (driver) => {
        n = Number(driver.prepare('SELECT count(*) AS n FROM seen').get()?.['n']);
      });
      return n;
    };
    expect(rows()).toBeLessThanOrEqual(100 + 64);
    await spool.close();
    spool = syncSpool({ dir, dedupeGeneration: 50 });
    await spool.open();
    const last = Array.from({ length: 50 }, (_unused, i) => `n${250 + i}`);
    expect(await spool.commit(commitOf(last, { outputs: [] }))).toMatchObject({ fresh: 0, duplicates: 50 });
    expect(await spool.commit(commitOf(['n0'], { outputs: [] }))).toMatchObject({ fresh: 1 });
  });

  it('is pruned by programs that run for a moment only', async () => {
    const dir = tempDir();
    for (let run = 0; run < 30; run += 1) {
      const spool = syncSpool({ dir, dedupeGeneration: 20 });
      await spool.open();
      for (let n = 0; n < 5; n += 1) await spool.commit(commitOf([`r${run} n${n}`], { outputs: [] }));
      await spool.close();
    }
    meddle(dir, (driver) => {
      expect(Number(driver.prepare('SELECT count(*) AS n FROM seen').get()?.['n'])).toBeLessThanOrEqual(2 * 20 + 10);
    });
  });
});

/** What the spool must look like after any sequence of calls, kept in plain objects. */
class Model {
  readonly seen = new Set<string>();
  batches: { seq: number; names: string[]; pending: Set<string> }[] = [];
  seq = 0;
  fetched = 0;
  duplicates = 0;
  quarantined = 0;
  released = 0;
  readonly delivered: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  readonly filtered: Record<string, number> = {};

  commit(names: readonly string[], broken: readonly string[], outputs: readonly string[]): number[] {
    const fresh: number[] = [];
    names.forEach((name, index) => {
      if (this.seen.has(name)) return;
      this.seen.add(name);
      fresh.push(index);
    });
    const freshBroken = broken.filter((text) => !this.seen.has(text) && this.seen.add(text));
    this.fetched += names.length + broken.length;
    this.duplicates += names.length - fresh.length + broken.length - freshBroken.length;
    this.quarantined += freshBroken.length;
    if (fresh.length === 0) return fresh;
    if (outputs.length === 0) this.released += fresh.length;
    else this.batches.push({ seq: (this.seq += 1), names: fresh.map((index) => names[index] ?? ''), pending: new Set(outputs) });
    return fresh;
  }

  waiting(output: string): { seq: number; names: string[] }[] {
    return this.batches.filter((batch) => batch.pending.has(output));
  }

  settle(output: string, seqs: readonly number[], refuse: (names: readonly string[]) => number, leaveOut: (names: readonly string[]) => number = () => 0): void {
    for (const batch of this.batches.filter((one) => seqs.includes(one.seq) && one.pending.has(output))) {
      batch.pending.delete(output);
      const refused = refuse(batch.names);
      const leftOut = leaveOut(batch.names);
      this.delivered[output] = (this.delivered[output] ?? 0) + batch.names.length - refused - leftOut;
      if (leftOut > 0) this.filtered[output] = (this.filtered[output] ?? 0) + leftOut;
      this.refused[output] = (this.refused[output] ?? 0) + refused;
      if (batch.pending.size === 0) this.released += batch.names.length;
    }
    this.batches = this.batches.filter((batch) => batch.pending.size > 0);
  }

  get counts() {
    const spooled = this.batches.reduce((sum, batch) => sum + batch.names.length, 0);
    return { fetched: this.fetched, duplicates: this.duplicates, quarantined: this.quarantined, spooled, released: this.released, delivered: this.delivered, refused: this.refused, ...(Object.keys(this.filtered).length === 0 ? {} : { filtered: this.filtered }) };
  }
}

type Real = { spool: Spool; readonly dir: string };
type Command = fc.AsyncCommand<Model, Real>;

const refusal: Failure = { code: 'OUT-REFUSED', detail: null, retryAfterMs: null, at, ref: 'r' };
const outputsArb = fc.subarray(['file', 'dnif']);
const outputArb = fc.constantFrom('file', 'dnif');
/** Few names, so that they meet again. */
const namesArb = fc.array(fc.integer({ min: 0, max: 60 }).map((n) => `n${n}`), { maxLength: 12 });

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(namesArb, fc.array(fc.integer({ min: 0, max: 5 }).map((n) => `{"broken":${n}`), { maxLength: 2 }), outputsArb).map(([names, broken, outputs]): Command => ({
    check: () => true,
    run: async (model, real) => {
      const fresh = model.commit(names, broken, outputs);
      const result = await real.spool.commit(commitOf(names, { broken: broken.map((text) => brokenLine(text)), outputs, cursor: model.fetched }));
      expect(result.fresh).toBe(fresh.length);
      if (result.freshIndexes !== null) expect(result.freshIndexes).toEqual(fresh);
      expect(result.counts).toEqual(model.counts);
      expect((await real.spool.memory(siem)).cursor).toBe(model.fetched);
    },
    toString: () => `commit(${names.join()}; ${broken.length} broken; ${outputs.join()})`,
  })),
  fc.tuple(fc.array(namesArb.filter((names) => names.length > 0), { minLength: 2, maxLength: 4 }), outputsArb, fc.boolean()).map(([parts, outputs, besides]): Command => ({
    check: () => true,
    run: async (model, real) => {
      for (const [index, chunk] of chunksOfFile(parts).entries()) {
        const fresh = model.commit(parts[index] ?? [], [], outputs);
        const result = await real.spool.commit(commitOf([], { chunk, outputs, cursor: model.fetched, run: at }));
        expect(result.freshIndexes ?? fresh).toEqual(fresh);
        expect(result.counts).toEqual(model.counts);
        if (!besides) continue;
        // An earlier range, collected beside it.
        model.commit(['beside', `n${index}`], [], outputs);
        await real.spool.commit(commitOf(['beside', `n${index}`], { outputs, cursor: model.fetched }));
        model.settle('file', model.waiting('file').map((batch) => batch.seq), () => 0);
        const { batches } = await real.spool.lease('file', 100, 1e9);
        await real.spool.acknowledge({ outputId: 'file', seqs: batches.map((batch) => batch.seq), refused: [], at });
      }
    },
    toString: () => `file(${parts.map((names) => names.join()).join(' | ')}; ${outputs.join()}${besides ? '; each settled at once' : ''})`,
  })),
  fc.tuple(outputArb, fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.boolean(), fc.boolean()).map(([output, most, refuseFirst, filter, save]): Command => ({
    check: () => true,
    run: async (model, real) => {
      const lease = await real.spool.lease(output, most, 1e9);
      const expected = model.waiting(output);
      expect(lease.batches.map(namesOf)).toEqual(expected.slice(0, most).map((batch) => batch.names));
      expect(lease.waiting).toBe(expected.slice(most).reduce((sum, batch) => sum + batch.names.length, 0));
      if (!save) return;
      const seqs = lease.batches.map((batch) => batch.seq);
      const ofModel = expected.slice(0, most).map((batch) => batch.seq);
      // The first is refused, of the others every second is left out.
      const kept = (count: number): number[] => Array.from({ length: count }, (_unused, place) => place).filter((place) => place % 2 === 0);
      model.settle(output, ofModel, () => (refuseFirst ? 1 : 0), (names) => (filter ? names.length - kept(names.length).length : 0));
      await real.spool.acknowledge({ outputId: output, seqs, refused: refuseFirst ? seqs.map((seq) => ({ seq, events: [0], failure: refusal })) : [], filtered: filter ? lease.batches.map(({ seq, count }) => ({ seq, kept: Uint32Array.from(kept(count)) })) : [], at });
    },
    toString: () => `lease(${output}, ${most})${save ? ` and acknowledge${refuseFirst ? ', the first of each refused' : ''}${filter ? ', every second left out' : ''}` : ''}`,
  })),
  outputArb.map((output): Command => ({
    check: () => true,
    run: async (model, real) => {
      model.settle(output, model.waiting(output).map((batch) => batch.seq), (names) => names.length);
      await real.spool.forgetOutput(output);
    },
    toString: () => `forgetOutput(${output})`,
  })),
  fc.constant<Command>({
    check: () => true,
    run: async (_model, real) => {
      await real.spool.close();
      real.spool = syncSpool({ dir: real.dir });
      await real.spool.open();
    },
    toString: () => 'reopen',
  }),
];

describe('the spool beside a model of it', () => {
  it('agrees after any sequence of calls', async () => {
    const opened: Spool[] = [];
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (sequence) => {
        const dir = tempDir();
        const real: Real = { spool: syncSpool({ dir }), dir };
        await real.spool.open();
        opened.push(real.spool);
        const model = new Model();
        await fc.asyncModelRun(() => ({ model, real }), sequence);
        expect((await real.spool.memory(siem)).counts).toEqual(model.counts);
        // All of it happened in one hour.
        for (const { delivered, refused, filtered } of await real.spool.ledger(0, at * 2)) expect({ delivered, refused, filtered }).toEqual({ delivered: model.delivered, refused: model.refused, filtered: model.filtered });
        expect((await real.spool.memory(dlp)).counts.fetched).toBe(0);
        await expectBalanced(real.spool, siem);
        await real.spool.close();
        const reopened = syncSpool({ dir });
        await reopened.open();
        await reopened.close();
        // No file outlives its batches.
        meddle(dir, (driver) => {
          const files = driver.prepare('SELECT id FROM bodies').all().map((row) => row['id']);
          expect(files).toEqual(driver.prepare('SELECT DISTINCT shared FROM batches WHERE shared IS NOT NULL ORDER BY shared').all().map((row) => row['shared']));
        });
      }),
      { numRuns: 80 },
    );
  }, 60_000);
});
