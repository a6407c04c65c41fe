import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { readJson, readText, writeWhole } from './files.mjs';
import { modules, sharedCache } from './paths.mjs';
import { run, tail } from './run.mjs';
import { step } from './say.mjs';

const home = join(modules, 'electron');

/** A machine that reaches the release server gets its first byte well within this; a closed network answers at once or never. */
const firstByteMs = 20_000;
const downloadMs = 15 * 60_000;
const rememberMs = 24 * 3_600_000;

/** The Electron release this product pins and ships. */
export async function pinnedVersion() {
  return (await readJson(join(home, 'package.json')))?.version ?? 'unknown';
}

/** Where an Electron folder keeps its executable. */
export function executableIn(folder) {
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** Path of the official executable if it has been downloaded for the pinned version, else null. */
export async function findOfficial() {
  const version = await readText(join(home, 'dist', 'version'));
  if (version?.trim().replace(/^v/, '') !== (await pinnedVersion())) return null;
  const path = executableIn(join(home, 'dist'));
  return existsSync(path) ? path : null;
}

const mirror = () => process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/';

const archiveName = (version) => `electron-v${version}-${process.platform}-${process.arch}.zip`;

/** Whether the electron package's own download cache holds the archive, so that no network is needed. */
async function isArchiveCached(version) {
  const folders = [
    process.env.electron_config_cache,
    process.env.XDG_CACHE_HOME && join(process.env.XDG_CACHE_HOME, 'electron'),
    join(homedir(), '.cache', 'electron'),
    join(homedir(), 'Library', 'Caches', 'electron'),
    process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, 'electron', 'Cache'),
  ];
  for (const folder of folders.filter(Boolean)) {
    const kept = await readdir(folder).catch(() => []);
    if (kept.some((name) => name === archiveName(version) || existsSync(join(folder, name, archiveName(version))))) return true;
  }
  return false;
}

/** Why the release server cannot be reached, or null. */
async function unreachable(version) {
  const { HTTPS_PROXY, https_proxy, ELECTRON_CUSTOM_DIR } = process.env;
  // Node's fetch uses no proxy and knows no custom layout: there only the downloader itself can tell.
  if (HTTPS_PROXY || https_proxy || ELECTRON_CUSTOM_DIR) return null;
  const server = mirror();
  try {
    const response = await fetch(`${server}v${version}/${archiveName(version)}`, {
      headers: { range: 'bytes=0-0' },
      signal: AbortSignal.timeout(firstByteMs),
    });
    await response.body?.cancel();
    return response.ok ? null : `${new URL(server).host} answered ${response.status}`;
  } catch (error) {
    const cause = error.cause?.code ?? error.cause?.message ?? error.message;
    return `${new URL(server).host} is out of reach (${error.name === 'TimeoutError' ? 'no answer in 20 s' : cause})`;
  }
}

async function download(version) {
  const cached = await isArchiveCached(version);
  if (!cached) {
    const reason = await unreachable(version);
    if (reason !== null) return reason;
  }
  const result = await run(process.execPath, [join(home, 'install.js')], { timeoutMs: downloadMs });
  if (result.code === 0 && (await findOfficial()) !== null) return null;
  if (result.timedOut) return 'the download took longer than 15 minutes';
  const said = tail(result.output).split('\n').find((line) => /error/i.test(line));
  return `the electron package could not install its binary: ${said?.trim() ?? `exit code ${result.code}`}`;
}

/**
 * Downloads the official binary through the electron package's own installer. A failure is remembered for a day, so that
 * a closed network costs its timeout once; `MIMECAST_CONNECTOR_RETRY_DOWNLOAD=1` forgets it.
 *
 * @returns {Promise<{ path: string | null, reason: string, tried: boolean }>} `reason` says why there is none
 */
export async function fetchOfficial() {
  const version = await pinnedVersion();
  const memory = join(sharedCache(), 'official-download.json');
  const key = [version, process.platform, process.arch, mirror(), process.versions.node].join(' ');
  const remembered = await readJson(memory);
  const fresh = remembered?.key === key && Date.now() - remembered.at < rememberMs;
  if (fresh && !process.env.MIMECAST_CONNECTOR_RETRY_DOWNLOAD) return { path: null, reason: remembered.reason, tried: false };

  const reason = await step(`Electron ${version}: official download (no runtime here yet)`, () => download(version));
  if (reason === null) return { path: await findOfficial(), reason: '', tried: true };
  await writeWhole(memory, JSON.stringify({ key, at: Date.now(), reason }));
  return { path: null, reason, tried: true };
}
