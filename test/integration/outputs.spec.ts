import { describe, expect, it } from 'vitest';

import { runTrial } from '../support/output-trial';
import { tempDir } from '../support/temp-dir';
import { benchMakers } from '../support/trial-benches';

/** The same with 100,000 events: node test/tools/outputs-proof.mjs. */
const events = 10_000;

describe('outputs and their receivers', () => {
  it.each(benchMakers)('$name: loses nothing it acknowledged while its receiver is killed three times', async ({ make }) => {
    const bench = await make(tempDir());
    try {
      const result = await runTrial(bench, { events, kills: 3, awayMs: 100 });
      expect(result).toMatchObject({ offered: events, invented: 0, kills: 3 });
      if (bench.guarantee === 'acknowledged') expect(result).toMatchObject({ missing: 0 });
      // Best effort: a receiver that is killed takes what it had not written with it, but not more than its buffers hold.
      else expect(result.missing).toBeLessThan(events / 4);
    } finally {
      await bench.dispose();
    }
  });
});
