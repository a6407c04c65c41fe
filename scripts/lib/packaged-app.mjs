import { spawn } from 'node:child_process';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { tethered } from './tether.mjs';

const logTypes = ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'];

/**
 * Starts a packaged app and keeps what it says.
 *
 * @param {{ path: string, args: readonly string[], env: NodeJS.ProcessEnv, uid?: number, atMostMs: number }} app
 * @returns {Promise<{ said: () => string, ended: Promise<{ code: number | null, signal: string | null }>, firstLineMs: () => number | null, stop: () => void }>}
 */
export async function startPackaged({ path, args, env, uid, atMostMs }) {
  // setpriv would refuse to tie the child to us after the change of user, so it is one or the other.
  const [program, all] =
    uid === undefined ? await tethered(path, args) : ['setpriv', [`--reuid=${String(uid)}`, `--regid=${String(uid)}`, '--clear-groups', path, ...args]];
  const begun = performance.now();
  const child = spawn(program, all, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  let firstLine = null;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    firstLine ??= performance.now() - begun;
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const stop = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  process.once('exit', stop);
  const timer = setTimeout(stop, atMostMs);
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      said += error.message;
      resolve({ code: 127, signal: null });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve({ code, signal });
    });
  });
  return { said: () => said, ended, firstLineMs: () => firstLine, stop };
}

/** Delivered events per log type, in every block that the terminal reporter printed. */
export function deliveredIn(said) {
  return said
    .split(/^\[(?=\d\d:)/m)
    .slice(1)
    .map((block) => {
      const found = {};
      for (const logType of logTypes) {
        const figures = new RegExp(`^ +${logType} +\\S+ +(\\d+) +(\\d+) +`, 'm').exec(block);
        if (figures !== null) found[logType] = Number(figures[2]);
      }
      return found;
    });
}

/** Throws unless the delivered figures of all four log types grew and the run ended well. */
export function expectCollected(said, end) {
  if (end.code !== 0) throw new Error(`it ended with ${String(end.code ?? end.signal)}: ${said.trim().split('\n').slice(-5).join(' / ')}`);
  const blocks = deliveredIn(said);
  const first = blocks.find((block) => Object.keys(block).length > 0) ?? {};
  const last = blocks.findLast((block) => Object.keys(block).length > 0) ?? {};
  const still = logTypes.filter((logType) => !((last[logType] ?? 0) > (first[logType] ?? 0)));
  if (still.length > 0) throw new Error(`nothing more was delivered of ${still.join(', ')}: ${JSON.stringify(first)} -> ${JSON.stringify(last)}`);
  if (!said.includes('Stopped.')) throw new Error('it did not say that it stopped');
  return logTypes.map((logType) => `${logType} ${String(first[logType] ?? 0)} -> ${String(last[logType])}`).join(', ');
}

/** Everything below a folder with its mode; sockets and links of Chromium are left out. */
export async function modesBelow(folder) {
  const found = [];
  const visit = async (path) => {
    const { mode } = await lstat(path);
    found.push({ path, mode: mode & 0o777 });
    for (const item of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      const inner = join(path, item.name);
      if (item.isDirectory()) await visit(inner);
      else if (item.isFile()) {
        const stat = await lstat(inner).catch(() => null);
        if (stat !== null) found.push({ path: inner, mode: stat.mode & 0o777 });
      }
    }
  };
  await visit(folder);
  return found;
}
