import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { fuseProblems, readFuses } from '../build/fuses.mjs';
import { Checks, expectNone } from './lib/checks.mjs';
import { checkDeb, isChromiumsOwn, writeFigures } from './lib/deb-check.mjs';
import { entry } from './lib/entry.mjs';
import { readJson } from './lib/files.mjs';
import { launchArgs } from './lib/launch.mjs';
import { debuggerIsRefused, looseAppIsRefused, nodeDoorsAreShut } from './lib/package-doors.mjs';
import { developmentTraces, packageFiles, sha256Of } from './lib/package-files.mjs';
import { packageInfoPath, releaseFolder } from './lib/package-plan.mjs';
import { deliveredIn, expectCollected, modesBelow, startPackaged } from './lib/packaged-app.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { openTestSession } from './lib/session.mjs';

/**
 * Half as much again as measured (Electron 33: 241 MiB unpacked, 8.3 MiB archive, 81 MiB .deb), so that a dependency that
 * brings its whole tree along is noticed. The time is to the first line of status, on two busy cores.
 */
const budget = { unpackedMiB: 330, archiveMiB: 12, debMiB: 110, coldStartMs: 6_000 };

const mib = (bytes) => Math.round((bytes / 1024 / 1024) * 10) / 10;

function atMost(what, value, limit, unit) {
  if (value > limit) throw new Error(`${what}: ${String(value)} ${unit}, the budget is ${String(limit)} ${unit}`);
  return `${String(value)} ${unit} of ${String(limit)} ${unit}`;
}

async function staticChecks(checks, info, executable, figures) {
  const bytes = await readFile(executable);
  await checks.run('fuses: each as declared in build/fuses.mjs', () => {
    expectNone('fuses', fuseProblems(bytes));
    figures.fuses = readFuses(bytes);
    return Object.entries(figures.fuses).map(([name, state]) => `${name} ${state}`).join(', ');
  });
  await checks.run('fuses: @electron/fuses reads the same', async () => {
    const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
    const wire = await getCurrentFuseWire(executable);
    for (const [index, state] of Object.values(readFuses(bytes)).entries()) {
      if (wire[index] !== (state === 'on' ? 0x31 : 0x30)) throw new Error(`${FuseV1Options[index] ?? String(index)} is ${String(wire[index])}`);
    }
  });
  const files = await packageFiles(info.unpacked, { executable: info.executable, withLibsql: Number(info.electron.split('.')[0]) < 35 });
  await checks.run('files: nothing but the built app, its native modules and its notices', () => {
    expectNone('not expected', files.alien);
    return `${String(files.archived.length)} in app.asar`;
  });
  await checks.run('files: no traces of development in the bundles', async () => expectNone('found', await developmentTraces(files.archive, files.archived)));
  await checks.run('files: the manifest has no scripts, no development dependencies, and says what it was made of', () => {
    const { manifest } = files;
    expectNone('has', ['scripts', 'devDependencies', 'workspaces'].filter((key) => key in manifest));
    if (manifest.buildInfo?.commit !== info.commit || manifest.version !== info.version) throw new Error(`it says ${JSON.stringify(manifest.buildInfo)}`);
    return `${manifest.version} of ${manifest.buildInfo.commit.slice(0, 10)}${manifest.buildInfo.dirty ? ' with changes' : ''}`;
  });
  await checks.run('name: what is not a release does not carry the name of one', () => {
    const marked = /\((unsigned|development)\)$/.test(info.productName) && /-(unsigned|development)$/.test(info.executable);
    if ((info.grade === 'release') === marked) throw new Error(`${info.grade}: ${info.productName}, ${info.executable}`);
    return `${info.productName}, ${info.executable}`;
  });
  await checks.run('size: unpacked', () => atMost('unpacked', mib(files.bytes), budget.unpackedMiB, 'MiB'));
  await checks.run('size: app.asar', () => atMost('app.asar', mib(files.archiveBytes), budget.archiveMiB, 'MiB'));
  Object.assign(figures, { unpackedMiB: mib(files.bytes), archiveMiB: mib(files.archiveBytes), archiveSha256: await sha256Of(files.archive) });
}

