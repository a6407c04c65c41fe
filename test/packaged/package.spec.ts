import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

import { expect, test } from '@playwright/test';

type Report = { readonly ok: boolean; readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[] };

/**
 * Runs only when it is named (`npm test -- --only packaged`), after `npm run package`: Playwright cannot start an app
 * whose fuses are set, so the verification watches it from outside.
 */
test('the packaged app is what may be shipped', async () => {
  test.setTimeout(300_000);
  const script = resolve(import.meta.dirname, '../../scripts/verify-package.mjs');
  const report = await new Promise<Report>((settle, reject) => {
    execFile(process.execPath, [script, '--json'], { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        settle(JSON.parse(stdout) as Report);
      } catch {
        reject(new Error(`${stderr}${error?.message ?? ''}`));
      }
    });
  });
  expect(report.checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(report.checks.length).toBeGreaterThan(15);
});
