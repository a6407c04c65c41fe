import { join } from 'node:path';

import { readJson } from './files.mjs';
import { root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run } from './run.mjs';

async function git(...args) {
  const asked = await run('git', args, { cwd: root });
  return asked.code === 0 ? asked.stdout.trim() : null;
}

/**
 * What a build is made of: the same for every build of one commit, wherever and whenever it is made.
 *
 * @returns {Promise<{ version: string, commit: string, dirty: boolean, epoch: number }>} `epoch`: SOURCE_DATE_EPOCH where set,
 *   else the time of the commit, in seconds; `commit` is `unknown` outside a repository
 */
export async function versionStamp() {
  const { version } = await readJson(join(root, 'package.json'));
  const commit = await git('rev-parse', 'HEAD');
  const changed = await git('status', '--porcelain', '--untracked-files=no');
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d{1,11}$/.test(given)) throw new Problem(`SOURCE_DATE_EPOCH is ${given}`, 'it takes seconds since 1970.');
  // Without either, a fixed time: today's would make each build differ.
  const epoch = Number(given ?? (await git('log', '-1', '--format=%ct')) ?? 1_767_225_600);
  return { version, commit: commit ?? 'unknown', dirty: changed !== null && changed !== '', epoch };
}
