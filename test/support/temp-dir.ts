import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { onTestFinished } from 'vitest';

/** A folder of the test's own, removed when the test ends. */
export function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'mimecast-connector-test-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  });
  return dir;
}
