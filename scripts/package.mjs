import { readFile, rm, mkdir, writeFile, utimes, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { builderConfig, electronToPackage, libsqlFilesFor, libsqlPackages, packageInfoPath, releaseFolder, stagingFolder, updateAddressFrom } from './lib/package-plan.mjs';
import { Problem } from './lib/problem.mjs';
import { seconds, tell } from './lib/say.mjs';
import { thirdPartyNotices, thirdPartyPackages } from './lib/third-party.mjs';
import { versionStamp } from './lib/version-stamp.mjs';
import { packageDeb } from './package-deb.mjs';
import { setUp } from './setup.mjs';

const usage = 'npm run package [-- [--release] [--installers]]';

function optionsFrom(args) {
  const unknown = args.filter((arg) => !['--release', '--installers', '--no-deb'].includes(arg));
  if (unknown.length > 0) throw new Problem(`unknown: ${unknown.join(' ')}`, usage);
  return { release: args.includes('--release'), installers: args.includes('--installers'), deb: !args.includes('--no-deb') };
}

async function baseConfig() {
  // js-yaml comes with electron-builder.
  const { load } = await import('js-yaml');
  return load(await readFile(join(root, 'electron-builder.yml'), 'utf8'));
}

/** Everything below gets the time of the commit, so that archives of two builds do not differ by it. */
async function settleTimes(folder, epoch) {
  for (const item of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) await settleTimes(path, epoch);
    if (!item.isSymbolicLink()) await utimes(path, epoch, epoch);
  }
}

async function stageNotices(libsql) {
  const packages = await thirdPartyPackages(libsql ? libsqlPackages : []);
  const folder = join(stagingFolder, 'third-party');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyNotices(packages));
  return packages.length;
}

/**
 * `npm run package`: the unpacked app of this platform in release/, with fuses set; on Linux also a .deb.
 * `--installers` makes what electron-builder.yml names instead (its tools come from GitHub); `--release` insists on the
 * pinned Electron, a clean commit and, on Windows and macOS, on signatures. Without it the product is renamed.
 */
await entry(async () => {
  const options = optionsFrom(process.argv.slice(2));
  const begun = performance.now();
  process.chdir(root);
  const runtime = await setUp({ need: ['deps', 'system', 'electron', 'build'] });
  const stamp = await versionStamp();
  if (options.release && (stamp.dirty || stamp.commit === 'unknown')) throw new Problem('a release is made from a commit without changes', 'commit or set aside what `git status` shows.');
  const electron = await electronToPackage(runtime, options);
  const libsqlFiles = libsqlFilesFor(electron.version);
  if (electron.grade !== 'release') tell(`package: NOT FOR RELEASE: ${electron.grade === 'development' ? `made with a development runtime, Electron ${electron.version} (${electron.why})` : 'unsigned'}`);

  const base = await baseConfig();
  const config = builderConfig(base, { grade: electron.grade, electron, stamp, libsqlFiles, updateAddress: updateAddressFrom(process.env) });
  await rm(releaseFolder, { recursive: true, force: true });
  const notices = await stageNotices(libsqlFiles.length > 0);
  process.env.SOURCE_DATE_EPOCH = String(stamp.epoch);
  // As a file: an object would be merged with electron-builder.yml once more.
  const configPath = join(stagingFolder, 'electron-builder.json');
  await writeFile(configPath, JSON.stringify(config, null, 2));
  const { build, Platform } = await import('electron-builder');
  const target = options.installers ? undefined : 'dir';
  await build({ targets: Platform.current().createTarget(target), config: configPath, publish: 'never', projectDir: root });

  const unpacked = join(releaseFolder, process.platform === 'linux' ? 'linux-unpacked' : process.platform === 'win32' ? 'win-unpacked' : 'mac');
  // The marker of the stand-in runtime.
  await rm(join(unpacked, '.prepared'), { force: true });
  await settleTimes(unpacked, stamp.epoch);
  const info = {
    ...stamp,
    grade: electron.grade,
    electron: electron.version,
    productName: config.productName,
    executable: config.linux.executableName,
    unpacked,
    notices,
    debDepends: base.deb.depends,
    debRecommends: base.deb.recommends,
    description: base.linux.description,
    synopsis: base.linux.synopsis,
    desktop: { ...config.linux.desktop.entry },
  };
  await writeFile(packageInfoPath, `${JSON.stringify(info, null, 2)}\n`);
  if (process.platform === 'linux' && options.deb && !options.installers) tell(`package: ${await packageDeb()}`);
  tell(`package: ${config.productName} ${stamp.version} in ${unpacked}, ${seconds(performance.now() - begun)}`);
});
