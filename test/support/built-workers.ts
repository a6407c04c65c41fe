import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const root = path.resolve(import.meta.dirname, '..', '..');

/**
 * The worker threads as the product ships them, built for this test file alone: dist/ may be old, or being written.
 * Below node_modules, so that their native addons are found. Call it where `beforeAll` may be called.
 */
export function builtWorkers(): { readonly dir: string } {
  const dir = mkdtempSync(path.join(root, 'node_modules', '.cache-workers-'));
  beforeAll(async () => {
    await build({ root, configFile: path.join(root, 'vite.electron.config.ts'), mode: 'node', logLevel: 'silent', build: { outDir: dir } });
  }, 60_000);
  afterAll(() => {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { dir };
}
