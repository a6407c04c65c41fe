import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { setUp } from './setup.mjs';

/**
 * glibc keeps what large buffers were, once some of them are freed, in pieces that it seldom gives back: a long run grows by
 * a third (measured). With a fixed threshold each goes back to the system; half a megabyte leaves the many of a quarter to be
 * used again. What is fresh comes in large pages, where the system has them: clearing and mapping small ones took an eighth of
 * all CPU time. Both are read before a program starts, so they cannot be set from within. Electron brings an allocator of its own.
 */
const allocator = {
  MALLOC_MMAP_THRESHOLD_: String(512 * 1024),
  GLIBC_TUNABLES: [process.env.GLIBC_TUNABLES, 'glibc.malloc.hugetlb=1'].filter((each) => each).join(':'),
};

/** MiB for objects that die young in the main thread, which makes few of them; the 16 of V8 stay taken once a catch-up has filled them. */
const youngObjects = '--max-semi-space-size=4';

/** The same once more in a process with both set; resolves with its exit code. */
function inTunedProcess() {
  const child = spawn(process.execPath, [youngObjects, ...process.argv.slice(1)], { stdio: 'inherit', env: { ...process.env, ...allocator } });
  // What a terminal sends, it sends to both.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** `node scripts/run-node.mjs PROGRAM ARGS…`: runs dist/node/PROGRAM.js under plain Node, installed and built where needed. */
await entry(async () => {
  if (process.platform === 'linux' && process.env.MALLOC_MMAP_THRESHOLD_ === undefined) return inTunedProcess();
  const [program = ''] = process.argv.slice(2);
  if (!/^[a-z][a-z-]*$/.test(program)) throw new Problem('no program named', 'npm run collect -- --config FILE, or npm run simulator');
  await setUp({ need: ['deps', 'build'], quiet: true });
  const file = join(root, 'dist', 'node', `${program}.js`);
  if (!existsSync(file)) throw new Problem(`there is no program ${program} in dist/node`, 'node scripts/build.mjs --force');
  process.argv.splice(1, 2, file);
  await import(pathToFileURL(file).href);
  return undefined;
});
