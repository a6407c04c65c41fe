import { execFile } from 'node:child_process';
import path from 'node:path';

import { expect, it } from 'vitest';

import { workersDir } from '../support/collect';

/**
 * CPU time as a multiple of the floor's in the same round, with 200,000 events (docs/benchmarks.md). CPU time and not the clock:
 * other programs on the machine change it little.
 */
const baselines = [
  ['decode and normalize, two threads', 1.55],
  ['to file, normalized', 2.1],
  ['to file, raw', 1.5],
] as const;
const mostWorse = 1.2;

type Report = { readonly rows: readonly { readonly scenario: string; readonly cpuToFloor: number }[] };

it.each(baselines)('an event costs no more than a fifth more CPU time than it did: %s', async (scenario, baseline) => {
  const args = [path.join(workersDir, 'bench.js'), '--events', '200000', '--rounds', '3', '--only', scenario, '--json'];
  // Its exit code speaks of targets, which this is not about.
  const text = await new Promise<string>((resolve) => execFile(process.execPath, args, { maxBuffer: 1e7 }, (_error, stdout) => resolve(stdout)));
  const row = (JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Report).rows.find((one) => one.scenario === scenario);
  expect(row?.cpuToFloor).toBeGreaterThan(0);
  expect(row?.cpuToFloor).toBeLessThanOrEqual(baseline * mostWorse);
}, 300_000);
