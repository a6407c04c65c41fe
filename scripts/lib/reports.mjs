import { readJson } from './files.mjs';

/**
 * `failures`: a line or two for each failed test: its name, and the beginning of what went wrong.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly string[] }} Counts
 */

const failureLength = 400;

function failureLine(name, message) {
  return `${name}: ${(message ?? '').trim().slice(0, failureLength)}`;
}

const count = (list, accept) => list.filter(accept).length;

/** A tool that failed without a failed test (a file that does not load, no tests found) still has one failure. */
function atLeastOne(counts, code) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/**
 * Reads vitest's JSON report. A file that could not be loaded counts as one failure.
 *
 * @returns {Promise<Counts>}
 */
export async function vitestCounts(path, code) {
  const report = await readJson(path);
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = count(report.testResults ?? [], (file) => file.status === 'failed' && (file.assertionResults ?? []).length === 0);
  return atLeastOne(
    {
      passed: report.numPassedTests ?? 0,
      failed: (report.numFailedTests ?? 0) + unloadable,
      skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
      failures: vitestFailures(report),
    },
    code,
  );
}

function vitestFailures(report) {
  return (report.testResults ?? []).flatMap((file) => {
    const tests = (file.assertionResults ?? []).filter((test) => test.status === 'failed');
    if (tests.length === 0 && file.status === 'failed') return [failureLine(file.name, file.message)];
    return tests.map((test) => failureLine(test.fullName, test.failureMessages?.[0]));
  });
}

function playwrightFailures(suites) {
  return (suites ?? []).flatMap((suite) => [
    ...(suite.specs ?? [])
      .filter((spec) => spec.ok === false)
      .map((spec) => failureLine(`${spec.file}:${spec.line} ${spec.title}`, spec.tests?.flatMap((test) => test.results ?? []).find((result) => result.error)?.error.message)),
    ...playwrightFailures(suite.suites),
  ]);
}

/**
 * Reads Playwright's JSON report. A flaky test is a failed one.
 *
 * @returns {Promise<Counts>}
 */
export async function playwrightCounts(path, code) {
  const report = await readJson(path);
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {};
  return atLeastOne({ passed: expected, failed: unexpected + flaky, skipped, failures: playwrightFailures(report.suites) }, code);
}
