import { execFile } from 'node:child_process';
import path from 'node:path';

import { expect, it } from 'vitest';

import { workersDir } from '../support/collect';

/**
 * CPU time of decoding and normalizing in two threads, as a multiple of the floor's in the same round (docs/benchmarks.md). CPU
 * time and not the clock: other programs on the machine change it little.
 */
const baseline = 1.9;
const mostWorse = 1.2;

type Report = { readonly rows: readonly { readonly cpuToFloor: number }[] };

it('the way of an event through the decode threads has not become more than a fifth dearer', async () => {
  const args = [path.join(workersDir, 'bench.js'), '--events', '200000', '--rounds', '3', '--only', 'decode and normalize', '--json'];
  // Its exit code speaks of targets, which this is not about.
  const text = await new Promise<string>((resolve) => execFile(process.execPath, args, { maxBuffer: 1e7 }, (_error, stdout) => resolve(stdout)));
  const [row] = (JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as Report).rows;
  expect(row?.cpuToFloor).toBeGreaterThan(0);
  expect(row?.cpuToFloor).toBeLessThanOrEqual(baseline * mostWorse);
});
