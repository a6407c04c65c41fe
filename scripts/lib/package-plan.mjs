import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { executableIn, findOfficial, pinnedVersion } from './electron-official.mjs';
import { modules, root, sharedCache } from './paths.mjs';
import { Problem } from './problem.mjs';

export const releaseFolder = join(root, 'release');
export const stagingFolder = join(releaseFolder, '.staging');
/** What was packaged, for the steps that follow (deb, verification). */
export const packageInfoPath = join(releaseFolder, 'package-info.json');

/**
 * What a package may be called.
 * `release`: signed, or Linux with the pinned Electron and --release. `unsigned`: the pinned Electron without a signature.
 * `development`: made with a stand-in for Electron. Only the first carries the product's own name.
 */
export const grades = {
  release: { suffix: '', fileSuffix: '' },
  unsigned: { suffix: ' (unsigned)', fileSuffix: '-unsigned' },
  development: { suffix: ' (development)', fileSuffix: '-development' },
};

/**
 * Chooses the Electron to package.
 *
 * @param {import('./electron.mjs').Runtime} runtime what set-up found for this checkout
 * @returns {Promise<{ dist: string, version: string, grade: keyof typeof grades, why: string }>}
 * @throws {Problem}
 */
export async function electronToPackage(runtime, { release }) {
  const pinned = await pinnedVersion();
  const official = await findOfficial();
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (official !== null && !override) {
    return { dist: join(modules, 'electron', 'dist'), version: pinned, grade: release ? 'release' : 'unsigned', why: `the official Electron ${pinned}` };
  }
  if (release) {
    throw new Problem(`a release is made with Electron ${pinned} only, and this machine has ${runtime.version} (${runtime.why})`, 'make it where the official Electron can be downloaded, without ELECTRON_OVERRIDE_DIST_PATH.');
  }
  // The runtime of the checkout is bound to its sources by a link; the clean one is where that was made from.
  const dist = override ?? join(sharedCache(), `electron-${runtime.version}`);
  if (!existsSync(executableIn(dist))) throw new Problem(`there is no Electron in ${dist}`, `node scripts/setup.mjs electron; the checkout uses ${dirname(runtime.path)}`);
  return { dist, version: runtime.version, grade: 'development', why: runtime.why };
}

/**
 * Where packages look for newer ones, from the environment; null: nowhere.
 *
 * @throws {Problem}
 */
export function updateAddressFrom(env) {
  const text = env.MIMECAST_CONNECTOR_UPDATE_URL ?? '';
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new Problem(`MIMECAST_CONNECTOR_UPDATE_URL is ${text.slice(0, 100)}`, 'it takes an https address without user name, the folder that the files of release/ are copied to.');
  }
  return url.href;
}

/**
 * The settings that electron-builder.yml cannot know. `base` is its content; a new object is returned.
 */
export function builderConfig(base, { grade, electron, stamp, libsqlFiles, updateAddress }) {
  const { suffix, fileSuffix } = grades[grade];
  const signed = grade === 'release';
  const productName = `${base.productName}${suffix}`;
  const executable = `${base.linux.executableName}${fileSuffix}`;
  const desktopEntry = { ...base.linux.desktop.entry, Name: productName };
  return {
    ...base,
    appId: `${base.appId}${fileSuffix}`,
    productName,
    electronVersion: electron.version,
    electronDist: electron.dist,
    files: [...base.files, ...libsqlFiles],
    extraMetadata: { name: executable, productName, buildInfo: { commit: stamp.commit, dirty: stamp.dirty, at: stamp.epoch, grade, updateAddress } },
    publish: updateAddress === null ? null : base.publish,
    forceCodeSigning: signed && process.platform !== 'linux',
    win: { ...base.win, verifyUpdateCodeSignature: signed },
    mac: { ...base.mac, ...(signed ? {} : { identity: null, notarize: false, hardenedRuntime: false }) },
    linux: { ...base.linux, executableName: executable, desktop: { entry: desktopEntry } },
  };
}

/** Files of libsql, for a runtime without node:sqlite (Electron before 35). */
export function libsqlFilesFor(electronVersion) {
  const major = Number(electronVersion.split('.')[0]);
  if (major >= 35) return [];
  return ['libsql/package.json', 'libsql/*.js', 'libsql/LICENSE', '@libsql/linux-x64-gnu/**', '@neon-rs/load/package.json', '@neon-rs/load/dist/**', 'detect-libc/package.json', 'detect-libc/lib/**'].map(
    (path) => `node_modules/${path}`,
  );
}
export const libsqlPackages = ['libsql', '@libsql/linux-x64-gnu', '@neon-rs/load', 'detect-libc'];
