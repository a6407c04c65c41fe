import { statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { defineConfig } from 'vitest/config';

// A busy machine must not turn a slow test into a failing one; a test that hangs still ends.
const patience = { testTimeout: 30_000, hookTimeout: 30_000, expect: { poll: { timeout: 20_000 } } };

/**
 * For the thousands of small spools of the laws: on a disk their time is that of its flushes. Nothing where there is no such
 * folder, or a small one, as in many containers; the integration tests stay on the disk.
 */
function inMemory(): { readonly env?: { readonly TMPDIR: string } } {
  const folder = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(folder);
    return process.platform === 'linux' && bavail * bsize > 2 ** 31 ? { env: { TMPDIR: folder } } : {};
  } catch {
    return {};
  }
}

const node = (name: string, include: string[], extra: object = {}) => ({ test: { name, include, environment: 'node' as const, ...patience, ...extra } });

/** No retries anywhere: a test that passes the second time is a defect. */
export default defineConfig({
  test: {
    // Vitest keeps a core for itself, which on two cores is every second one, and it has nothing to do while tests run.
    maxWorkers: availableParallelism(),
    projects: [
      node('unit', ['test/unit/{collector,main,simulator,shared,scripts}/**/*.spec.ts']),
      { test: { name: 'components', include: ['test/unit/renderer/**/*.spec.{ts,tsx}'], environment: 'jsdom', ...patience } },
      node('laws', ['test/laws/**/*.spec.ts'], inMemory()),
      node('architecture', ['test/architecture/**/*.spec.ts']),
      // Real HTTP, threads and processes: one file at a time on two cores.
      node('integration', ['test/integration/**/*.spec.ts'], { fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 }),
    ],
  },
});
