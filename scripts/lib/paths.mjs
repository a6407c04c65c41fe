import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of this checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const modules = join(root, 'node_modules');

/** What belongs to this checkout only; `npm ci` throws it away, so everything in it must be cheap to make again. */
export const checkoutCache = join(modules, '.cache', 'mimecast-connector');

/** Where set-up writes the runtime it chose, for the tests to read. */
export const electronRecord = join(checkoutCache, 'electron.json');

/** Where set-up writes the syslog-ng that it found or unpacked, for the tests to read. */
export const syslogNgRecord = join(checkoutCache, 'syslog-ng.json');

function userCacheRoot() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32' && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  return join(homedir(), '.cache');
}

let shared;

/**
 * The folder several checkouts of one user share (large, slow to fetch). Falls back to the checkout's own cache where
 * the home folder cannot be written, as in some containers.
 */
export function sharedCache() {
  if (shared !== undefined) return shared;
  const wanted = join(userCacheRoot(), 'mimecast-connector');
  try {
    mkdirSync(wanted, { recursive: true });
    shared = wanted;
  } catch {
    shared = join(checkoutCache, 'shared');
    mkdirSync(shared, { recursive: true });
  }
  return shared;
}

/**
 * Where `npm start` on a machine without a desktop keeps its keyring. Data, not cache: a cache may be emptied at any
 * time, and the secrets would be gone with it.
 */
export function keyringFolder() {
  const data = process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share');
  return join(data, 'mimecast-connector', 'headless-keyring');
}
