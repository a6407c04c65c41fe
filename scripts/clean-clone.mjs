import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { npmCommand, run } from './lib/run.mjs';
import { seconds } from './lib/say.mjs';

/** Runs npm with its output shown. */
function shown(args, cwd, env) {
  const [command, all] = npmCommand(args);
  return new Promise((resolve) => {
    const child = spawn(command, all, { cwd, env, stdio: 'inherit' });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * `node scripts/clean-clone.mjs [--cold] [--keep]`: what a newcomer sees. Clones HEAD to a temporary folder and times
 * `npm start -- --demo --for 60` and `npm test`, each twice. `--cold` also starts with an empty cache of runtimes;
 * `--keep` leaves the clone.
 */
await entry(async () => {
  const options = new Set(process.argv.slice(2));
  const folder = await mkdtemp(join(tmpdir(), 'mimecast-connector-clone-'));
  const clone = join(folder, 'clone');
  const made = await run('git', ['clone', '--quiet', root, clone]);
  if (made.code !== 0) throw new Problem('the repository could not be cloned', 'commit first; the clone is made of HEAD.', made.output);
  const env = options.has('--cold') ? { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } : process.env;

  const results = [];
  for (const run of ['first', 'second']) {
    for (const args of [['start', '--', '--demo', '--for', '60'], ['test']]) {
      const begun = performance.now();
      const code = await shown(args, clone, env);
      results.push({ run, command: `npm ${args.join(' ')}`, took: seconds(performance.now() - begun), code });
    }
  }
  if (options.has('--keep')) process.stdout.write(`the clone is ${clone}\n`);
  else await rm(folder, { recursive: true, force: true });
  for (const { run, command, took, code } of results) process.stdout.write(`${run} run: ${command}: ${took}, exit code ${code}\n`);
  return results.every(({ code }) => code === 0) ? 0 : 1;
});
