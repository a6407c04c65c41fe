import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { builtInputs, currentInputs, stampBuild } from './lib/build-stamp.mjs';
import { entry, isEntry } from './lib/entry.mjs';
import { alone } from './lib/lock.mjs';
import { modules, root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';

async function named(what, work) {
  try {
    return await work();
  } catch (error) {
    throw new Problem(`the build of ${what} failed`, 'correct the source named above.', String(error?.message ?? error));
  }
}

/**
 * Builds dist/ with Vite: the window, then each target of vite.electron.config.ts.
 *
 * @param {{ force?: boolean }} [options] `force` builds even when the inputs are those of the last build
 * @returns {Promise<boolean>} whether it built
 * @throws {Problem}
 */
export async function buildAll({ force = false } = {}) {
  return alone(`build ${root}`, async () => {
    const hash = await currentInputs();
    if (!force && (await builtInputs()) === hash) return false;
    if (!existsSync(join(modules, 'vite'))) throw new Problem('the dependencies are not installed', 'node scripts/setup.mjs build');
    // Vite takes an environment that a test runner set for a wish: the window would be React's development build.
    process.env.NODE_ENV = 'production';
    const { build, runnerImport } = await import('vite');
    const nodeConfig = join(root, 'vite.electron.config.ts');
    const { targets } = await named('vite.electron.config.ts', async () => (await runnerImport(nodeConfig, { root, configFile: false, logLevel: 'error' })).module);
    // A build that breaks off must not pass for the last good one.
    await rm(join(root, 'dist', '.stamp'), { force: true });
    await named('the window', () => build({ configFile: join(root, 'vite.config.ts'), mode: 'production', logLevel: 'warn' }));
    for (const mode of targets) await named(mode, () => build({ configFile: nodeConfig, mode, logLevel: 'warn' }));
    await stampBuild(hash);
    return true;
  });
}

if (isEntry(import.meta.url)) {
  await entry(async () => {
    process.chdir(root);
    const built = await buildAll({ force: process.argv.includes('--force') });
    process.stderr.write(built ? 'build: dist/ is made\n' : 'build: dist/ is up to date\n');
  });
}
