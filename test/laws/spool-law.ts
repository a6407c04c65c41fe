import { chmodSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { SqlDriver } from '../../electron/collector/spool/driver';
import { openDriver } from '../../electron/collector/spool/driver';
import { schemaVersion } from '../../electron/collector/spool/schema';
import type { Spool, StreamRef } from '../../electron/collector/spool/spool';
import { SpoolRecoveredError } from '../../electron/collector/spool/spool';
import type { Failure } from '../../shared/failures/failure';
import { say, wordsOnly } from '../../shared/text/message';
import { at, brokenLine, commitOf, dlp, namesOf, siem } from '../support/chunks';
import { tempDir } from '../support/temp-dir';

const refusal: Failure = { code: 'OUT-REFUSED', detail: 'field not allowed', retryAfterMs: null, at, ref: 'r1' };
const plenty = [100, 64 * 1024 * 1024] as const;

/** Another program's connection to the same file: breaks it, or looks into it. */
export function meddle(dir: string, act: (driver: SqlDriver) => void): void {
  const driver = openDriver(path.join(dir, 'spool.db'));
  try {
    act(driver);
  } finally {
    driver.close();
  }
}

/** fetched = duplicates + quarantined + spooled + released, for the totals and for every hour. */
export async function expectBalanced(spool: Spool, ...streams: readonly StreamRef[]): Promise<void> {
  expect(await spool.unbalanced()).toEqual([]);
  for (const stream of streams) {
    const { counts } = await spool.memory(stream);
    expect(counts.fetched, JSON.stringify(counts)).toBe(counts.duplicates + counts.quarantined + counts.spooled + counts.released);
  }
  for (const row of await spool.ledger(0, at * 2)) expect(row.balanced, JSON.stringify(row)).toBe(true);
}

/** Everything that waits for an output, in order, with nothing acknowledged. */
async function waiting(spool: Spool, outputId: string): Promise<string[]> {
  const { batches } = await spool.lease(outputId, ...plenty);
  return batches.flatMap(namesOf);
}

export type Opened = { readonly spool: Spool; readonly dir: string; readonly again: () => Promise<Spool> };

/** A spool that is closed with the test, and the way to open its folder again. */
export async function openedBy(make: (dir: string) => Spool, dir = tempDir()): Promise<Opened> {
  const all: Spool[] = [];
  const open = async (): Promise<Spool> => {
    const spool = make(dir);
    all.push(spool);
    await spool.open();
    return spool;
  };
  onTestFinished(async () => {
    for (const spool of all) await spool.close().catch(() => undefined);
  });
  const spool = await open();
  return {
    spool,
    dir,
    again: async () => {
      await all.at(-1)?.close();
      return open();
    },
  };
}

/** The law of `Spool` (electron/collector/spool/spool.ts). `make` opens the spool of a folder, as often as it is asked. */
export function spoolLaw(name: string, make: (dir: string) => Spool): void {
  describe(`spool law: ${name}`, () => {
    const opened = (dir?: string): Promise<Opened> => openedBy(make, dir);

    it('knows nothing of a stream that never committed', async () => {
      const { spool } = await opened();
      expect(await spool.memory(siem)).toEqual({
        cursor: null, gaps: [], newest: null, caughtUpAt: null, againFrom: null, epoch: 0,
        counts: { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} },
      });
      expect(await spool.state(siem)).toEqual([]);
      expect(await spool.lease('file', ...plenty)).toEqual({ batches: [], waiting: 0 });
      expect(await spool.outputMemory('file')).toEqual({ resume: null, waiting: 0, delivered: 0, refused: 0, filtered: 0 });
      expect(await spool.quarantine(null, 10)).toEqual({ total: 0, items: [] });
    });

    it('keeps events, position, state, gaps and counts of a commit over a restart', async () => {
      const { spool, again } = await opened();
      const result = await spool.commit(commitOf(['a', 'b'], {
        cursor: { next: 'x', nested: [1, null, 'ü'] },
        broken: [brokenLine()],
        gaps: [{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', why: say('collector.gap.damaged', { name: 'receipt.gz' }) }],
        state: [{ key: 'k1', value: 'v1' }, { key: 'k2', value: 'v2' }],
        caughtUpAt: at - 5,
      }));
      expect(result).toMatchObject({ fresh: 2, freshIndexes: null, duplicates: 0, counts: { fetched: 3, quarantined: 1, spooled: 2, released: 0 } });
      await spool.commit(commitOf([], { state: [{ key: 'k1', value: null }, { key: 'k2', value: 'newer' }] }));
      const reopened = await again();
      expect(await reopened.memory(siem)).toEqual({
        cursor: { next: 'x', nested: [1, null, 'ü'] },
        newest: null,
        caughtUpAt: at - 5,
        againFrom: null,
        epoch: 0,
        gaps: [{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', why: say('collector.gap.damaged', { name: 'receipt.gz' }), at }],
        counts: { fetched: 3, duplicates: 0, quarantined: 1, spooled: 2, released: 0, delivered: {}, refused: {} },
      });
      expect(await reopened.state(siem)).toEqual([{ key: 'k2', value: 'newer' }]);
      const { batches } = await reopened.lease('file', ...plenty);
      expect(batches.map((batch) => [batch.stream, batch.connectorName, namesOf(batch)])).toEqual([[siem, 'Head office', ['a', 'b']]]);
      await expectBalanced(reopened, siem);
    });

    it('moves the position with the commit only, and remembers the newest time ever seen', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a'], { cursor: 1, chunk: { ...commitOf(['a']).chunk!, newest: 2000 } }));
      await spool.commit(commitOf(['b'], { chunk: { ...commitOf(['b']).chunk!, newest: 1000 } }));
      expect(await spool.memory(siem)).toMatchObject({ cursor: 1, newest: 2000 });
      await spool.commit(commitOf([], { cursor: null }));
      expect((await spool.memory(siem)).cursor).toBeNull();
    });

    it('keeps streams apart', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a'], { cursor: 'siem' }));
      const other = await spool.commit(commitOf(['a'], { stream: dlp, cursor: 'dlp', outputs: [] }));
      expect(other).toMatchObject({ fresh: 1, counts: { fetched: 1, spooled: 0, released: 1 } });
      await spool.commit(commitOf(['a'], { stream: { connectorId: 'c2', logType: 'SIEM' } }));
      expect((await spool.memory(siem)).cursor).toBe('siem');
      expect((await spool.memory(dlp)).cursor).toBe('dlp');
      expect(await waiting(spool, 'file')).toEqual(['a', 'a']);
      await expectBalanced(spool, siem, dlp);
    });

    it('stores a record once: within a chunk, between chunks, over a restart, and after it was delivered', async () => {
      const { spool, again } = await opened();
      expect(await spool.commit(commitOf(['a', 'b', 'a', 'c', 'b']))).toMatchObject({ fresh: 3, freshIndexes: [0, 1, 3], duplicates: 2 });
      expect(await spool.commit(commitOf(['b', 'd']))).toMatchObject({ fresh: 1, freshIndexes: [1], duplicates: 1 });
      expect(await waiting(spool, 'file')).toEqual(['a', 'b', 'c', 'd']);
      const { batches } = await spool.lease('file', ...plenty);
      await spool.acknowledge({ outputId: 'file', seqs: batches.map((batch) => batch.seq), refused: [], at });
      const reopened = await again();
      expect(await reopened.commit(commitOf(['a', 'b', 'c', 'd']))).toMatchObject({ fresh: 0, freshIndexes: [], duplicates: 4, counts: { fetched: 11, duplicates: 7, spooled: 0, released: 4 } });
      expect(await waiting(reopened, 'file')).toEqual([]);
      await expectBalanced(reopened, siem);
    });

    it('gives the oldest batches in order, again and again until they are acknowledged', async () => {
      const { spool, again } = await opened();
      for (const each of ['a', 'b', 'c', 'd']) await spool.commit(commitOf([`${each}1`, `${each}2`]));
      const first = await spool.lease('file', 3, 1e9);
      expect(first.batches.flatMap(namesOf)).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
      expect(first.waiting).toBe(2);
      expect((await spool.lease('file', 3, 1e9)).batches.map((batch) => batch.seq)).toEqual(first.batches.map((batch) => batch.seq));
      const result = await spool.acknowledge({ outputId: 'file', seqs: first.batches.slice(0, 2).map((batch) => batch.seq), refused: [], resume: { at: 2 }, at });
      expect(result).toMatchObject({ waiting: 4, delivered: 4, refused: 0, streams: [{ stream: siem, counts: { released: 4, spooled: 4, delivered: { file: 4 } } }] });
      const reopened = await again();
      expect(await waiting(reopened, 'file')).toEqual(['c1', 'c2', 'd1', 'd2']);
      expect(await reopened.outputMemory('file')).toEqual({ resume: { at: 2 }, waiting: 4, delivered: 4, refused: 0, filtered: 0 });
      await expectBalanced(reopened, siem);
    });

    it('keeps a lease below its bytes, but gives one batch however large', async () => {
      const { spool } = await opened();
      for (const each of ['a', 'b', 'c']) await spool.commit(commitOf([each, `${each}${each}`]));
      expect((await spool.lease('file', 10, 1)).batches.flatMap(namesOf)).toEqual(['a', 'aa']);
      const one = (await spool.lease('file', 1, 1e9)).batches[0]?.lines.length ?? 0;
      expect((await spool.lease('file', 10, one * 2)).batches).toHaveLength(2);
    });

    it('keeps a batch until every output that wanted it has settled it', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'dnif'] }));
      await spool.commit(commitOf(['c'], { outputs: ['dnif'] }));
      const seqs = (await spool.lease('dnif', ...plenty)).batches.map((batch) => batch.seq);
      expect(await waiting(spool, 'file')).toEqual(['a', 'b']);
      await spool.acknowledge({ outputId: 'dnif', seqs, refused: [], at });
      expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 2, released: 1, delivered: { dnif: 3 } });
      expect(await waiting(spool, 'file')).toEqual(['a', 'b']);
      await spool.acknowledge({ outputId: 'file', seqs, refused: [], at });
      expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 0, released: 3, delivered: { dnif: 3, file: 2 } });
      await expectBalanced(spool, siem);
    });

    it('counts an acknowledgement once, and none of what it was never given', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b']));
      const seqs = (await spool.lease('file', ...plenty)).batches.map((batch) => batch.seq);
      await spool.acknowledge({ outputId: 'file', seqs, refused: [], at });
      await spool.acknowledge({ outputId: 'file', seqs: [...seqs, 4711], refused: [], at });
      await spool.acknowledge({ outputId: 'dnif', seqs, refused: [], at });
      expect((await spool.memory(siem)).counts).toMatchObject({ fetched: 2, released: 2, delivered: { file: 2 } });
      await expectBalanced(spool, siem);
    });

    it('sets refused events aside with their bytes and reason; the rest is delivered', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b', 'c']));
      await spool.commit(commitOf(['d']));
      const [first, second] = (await spool.lease('file', ...plenty)).batches;
      const result = await spool.acknowledge({
        outputId: 'file',
        seqs: [first!.seq, second!.seq],
        refused: [{ seq: first!.seq, events: [0, 2], failure: refusal }],
        at,
      });
      expect(result).toMatchObject({ delivered: 2, refused: 2, waiting: 0 });
      const { total, items } = await spool.quarantine(null, 10);
      expect(total).toBe(2);
      expect(items.map((item) => [item.code, item.detail, item.outputId, item.retryable])).toEqual([
        ['OUT-REFUSED', 'field not allowed', 'file', true],
        ['OUT-REFUSED', 'field not allowed', 'file', true],
      ]);
      const bytes = await spool.quarantineBytes(items[0]!.id);
      expect(JSON.parse(Buffer.from(bytes!).toString('utf8'))).toMatchObject({ name: 'c' });
      expect((await spool.memory(siem)).counts).toMatchObject({ released: 4, delivered: { file: 2 }, refused: { file: 2 } });
      await expectBalanced(spool, siem);
    });

    it('sends a refused event to its output again when asked to, and a mended line to all', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'dnif'], broken: [brokenLine('{"name":"m","text":"sound after all"}'), brokenLine('{"still":')] }));
      const [batch] = (await spool.lease('dnif', ...plenty)).batches;
      await spool.acknowledge({ outputId: 'dnif', seqs: [batch!.seq], refused: [{ seq: batch!.seq, events: [1], failure: refusal }], at });
      await spool.acknowledge({ outputId: 'file', seqs: [batch!.seq], refused: [], at });
      const ids = (await spool.quarantine(null, 10)).items.map((item) => item.id);
      const outcome = await spool.retryQuarantined([...ids, 999], { c1: { SIEM: ['file', 'dnif'] } });
      expect(outcome).toMatchObject({ requeued: 2, duplicates: 0, kept: 2 });
      expect(outcome.streams).toEqual([{ stream: siem, counts: (await spool.memory(siem)).counts }]);
      expect([...outcome.outputs].sort((a, b) => a.outputId.localeCompare(b.outputId))).toEqual([
        { outputId: 'dnif', waiting: 2, delivered: 1, refused: 0, filtered: 0 },
        { outputId: 'file', waiting: 1, delivered: 2, refused: 0, filtered: 0 },
      ]);
      expect((await spool.lease('file', ...plenty)).batches.map((one) => one.count)).toEqual([1]);
      expect((await spool.lease('dnif', ...plenty)).batches.map((one) => one.count)).toEqual([1, 1]);
      await expectBalanced(spool, siem);
      const seqs = (await spool.lease('dnif', ...plenty)).batches.map((one) => one.seq);
      await spool.acknowledge({ outputId: 'dnif', seqs, refused: [], at });
      await spool.acknowledge({ outputId: 'file', seqs, refused: [], at });
      expect((await spool.memory(siem)).counts).toMatchObject({ fetched: 4, quarantined: 1, spooled: 0, released: 3, delivered: { file: 3, dnif: 3 }, refused: { dnif: 0 } });
      await spool.discardQuarantined(ids);
      expect(await spool.quarantine(null, 10)).toEqual({ total: 0, items: [] });
      expect((await spool.memory(siem)).counts.quarantined).toBe(1);
      await expectBalanced(spool, siem);
    });

    it('pages through quarantine, newest first', async () => {
      const { spool } = await opened();
      for (let i = 0; i < 5; i += 1) await spool.commit(commitOf([], { broken: [brokenLine(`{"n":${i}`)] }));
      const first = await spool.quarantine(null, 2);
      const second = await spool.quarantine(first.items.at(-1)!.id, 2);
      expect(first.total).toBe(5);
      expect([...first.items, ...second.items].map((item) => item.id)).toEqual([5, 4, 3, 2]);
    });

    it('lets an output go: what waited for it alone is counted as refused and leaves', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'gone'] }));
      await spool.commit(commitOf(['c'], { outputs: ['gone'] }));
      await spool.forgetOutput('gone');
      expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 2, released: 1, refused: { gone: 3 } });
      expect(await waiting(spool, 'gone')).toEqual([]);
      expect(await waiting(spool, 'file')).toEqual(['a', 'b']);
      await spool.forgetOutput('never there');
      await expectBalanced(spool, siem);
    });

    it('forgets outputs that are not in the configuration any more, and keeps the others', async () => {
      const { spool } = await opened();
      await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'gone'] }));
      await spool.commit(commitOf(['c'], { outputs: ['gone', 'other'] }));
      await spool.commit(commitOf(['d'], { outputs: ['gone'] }));
      await spool.keepOutputs(['file', 'other', 'new']);
      expect((await spool.memory(siem)).counts).toMatchObject({ fetched: 4, spooled: 3, released: 1, refused: { gone: 4 } });
      expect(await waiting(spool, 'file')).toEqual(['a', 'b']);
      expect(await waiting(spool, 'other')).toEqual(['c']);
      await spool.keepOutputs(['file', 'other', 'new']);
      expect((await spool.memory(siem)).counts.refused).toEqual({ gone: 4 });
      await expectBalanced(spool, siem);
    });

    it('sets a broken item aside once, however often it is read, and counts the rest as duplicates', async () => {
      const { spool, again } = await opened();
      const [first, second] = [brokenLine('{"a":'), { ...brokenLine('{"b":'), source: 'file.json.gz, line 9' }];
      expect(await spool.commit(commitOf(['x'], { broken: [first, second, first] }))).toMatchObject({ fresh: 1, quarantined: 2, duplicates: 1 });
      const reopened = await again();
      const result = await reopened.commit(commitOf(['x', 'y'], { broken: [{ ...first, source: 'other.json.gz, line 1' }, brokenLine('{"c":')] }));
      expect(result).toMatchObject({ fresh: 1, quarantined: 1, duplicates: 2, counts: { fetched: 8, duplicates: 3, quarantined: 3, spooled: 2 } });
      expect((await reopened.quarantine(null, 10)).total).toBe(3);
      // Two files that are cut off alike are two.
      const cut = { ...brokenLine('{"long'), cut: true };
      expect(await reopened.commit(commitOf([], { broken: [cut, { ...cut, source: 'another.json.gz' }] }))).toMatchObject({ quarantined: 2, duplicates: 0 });
      await expectBalanced(reopened, siem);
    });

    it('takes all of a commit or nothing of it', async () => {
      const { spool, dir, again } = await opened();
      await spool.commit(commitOf(['a'], { cursor: 'before' }));
      // Whatever fails late: the batch and its neighbours are written already.
      meddle(dir, (driver) => driver.exec(`CREATE TRIGGER fails BEFORE UPDATE OF cursor ON streams BEGIN SELECT RAISE(FAIL, 'no'); END`));
      const next = () => commitOf(['b', 'c'], { cursor: 'after', broken: [brokenLine()], gaps: [{ from: 'x', to: 'y', why: wordsOnly('z') }], state: [{ key: 'k', value: 'v' }] });
      await expect(spool.commit(next())).rejects.toThrow('no');
      await expect(spool.commit(next())).rejects.toThrow('no');
      expect(await spool.memory(siem)).toMatchObject({ cursor: 'before', gaps: [], counts: { fetched: 1, quarantined: 0, spooled: 1 } });
      expect(await spool.state(siem)).toEqual([]);
      expect(await waiting(spool, 'file')).toEqual(['a']);
      await expectBalanced(spool, siem);
      meddle(dir, (driver) => driver.exec('DROP TRIGGER fails'));
      // The dedupe window must not know what was never stored.
      expect(await spool.commit(next())).toMatchObject({ fresh: 2, duplicates: 0 });
      expect(await waiting(await again(), 'file')).toEqual(['a', 'b', 'c']);
    });

    it('takes all of an acknowledgement or nothing of it', async () => {
      const { spool, dir } = await opened();
      await spool.commit(commitOf(['a', 'b']));
      const seqs = (await spool.lease('file', ...plenty)).batches.map((batch) => batch.seq);
      meddle(dir, (driver) => driver.exec(`CREATE TRIGGER fails BEFORE INSERT ON outputs BEGIN SELECT RAISE(FAIL, 'no'); END`));
      await expect(spool.acknowledge({ outputId: 'file', seqs, refused: [], resume: { at: 1 }, at })).rejects.toThrow('no');
      expect(await waiting(spool, 'file')).toEqual(['a', 'b']);
      expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 2, released: 0, delivered: {} });
      await expectBalanced(spool, siem);
    });

    it('never sends a batch whose bytes changed on disk: quarantine, counted, and the next ones follow at once', async () => {
      const { spool, dir } = await opened();
      for (let i = 0; i < 20; i += 1) await spool.commit(commitOf([`x${i}`, `y${i}`], { outputs: ['file', 'dnif'] }));
      // More than one lease holds: an output must not go to sleep in front of batches it may still send.
      meddle(dir, (driver) => driver.exec(`UPDATE batches SET body = zeroblob(length(body)) WHERE seq <= 17`));
      const { batches } = await spool.lease('file', 16, 1e9);
      expect(batches.flatMap(namesOf)).toEqual(['x17', 'y17', 'x18', 'y18', 'x19', 'y19']);
      expect((await spool.memory(siem)).counts).toMatchObject({ fetched: 40, quarantined: 34, spooled: 6 });
      expect((await spool.quarantine(null, 100)).items.map((item) => item.code)).toEqual(Array.from({ length: 17 }, () => 'PC-SPOOL'));
      expect((await spool.lease('dnif', ...plenty)).batches).toHaveLength(3);
      await expectBalanced(spool, siem);
      // Mimecast has them still: positions of before mean nothing any more, and what was lost is taken in again.
      await expect(spool.commit(commitOf(['x0'], { cursor: 'old' }))).rejects.toThrow(SpoolRecoveredError);
      const { cursor, epoch } = await spool.memory(siem);
      expect(cursor).toBeNull();
      expect(await spool.commit(commitOf(['x0', 'y0', 'x19'], { epoch }))).toMatchObject({ fresh: 2, duplicates: 1 });
      await expectBalanced(spool, siem);
    });

    it('refuses the file of a newer version in words, and leaves it as it is', async () => {
      const { spool, dir } = await opened();
      await spool.commit(commitOf(['a']));
      await spool.close();
      meddle(dir, (driver) => driver.exec('PRAGMA user_version = 99'));
      const late = make(dir);
      await expect(late.open()).rejects.toThrow(`The spool was written by a newer version of this program (format 99, this version knows ${schemaVersion}). Install the newer version again.`);
      await late.close();
      meddle(dir, (driver) => driver.exec(`PRAGMA user_version = ${schemaVersion}`));
      const sound = await opened(dir);
      expect(await waiting(sound.spool, 'file')).toEqual(['a']);
    });

    it('belongs to who opened it last: the earlier owner is told at its next write', async () => {
      const { spool, dir } = await opened();
      await spool.commit(commitOf(['a']));
      const second = await opened(dir);
      await expect(spool.commit(commitOf(['b'], { cursor: 'mine' }))).rejects.toThrow('Another collector was started on the same folder');
      await expect(spool.acknowledge({ outputId: 'file', seqs: [1], refused: [], at })).rejects.toThrow('Another collector');
      await expect(spool.forgetOutput('file')).rejects.toThrow('Another collector');
      await second.spool.commit(commitOf(['b'], { cursor: 'theirs' }));
      expect(await waiting(second.spool, 'file')).toEqual(['a', 'b']);
      expect((await second.spool.memory(siem)).cursor).toBe('theirs');
      await expectBalanced(second.spool, siem);
    });

    it('is private, and says how large it is', async () => {
      const { spool, dir } = await opened();
      const before = await spool.size();
      await spool.commit(commitOf(Array.from({ length: 3000 }, (_unused, i) => `large ${i} ${Math.sin(i)}`)));
      const full = await spool.size();
      expect(full).toBeGreaterThan(before);
      const seqs = (await spool.lease('file', ...plenty)).batches.map((batch) => batch.seq);
      await spool.acknowledge({ outputId: 'file', seqs, refused: [], at });
      // The file and its log keep their size on disk for later; what is in use went down.
      expect(await spool.size()).toBeLessThan(full);
      if (process.platform !== 'win32') {
        for (const file of readdirSync(dir)) expect(statSync(path.join(dir, file)).mode & 0o077, file).toBe(0);
      }
    });

    it('says in words when its folder cannot be used', async () => {
      if (process.getuid?.() === 0) return;
      const dir = tempDir();
      chmodSync(dir, 0o500);
      const spool = make(dir);
      await expect(spool.open()).rejects.toThrow();
      await spool.close();
    });
  });
}
