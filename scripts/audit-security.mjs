import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { declaredFuses, fuseProblems, readFuses, setFuses } from '../build/fuses.mjs';
import { runSpecs } from './lib/audit/specs.mjs';
import { installScripts, lockProblems, newestElectron, writeLicences, writeSbom } from './lib/audit/supply-chain.mjs';
import { electronegativity } from './lib/audit/tools.mjs';
import { Checks, expectNone } from './lib/checks.mjs';
import { pinnedVersion } from './lib/electron-official.mjs';
import { entry } from './lib/entry.mjs';
import { readJson } from './lib/files.mjs';
import { packageInfoPath } from './lib/package-plan.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { seconds } from './lib/say.mjs';
import { openTestSession } from './lib/session.mjs';
import { setUp } from './setup.mjs';

/** Hostile inputs that must have been tried, over all kinds. */
const leastInputs = 200;

const sum = (numbers) => Object.values(numbers).reduce((total, count) => total + count, 0);

/** Checklist 19: every fuse, set in a copy of this machine's Electron; and in the packaged app, where there is one. */
async function fuseChecks(checks, runtime, report) {
  const work = await mkdtemp(join(tmpdir(), 'mimecast-connector-audit-'));
  const copy = join(work, 'electron');
  let bytes = Buffer.alloc(0);
  try {
    await checks.run('checklist 19: fuses can be set in the Electron of this machine', async () => {
      await cp(runtime.path, copy, { dereference: true });
      await setFuses(copy);
      bytes = await readFile(copy);
      expectNone('differs', fuseProblems(bytes));
      return `Electron ${runtime.version}`;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const states = readFuses(bytes);
  for (const { name, on } of declaredFuses) {
    await checks.run(`fuse ${name}`, () => {
      const found = states[name];
      if (found === undefined) return 'not in this Electron';
      if (found !== (on ? 'on' : 'off')) throw new Error(`${found}, declared ${on ? 'on' : 'off'}`);
      return found;
    });
  }
  report.fuses = states;
  const info = await readJson(packageInfoPath);
  if (info === null) return;
  await checks.run('fuses of the packaged app', async () => expectNone('differs', fuseProblems(await readFile(join(info.unpacked, info.executable)))));
}

/** What was found against what was reviewed: more is a miss, and so is a review that nothing needs any more. */
async function electronegativityChecks(checks, report) {
  await checks.run('electronegativity: nothing that was not reviewed', async () => {
    const baseline = await readJson(join(root, 'test/security/electronegativity-baseline.json'));
    const findings = await electronegativity(await pinnedVersion());
    const counts = new Map();
    for (const { id, file } of findings) counts.set(`${id} ${file}`, (counts.get(`${id} ${file}`) ?? 0) + 1);
    const reviewed = new Map(baseline.map(({ id, file, count }) => [`${id} ${file}`, count]));
    report.electronegativity = { findings: findings.length, baseline: sum(Object.fromEntries(reviewed)) };
    expectNone('new', [...counts].filter(([key, count]) => count > (reviewed.get(key) ?? 0)).map(([key]) => key));
    expectNone('reviewed, but gone', [...reviewed].filter(([key, count]) => (counts.get(key) ?? 0) < count).map(([key]) => key));
    return `${String(findings.length)} findings, all in the baseline`;
  });
}

async function supplyChainChecks(checks, report) {
  await checks.run('lock file: every package by its sha512, from the registry only', async () => {
    const { problems, packages } = await lockProblems();
    expectNone('problems', problems);
    return `${String(packages)} packages`;
  });
  await checks.run('install scripts: each is allowed or refused by name', async () => {
    const { undecided, allowed, wanting } = await installScripts();
    expectNone('undecided', undecided);
    report.installScripts = { wanting, allowed };
    return `allowed: ${allowed.join(', ')}`;
  });
  await checks.run('bill of materials: release/sbom.cdx.json', async () => `${String((report.sbomComponents = (await writeSbom()).components))} components`);
  await checks.run('licences: release/licenses.json, permissive ones only', async () => `${String((report.licences = await writeLicences()))} packages are shipped`);
  await checks.run('checklist 16: one of the three newest majors of Electron', async () => {
    const [pinned, newest] = [await pinnedVersion(), await newestElectron()];
    if (newest === null) return `pinned ${pinned}; the registry could not be asked`;
    const behind = Number(newest.split('.')[0]) - Number(pinned.split('.')[0]);
    if (behind > 2) throw new Error(`pinned ${pinned}, newest ${newest}`);
    return `pinned ${pinned}, newest ${newest}`;
  });
}

async function runningApp(checks, report, quiet) {
  const session = await openTestSession();
  Object.assign(process.env, session.env);
  let outcome;
  try {
    outcome = await runSpecs({ quiet });
  } finally {
    await session.close();
  }
  for (const { name, ok, error, figures } of outcome.tests) {
    await checks.run(name.replace("Electron's security checklist: ", 'checklist '), () => {
      if (!ok) throw new Error(error.split('\n')[0]);
      return figures.note;
    });
    for (const [kind, count] of Object.entries(figures.tried ?? {})) report.hostileInputs[kind] = (report.hostileInputs[kind] ?? 0) + count;
    if (figures.channels !== undefined) report.channelsFuzzed = figures.channels;
    if (figures.canaries !== undefined) report.canaries = figures.canaries;
  }
  await checks.run('the tests of the audit could be run', () => expectNone('not run', outcome.broken));
}

/** What the parts add up to. */
async function totals(checks, report) {
  const { callChannels } = await loadChannels();
  report.hostileInputs['random values over IPC'] = sum(report.channelsFuzzed);
  report.hostileInputsTotal = sum(report.hostileInputs);
  await checks.run('every channel was fuzzed', () => {
    expectNone('not fuzzed', callChannels.filter((name) => !(report.channelsFuzzed[name] > 0)));
    return `${String(callChannels.length)} channels, ${String(sum(report.channelsFuzzed))} calls`;
  });
  await checks.run(`at least ${String(leastInputs)} hostile inputs`, () => {
    if (report.hostileInputsTotal < leastInputs) throw new Error(String(report.hostileInputsTotal));
    return String(report.hostileInputsTotal);
  });
  await checks.run('canaries: none found', () => {
    if (!(report.canaries.searchedFor > 0)) throw new Error('none were searched for');
    expectNone('found', report.canaries.found);
    return `${String(report.canaries.searchedFor)} searched for, 0 found`;
  });
  await checks.run('checklist: all 20 points have a check', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => String(index + 1).padStart(2, '0'));
    expectNone('without one', numbers.filter((number) => !checks.results.some(({ name }) => name.startsWith(`checklist ${number}`))));
  });
}

async function loadChannels() {
  const { runnerImport } = await import('vite');
  return (await runnerImport(join(root, 'shared/ipc/channels.ts'), { root, configFile: false, logLevel: 'error' })).module;
}

/**
 * `npm run audit:security [-- --json]`: everything that is claimed about security and can be checked on this machine.
 * Writes release/audit-security.json, release/sbom.cdx.json and release/licenses.json. Ends with 1 on any miss; a tool
 * that is not to be had is one.
 */
await entry(async () => {
  const args = process.argv.slice(2);
  if (args.some((arg) => arg !== '--json')) throw new Problem(`unknown: ${args.join(' ')}`, 'npm run audit:security [-- --json]');
  const json = args.includes('--json');
  const begun = performance.now();
  process.chdir(root);
  const runtime = await setUp({ quiet: true });
  const checks = new Checks({ quiet: json });
  const report = { hostileInputs: {}, channelsFuzzed: {}, canaries: { searchedFor: 0, found: [] }, electronegativity: null };
  await runningApp(checks, report, json);
  await fuseChecks(checks, runtime, report);
  await supplyChainChecks(checks, report);
  await electronegativityChecks(checks, report);
  await totals(checks, report);

  const { results, failed } = checks;
  const whole = { ok: failed.length === 0, passed: results.length - failed.length, failed: failed.length, took: seconds(performance.now() - begun), ...report, checks: results };
  const path = join(root, 'release', 'audit-security.json');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(whole, null, 2)}\n`);
  process.stdout.write(
    json
      ? `${JSON.stringify(whole, null, 2)}\n`
      : `checklist 20 points, fuses ${String(declaredFuses.length)}, channels ${String(Object.keys(report.channelsFuzzed).length)}, hostile inputs ${String(report.hostileInputsTotal)}, canaries ${String(report.canaries.found.length)}, electronegativity ${JSON.stringify(report.electronegativity)}\n${String(whole.passed)} passed, ${String(whole.failed)} failed\n`,
  );
  return whole.ok ? 0 : 1;
});
