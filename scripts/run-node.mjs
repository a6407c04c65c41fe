import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { setUp } from './setup.mjs';

/**
 * `node scripts/run-node.mjs PROGRAM ARGS…`: runs dist/node/PROGRAM.js under plain Node, installed and built where needed.
 * In this very process, so that signals and the exit code are the program's own.
 */
await entry(async () => {
  const [program = ''] = process.argv.slice(2);
  if (!/^[a-z][a-z-]*$/.test(program)) throw new Problem('no program named', 'npm run collect -- --config FILE, or npm run simulator');
  await setUp({ need: ['deps', 'build'], quiet: true });
  const file = join(root, 'dist', 'node', `${program}.js`);
  if (!existsSync(file)) throw new Problem(`there is no program ${program} in dist/node`, 'node scripts/build.mjs --force');
  process.argv.splice(1, 2, file);
  await import(pathToFileURL(file).href);
});
