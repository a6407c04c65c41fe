import { describe, expect, it } from 'vitest';

import { runTrial } from '../support/output-trial';
import { tempDir } from '../support/temp-dir';
import { benchMakers } from '../support/trial-benches';

/** The same with 100,000 events: node test/tools/outputs-proof.mjs. */
const events = 10_000;

describe('outputs and their receivers', () => {
  it.each(benchMakers)('$name ($guarantee): keeps its guarantee while its receiver is killed three times', async ({ make }) => {
    const bench = await make(tempDir());
    try {
      const result = await runTrial(bench, { events, kills: 3, awayMs: 100 });
      expect(result).toMatchObject({ offered: events, invented: 0, kills: 3 });
      if (bench.guarantee === 'acknowledged') expect(result).toMatchObject({ missing: 0 });
      // Best effort promises nothing for a receiver that is killed; without kills see below.
      else expect(result.received).toBeGreaterThan(0);
    } finally {
      await bench.dispose();
    }
  });

  it.each(benchMakers.filter(({ guarantee }) => guarantee === 'best-effort'))('$name: everything arrives once at a receiver that stays', async ({ make }) => {
    const bench = await make(tempDir());
    try {
      const result = await runTrial(bench, { events: events / 2, kills: 0 });
      expect(result).toMatchObject({ missing: 0, repeats: 0, invented: 0, retries: 0 });
    } finally {
      await bench.dispose();
    }
  });
});
