import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { fingerprint, readText, writeWhole } from './files.mjs';
import { root } from './paths.mjs';

const stampPath = join(root, 'dist', '.stamp');

const inputs = ['electron', 'renderer', 'shared', 'test/torture', 'test/bench', 'test/receivers', 'test/support', 'vite.config.ts', 'vite.electron.config.ts', 'tsconfig.json', 'package-lock.json', 'scripts/build.mjs'];

/** What the build would be made of now. */
export const currentInputs = () => fingerprint(root, inputs);

const results = ['main/index.js', 'preload/index.cjs', 'window/index.html'];

/** What the build in dist/ was made of, or null where there is none or part of it was removed. */
export async function builtInputs() {
  return results.every((name) => existsSync(join(root, 'dist', name))) ? readText(stampPath) : null;
}

export const stampBuild = (hash) => writeWhole(stampPath, hash);
