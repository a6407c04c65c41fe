import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { entry } from './lib/entry.mjs';
import { checkoutCache, modules, root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { playwrightCounts, vitestCounts } from './lib/reports.mjs';
import { run } from './lib/run.mjs';
import { seconds } from './lib/say.mjs';
import { openTestSession } from './lib/session.mjs';
import { setUp } from './setup.mjs';

const vitestProjects = ['unit', 'components', 'laws', 'architecture', 'integration'];
/** `packaged` needs a packaged app, so it runs only when it is named. */
const playwrightProjects = ['window', 'app'];
const nameable = ['types', 'lint', ...vitestProjects, ...playwrightProjects, 'packaged'];

const reports = join(checkoutCache, 'reports');

const tool = (...path) => join(modules, ...path);

/** Runs one tool, prints its line, and when it failed which tests did (a log may be cut where it is shown), then its output in full. */
async function runStep(name, args, { env = process.env, counts }) {
  const begun = performance.now();
  const { code, output } = await run(process.execPath, args, { cwd: root, env });
  const { passed, failed, skipped, failures = [] } = await counts(code);
  const numbers = [`${passed} passed`, ...(failed > 0 ? [`${failed} failed`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  process.stdout.write(`${failed === 0 ? 'ok    ' : 'FAILED'} ${name}: ${numbers.join(', ')}, ${seconds(performance.now() - begun)}\n`);
  for (const failure of failures) process.stdout.write(`  - ${failure.replaceAll('\n', '\n    ')}\n`);
  if (failed > 0) process.stdout.write(`${output.trimEnd()}\n`);
  return { passed, failed };
}

const oneStep = async (code) => ({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });

const types = () => runStep('types', [tool('typescript', 'bin', 'tsc'), '-b'], { counts: oneStep });

const lint = () => runStep('lint', [tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'], { counts: oneStep });

function vitest(projects, env) {
  const report = join(reports, 'vitest.json');
  const chosen = projects.flatMap((project) => ['--project', project]);
  const args = [tool('vitest', 'vitest.mjs'), 'run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return runStep(projects.join(' '), args, { env, counts: (code) => vitestCounts(report, code) });
}

/** One project at a time: the deadlines of the app must not suffer from the two windows of the window tests. */
function playwright(project, env) {
  const report = join(reports, `${project}.json`);
  return runStep(project, [tool('@playwright', 'test', 'cli.js'), 'test', `--project=${project}`, '--reporter=list,json'], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    counts: (code) => playwrightCounts(report, code),
  });
}

function chosenSteps(args) {
  const at = args.findIndex((arg) => arg === '--only' || arg.startsWith('--only='));
  if (at === -1) return nameable.filter((name) => name !== 'packaged');
  const text = args[at].includes('=') ? args[at].slice('--only='.length) : args[at + 1];
  const names = (text ?? '').split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !nameable.includes(name));
  if (names.length === 0 || unknown.length > 0) throw new Problem(`--only does not know ${unknown.join(', ') || 'an empty list'}`, `it takes some of ${nameable.join(',')}`);
  return names;
}

/**
 * `npm test`: everything that must hold, in the order in which it is cheapest to hear about; a failure stops nothing,
 * and the last line is always `N passed, N failed`.
 */
await entry(async () => {
  const chosen = new Set(chosenSteps(process.argv.slice(2)));
  const among = (names) => names.filter((name) => chosen.has(name));
  const inVitest = among(vitestProjects);
  const inPlaywright = among([...playwrightProjects, 'packaged']);
  const usesApp = inPlaywright.length > 0 || chosen.has('integration');

  const receives = chosen.has('integration') || chosen.has('laws');
  await setUp({ need: [...(usesApp || receives ? ['deps', 'system', 'electron', 'build'] : ['deps']), ...(receives ? ['receivers'] : [])] });
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });

  // Side by side, because each of them keeps one core busy; the tests come after, so that no deadline of theirs suffers.
  const results = await Promise.all([...(chosen.has('types') ? [types()] : []), ...(chosen.has('lint') ? [lint()] : [])]);

  const session = usesApp ? await openTestSession({ displays: Math.min(2, availableParallelism()) }) : undefined;
  try {
    const env = { ...process.env, ...session?.env };
    if (inVitest.length > 0) results.push(await vitest(inVitest, env));
    for (const project of inPlaywright) results.push(await playwright(project, env));
  } finally {
    await session?.close();
  }

  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const failed = sum('failed');
  process.stdout.write(`${sum('passed')} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
});