/** One demo of 25 s: collection, start time, and the modes of the files while they are in use. */
async function demoChecks(checks, app, work, figures) {
  const profile = join(work, 'demo-profile');
  const demo = await startPackaged({ ...app, args: [...app.args, '--profile', profile, '--demo', '--for', '25'], env: { ...app.env, MIMECAST_CONNECTOR_TERMINAL: '1' }, atMostMs: 70_000 });
  let over = false;
  void demo.ended.then(() => (over = true));
  const delivered = () => deliveredIn(demo.said()).some((block) => Object.values(block).length === 4 && Object.values(block).every((count) => count > 0));
  while (!over && !delivered()) await sleep(100);
  const modes = over ? [] : await modesBelow(profile);
  const end = await demo.ended;
  await checks.run('demo: delivered counts grow for all four log types', () => {
    figures.delivered = deliveredIn(demo.said()).at(-1) ?? {};
    return expectCollected(demo.said(), end);
  });
  await checks.run('start: the first status line', () => {
    const ms = Math.round(demo.firstLineMs() ?? Number.POSITIVE_INFINITY);
    figures.coldStartMs = ms;
    return atMost('the first line', ms, budget.coldStartMs, 'ms');
  });
  await checks.run('profile: folders 0700, files 0600, while in use', () => {
    if (!modes.some(({ path }) => path.endsWith('spool.db') || path.includes('/spool/'))) throw new Error('there was no spool to look at');
    expectNone('open', modes.filter(({ path, mode }) => (mode & 0o077) !== 0 && !isChromiumsOwn(path)).map(({ path, mode }) => `${path.slice(profile.length)} ${mode.toString(8)}`));
    return `${String(modes.length)} looked at`;
  });
  await checks.run('demo: nothing of it is left in the profile', () => {
    if (existsSync(join(profile, 'demo'))) throw new Error('the folder demo is still there');
  });
}

/**
 * `npm run verify:package [-- --json] [--no-install]`: starts what `npm run package` made and looks whether it is what
 * may be shipped; installs, runs and removes the .deb. Ends with 1 on any miss.
 */
await entry(async () => {
  const args = process.argv.slice(2);
  const unknown = args.filter((arg) => !['--json', '--no-install'].includes(arg));
  if (unknown.length > 0) throw new Problem(`unknown: ${unknown.join(' ')}`, 'npm run verify:package [-- --json] [--no-install]');
  const json = args.includes('--json');
  const info = await readJson(packageInfoPath);
  if (info === null || process.platform !== 'linux') throw new Problem('there is no package to verify', 'npm run package, on Linux');
  const executable = join(info.unpacked, info.executable);
  const checks = new Checks({ quiet: json });
  const figures = { version: info.version, commit: info.commit, grade: info.grade, electron: info.electron };
  const work = await mkdtemp(join(tmpdir(), 'mimecast-connector-verify-'));
  const session = await openTestSession();
  try {
    const env = { ...process.env, ...session.env };
    for (const name of Object.keys(env)) if (/^(npm_|NODE_OPTIONS|ELECTRON_)/.test(name)) delete env[name];
    const app = { path: executable, args: await launchArgs({ loadsItself: true }), env };

    await staticChecks(checks, info, executable, figures);
    await demoChecks(checks, app, work, figures);
    await checks.run('doors: Node runs nothing that is not the app', () => nodeDoorsAreShut(app, work));
    for (const name of ['--remote-debugging-port=0', '--remote-debugging-pipe']) await checks.run(`doors: ${name} is refused`, () => debuggerIsRefused(app, work, name));
    await checks.run('doors: code outside of app.asar is not started', () => looseAppIsRefused(info.unpacked, app, work));

    const deb = (await readdir(releaseFolder)).find((name) => name.endsWith('.deb'));
    await checks.run('deb: is there, within its size', async () => {
      if (deb === undefined) throw new Error('there is none: npm run package');
      figures.debMiB = mib((await stat(join(releaseFolder, deb))).size);
      return atMost(deb, figures.debMiB, budget.debMiB, 'MiB');
    });
    if (args.includes('--no-install')) figures.debInstalled = false;
    else if (deb !== undefined) await checks.run('deb: could be tried on this machine', () => checkDeb(checks, { deb: join(releaseFolder, deb), info, env, work, launch: app }));
  } finally {
    await session.close();
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
  const { results, failed } = checks;
  const report = { ok: failed.length === 0, ...figures, checks: results };
  await writeFigures(join(root, 'release', 'verify-package.json'), report);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${String(results.length - failed.length)} passed, ${String(failed.length)} failed\n`);
  return failed.length === 0 ? 0 : 1;
});
