import { Buffer } from 'node:buffer';
import { gzipSync } from 'node:zlib';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import type { Chunk } from '../../../../electron/collector/pipeline/chunk';
import type { SqlRow } from '../../../../electron/collector/spool/driver';
import type { Commit, CommitResult } from '../../../../electron/collector/spool/spool';
import { SqliteSpool } from '../../../../electron/collector/spool/sqlite-spool';
import { meddle } from '../../../laws/spool-law';
import { at, chunksOfFile, commitOf, dlp, namesOf } from '../../../support/chunks';
import { tempDir } from '../../../support/temp-dir';

const parts = [['a', 'b'], ['c', 'd'], ['e']];

describe('a file that several batches are pieces of', () => {
  let dir = '';
  let spool: SqliteSpool;
  let failNext = false;

  const open = (): SqliteSpool => {
    const opened = new SqliteSpool({ dir }, (place) => {
      if (place !== 'in-commit' || !failNext) return;
      failNext = false;
      throw new Error('The disk is full.');
    });
    onTestFinished(() => {
      opened.close();
    });
    return opened;
  };

  beforeEach(() => {
    dir = tempDir();
    failNext = false;
    spool = open();
  });

  const take = (chunk: Chunk | null, more: Partial<Commit> = {}): CommitResult => spool.commit(commitOf([], { chunk, run: at, ...more }));
  const waiting = (output = 'file'): string[][] => spool.lease(output, 99, 1e6).batches.map(namesOf);
  const settle = (output = 'file', most = 99): void => {
    const { batches } = spool.lease(output, most, 1e6);
    spool.acknowledge({ outputId: output, seqs: batches.map(({ seq }) => seq), refused: [], at });
  };
  const files = (): number => {
    let rows: SqlRow[] = [];
    meddle(dir, (driver) => {
      rows = driver.prepare('SELECT id FROM bodies').all();
    });
    return rows.length;
  };

  it('is stored once, and every batch has its lines', () => {
    for (const chunk of chunksOfFile(parts)) take(chunk);
    expect(files()).toBe(1);
    expect(waiting()).toEqual(parts);
    expect(waiting()).toEqual(parts);
  });

  it('stays until the last output has its last batch', () => {
    for (const chunk of chunksOfFile(parts)) take(chunk, { outputs: ['file', 'http'] });
    take(null);
    settle('file');
    settle('http', 2);
    expect(files()).toBe(1);
    expect(waiting('http')).toEqual([['e']]);
    settle('http');
    expect(files()).toBe(0);
  });

  it('stays while the stream reads it, though all of its batches have left', () => {
    const [first, second, third] = chunksOfFile(parts);
    take(first ?? null);
    settle();
    expect(files()).toBe(1);
    // Of an earlier range, of another log type: these say nothing about it.
    spool.commit(commitOf(['before']));
    spool.commit(commitOf(['other'], { stream: dlp, run: at }));
    settle();
    take(second ?? null);
    take(third ?? null);
    expect(waiting()).toEqual([['c', 'd'], ['e']]);
    settle();
    take(null);
    expect(files()).toBe(0);
  });

  it('leaves when the stream goes on to the next', () => {
    const [first] = chunksOfFile(parts);
    const next = chunksOfFile([['x'], ['y']]);
    take(first ?? null);
    settle();
    for (const chunk of next) take(chunk);
    expect(files()).toBe(1);
    expect(waiting()).toEqual([['x'], ['y']]);
  });

  it('is read for records that were not known among others that were, in its first chunk and in a later one', () => {
    spool.commit(commitOf(['b', 'c']));
    const [first, second, third] = chunksOfFile(parts);
    expect(take(first ?? null)).toMatchObject({ fresh: 1, duplicates: 1 });
    expect(take(second ?? null)).toMatchObject({ fresh: 1, duplicates: 1 });
    expect(take(third ?? null)).toMatchObject({ fresh: 1, duplicates: 0 });
    expect(waiting()).toEqual([['b', 'c'], ['a'], ['d'], ['e']]);
  });

  it('is there for its later chunks when its first brought nothing new', () => {
    spool.commit(commitOf(['a', 'b']));
    for (const chunk of chunksOfFile(parts)) take(chunk);
    expect(waiting()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('is not stored when no output wants it', () => {
    for (const chunk of chunksOfFile(parts)) take(chunk, { outputs: [] });
    expect(files()).toBe(0);
  });

  it('is asked for again when a chunk comes without it: nothing of that chunk is taken', () => {
    const [, second] = chunksOfFile(parts);
    expect(() => take(second ?? null, { cursor: 'behind' })).toThrow('not in the spool');
    expect(spool.memory(commitOf([]).stream)).toMatchObject({ cursor: null, counts: { fetched: 0 } });
    for (const chunk of chunksOfFile(parts)) take(chunk);
    expect(waiting()).toEqual(parts);
  });

  it('is not there when the commit that brought it failed', () => {
    const [first, second] = chunksOfFile(parts);
    failNext = true;
    expect(() => take(first ?? null)).toThrow('disk is full');
    expect(files()).toBe(0);
    expect(() => take(second ?? null)).toThrow('not in the spool');
    for (const chunk of chunksOfFile(parts)) take(chunk);
    expect(waiting()).toEqual(parts);
  });

  it('is still there when a later commit failed, also one that went on to another file', () => {
    const [first, second, third] = chunksOfFile(parts);
    take(first ?? null);
    settle();
    failNext = true;
    expect(() => take(second ?? null)).toThrow('disk is full');
    failNext = true;
    expect(() => take(chunksOfFile([['x'], ['y']])[0] ?? null)).toThrow('disk is full');
    expect(files()).toBe(1);
    take(second ?? null);
    take(third ?? null);
    expect(waiting()).toEqual([['c', 'd'], ['e']]);
  });

  it('outlives the program as long as a batch needs it', () => {
    const [first] = chunksOfFile(parts);
    take(first ?? null);
    spool.close();
    spool = open();
    expect(waiting()).toEqual([['a', 'b']]);
    // Read again from its start, as after every stop: what is known is a repeat.
    for (const chunk of chunksOfFile(parts)) take(chunk);
    expect(waiting()).toEqual(parts);
    settle();
    take(null);
    spool.close();
    spool = open();
    expect(files()).toBe(0);
  });

  it('does not stay behind when the program ended while it was read', () => {
    const [first] = chunksOfFile(parts);
    take(first ?? null);
    settle();
    spool.close();
    spool = open();
    expect(files()).toBe(0);
  });

  const damage = (change: string): void => {
    meddle(dir, (driver) => {
      driver.exec(`UPDATE bodies SET ${change}`);
    });
  };

  it.each([
    ['is damaged', "body = zeroblob(100)"],
    ['is another file', `body = x'${Buffer.from(gzipSync('{}\\n'.repeat(99))).toString('hex')}', bytes = 297`],
    ['inflates to more than it did', 'bytes = bytes - 1'],
  ])('that %s is never sent: its batches are set aside, counted and collected again', (_what, change) => {
    spool.commit(commitOf(['first']));
    for (const chunk of chunksOfFile(parts)) take(chunk, { cursor: 'end' });
    spool.close();
    damage(change);
    spool = open();
    expect(waiting()).toEqual([['first']]);
    const { counts, cursor, epoch } = spool.memory(commitOf([]).stream);
    expect(cursor).toBeNull();
    expect(counts).toMatchObject({ fetched: 6, quarantined: 5, spooled: 1 });
    expect(spool.quarantine(null, 10).items.map(({ code }) => code)).toEqual(['PC-SPOOL', 'PC-SPOOL', 'PC-SPOOL']);
    expect(spool.unbalanced()).toEqual([]);
    expect(files()).toBe(0);
    for (const chunk of chunksOfFile(parts)) take(chunk, { epoch });
    expect(waiting()).toEqual([['first'], ...parts]);
  });

  it.each(['start = start + 1', 'bytes = bytes - 1', 'bytes = bytes + 1000'])('is not cut where no line begins or ends: %s', (change) => {
    for (const chunk of chunksOfFile(parts)) take(chunk);
    spool.close();
    meddle(dir, (driver) => {
      driver.exec(`UPDATE batches SET ${change} WHERE seq = 2`);
    });
    spool = open();
    expect(waiting()).toEqual([['a', 'b'], ['e']]);
    expect(spool.memory(commitOf([]).stream).counts).toMatchObject({ quarantined: 2, spooled: 3 });
  });

  it('whose row is gone is not taken for the next one', () => {
    for (const chunk of chunksOfFile(parts)) take(chunk);
    spool.close();
    meddle(dir, (driver) => {
      driver.exec('DELETE FROM bodies');
    });
    spool = open();
    for (const chunk of chunksOfFile([['x', 'y'], ['z']])) take(chunk);
    expect(waiting()).toEqual([['x', 'y'], ['z']]);
    expect(spool.memory(commitOf([]).stream).counts).toMatchObject({ quarantined: 5, spooled: 3 });
  });
});
