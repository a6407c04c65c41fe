import { join } from 'node:path';

import { readJson } from '../files.mjs';
import { checkoutCache, root } from '../paths.mjs';

/**
 * Runs test/security in this process and gives each test with the figures it left.
 *
 * @param {{ filter?: readonly string[], quiet?: boolean }} [options]
 * @returns {Promise<{ tests: { file: string, name: string, ok: boolean, error: string, figures: Record<string, unknown> }[], broken: string[] }>}
 *   `broken`: files that could not be run
 */
export async function runSpecs({ filter = [], quiet = false } = {}) {
  const { startVitest } = await import('vitest/node');
  const report = join(checkoutCache, 'reports', 'security.json');
  const vitest = await startVitest('test', [...filter], {
    // Not the project's own configuration: these are no part of `npm test`, they take the machine for themselves.
    config: false,
    root,
    include: ['test/security/**/*.spec.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 90_000,
    watch: false,
    reporters: quiet ? ['json'] : ['verbose', 'json'],
    outputFile: { json: report },
    // Standard output belongs to the report of the audit.
  }, {}, { stdout: process.stderr, stderr: process.stderr });
  await vitest.close();
  const { testResults = [] } = (await readJson(report)) ?? {};
  const tests = testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status, failureMessages, meta }) => ({
      file: file.slice(root.length + 1),
      name: [...ancestorTitles, title].join(': '),
      ok: status === 'passed',
      error: failureMessages.join('\n').slice(0, 2_000),
      figures: meta?.audit ?? {},
    })),
  );
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status === 'passed')).map(({ name, message }) => `${name}: ${message}`);
  if (testResults.length === 0) broken.push('no test ran');
  // A failed test sets it; what it means for the audit is decided there.
  process.exitCode = 0;
  return { tests, broken };
}
