import { afterEach, describe, expect, it } from 'vitest';

import { Indexer } from '../../../../electron/collector/history/indexer';
import { FakeClock } from '../../../support/fake-clock';
import { tempDir } from '../../../support/temp-dir';
import { batchOf, config, receipt, rule } from './support';

let indexer: Indexer | null = null;
afterEach(() => {
  indexer?.close();
});

function trial(free = 1e12, change = {}): { readonly indexer: Indexer; readonly clock: FakeClock } {
  const clock = new FakeClock();
  const made = new Indexer({ dir: tempDir(), clock, free: () => free }, { ...config, ...change });
  indexer = made;
  return { indexer: made, clock };
}

const many = (count: number): object[] => Array.from({ length: count }, (_each, n) => receipt(n));

describe('the thread of the history', () => {
  it('takes batches in one after the other, with a rest after each slice', async () => {
    const { indexer, clock } = trial();
    const taken = await Promise.all([indexer.push(batchOf(many(600)), 0), indexer.push(batchOf(many(10)), 0)]);
    expect(taken).toEqual([{ missed: 0, hits: [] }, { missed: 0, hits: [] }]);
    expect(clock.slept).toHaveLength(4);
    expect(indexer.status()).toMatchObject({ events: 610, problem: null });
  });

  it('answers questions while a batch is on its way in', async () => {
    const { indexer } = trial();
    let done = false;
    const taken = indexer.push(batchOf(many(2000)), 0).then(() => {
      done = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(indexer.overview('hour')?.series.length).toBeGreaterThan(0);
    expect(done).toBe(false);
    await taken;
  });

  it('leaves the disk to the spool when it is short, and says so', async () => {
    const { indexer } = trial(1e6);
    expect(await indexer.push(batchOf(many(7)), 0)).toEqual({ missed: 7, hits: [] });
    expect(indexer.status()).toMatchObject({ events: 0, problem: { id: 'collector.history.diskIsShort' } });
  });

  it('writes down what did not come as far as it', async () => {
    const { indexer } = trial();
    await indexer.push(batchOf(many(1)), 1234);
    expect(indexer.overview('hour')?.missed).toBe(1234);
  });

  it('tells what the rules found, each hit once', async () => {
    const { indexer } = trial(1e12, { rules: [rule({ text: 'action=rejected' })] });
    const { hits } = await indexer.push(batchOf(Array.from({ length: 600 }, (_each, n) => receipt(n, { action: 'Rej' }))), 0);
    expect(hits).toMatchObject([{ ruleId: 'r1', count: 600 }]);
    indexer.configure({ ...config, rules: [] });
    expect((await indexer.push(batchOf([receipt(1, { action: 'Rej' })]), 0)).hits).toEqual([]);
  });

  it('tries a rule without stopping others', async () => {
    const { indexer } = trial();
    await indexer.push(batchOf(many(5)), 0);
    expect(await indexer.test({ text: 'action=accepted', threshold: 2, windowMinutes: 5 })).toMatchObject({ matched: 5, hits: 2, complete: true });
    expect(await indexer.test({ text: 'a (', threshold: 2, windowMinutes: 5 })).toMatchObject({ matched: 0, problem: { id: 'filter.problem.missingAfter' } });
  });
});
