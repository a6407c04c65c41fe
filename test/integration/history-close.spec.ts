import path from 'node:path';

import { expect, it } from 'vitest';

import { sliceEvents } from '../../electron/collector/history/blocks';
import { HistoryThread } from '../../electron/collector/history/history-thread';
import { builtWorkers } from '../support/built-workers';
import { fastClock } from '../support/fast-clock';
import { tempDir } from '../support/temp-dir';
import { batchOf, config, receipt, start } from '../unit/collector/history/support';

const workers = builtWorkers();
/** Over two days: for every hour the thread reads back which senders it knows. */
const batch = batchOf(Array.from({ length: 2000 }, (_unused, n) => receipt(n, { timestamp: start - ((n * 7) % 2880) * 60_000 })));

/** Ended inside libsql, a thread takes the process with it: then there is no assertion left to fail, but the whole file does. */
it('the thread of the history ends between two pieces of work, however busy it is', async () => {
  const dir = tempDir();
  let before = 0;
  for (let round = 0; round < 10; round += 1) {
    const options = { worker: path.join(workers.dir, 'history-worker.js'), dir, config, clock: fastClock(200), onHits: () => undefined };
    const thread = new HistoryThread(options);
    for (let n = 0; n < 12; n += 1) thread.mirror(batch);
    expect((await thread.status()).waiting).toBeGreaterThan(0);
    // Questions are what libsql makes arrays for.
    const asked = Array.from({ length: 20 }, (_unused, n) => (n % 2 === 0 ? thread.search({ text: '', from: 0, to: start + 1e9, before: null, limit: 200 }) : thread.hits(100)).catch(() => null));
    await new Promise((resolve) => setTimeout(resolve, round * 23));
    await thread.close();
    await Promise.all(asked);

    const again = new HistoryThread(options);
    const { problem, begunAnewAt, events } = await again.status();
    expect({ problem, begunAnewAt }).toEqual({ problem: null, begunAnewAt: null });
    // Whole batches, and of the one under way whole slices.
    expect(((events - before) % batch.count) % sliceEvents, `${before} to ${events}`).toBe(0);
    before = events;
    await again.close();
  }
}, 60_000);
