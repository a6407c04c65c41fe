import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { sharedCache } from './paths.mjs';
import { Problem } from './problem.mjs';
import { tell } from './say.mjs';

/** Longer than the slowest honest set-up (a 200 MB download on a slow line). */
const waitAtMostMs = 30 * 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function isAbandoned(folder) {
  try {
    const [host, pid] = readFileSync(join(folder, 'owner'), 'utf8').split(' ');
    return host === hostname() && !isAlive(Number(pid));
  } catch {
    // No owner yet: its maker is between two calls, or died there. A minute tells which.
    try {
      return Date.now() - statSync(folder).mtimeMs > 60_000;
    } catch {
      return false;
    }
  }
}

/**
 * Runs `work` while no other process of this user runs work of the same name.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  const locks = join(sharedCache(), 'locks');
  mkdirSync(locks, { recursive: true });
  const folder = join(locks, createHash('sha256').update(name).digest('hex').slice(0, 16));
  const until = Date.now() + waitAtMostMs;
  let told = false;
  for (;;) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(folder)) {
      rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (Date.now() > until) {
      throw new Problem('another set-up has been running for half an hour', `end it, or remove ${folder}, and try again.`);
    }
    if (!told) tell('set-up: another set-up is running, waiting for it');
    told = true;
    await sleep(200);
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    writeFileSync(join(folder, 'owner'), `${hostname()} ${process.pid}`);
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
