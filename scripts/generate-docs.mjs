import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';

const normalizeFolder = 'electron/collector/pipeline/normalize';
const context = { id: '0123456789abcdef0123456789abcdef', connector: 'Head office' };

async function imported(name) {
  const { runnerImport } = await import('vite');
  return (await runnerImport(join(root, normalizeFolder, name), { root, configFile: false, logLevel: 'error' })).module;
}

async function documents() {
  const describe = await imported('describe/index.ts');
  return { 'docs/mapping.md': describe.mappingDocument(), 'docs/dnif/mimecast-extractor.yaml': describe.dnifExtractor(), 'docs/dnif/README.md': describe.dnifReadme() };
}

/** What each raw fixture is in each model. To be read before it is committed: it is the test's idea of right. */
async function fixtures() {
  const { normalizeAs, mappingTables } = await imported('normalize.ts');
  const files = {};
  for (const logType of Object.keys(mappingTables)) {
    const folder = join('test/fixtures', logType);
    for (const name of (await readdir(join(root, folder))).filter((one) => one.endsWith('.raw.json'))) {
      const raw = JSON.parse(await readFile(join(root, folder, name), 'utf8'));
      for (const model of ['dnif', 'ecs', 'ocsf']) {
        files[join(folder, name.replace('.raw.json', `.${model}.json`))] = `${JSON.stringify(normalizeAs(model, raw, { ...context, logType }), null, 2)}\n`;
      }
    }
  }
  return files;
}

/**
 * `node scripts/generate-docs.mjs [--fixtures] [--check]`: prints docs/mapping.md and docs/dnif/ from the mapping tables; with
 * --fixtures also the models' side of test/fixtures. With --check nothing is written; a file that is not up to date is a problem.
 */
await entry(async () => {
  const files = { ...(await documents()), ...(process.argv.includes('--fixtures') ? await fixtures() : {}) };
  const old = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    if ((await readFile(path, 'utf8').catch(() => null)) === text) continue;
    old.push(name);
    if (process.argv.includes('--check')) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    process.stderr.write(`wrote ${name}\n`);
  }
  if (process.argv.includes('--check') && old.length > 0) throw new Problem(`not up to date: ${old.join(', ')}`, 'node scripts/generate-docs.mjs');
});
