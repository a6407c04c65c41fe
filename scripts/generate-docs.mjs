import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';

/**
 * `node scripts/generate-docs.mjs [--check]`: prints docs/mapping.md and docs/dnif/ from the mapping tables. With --check
 * nothing is written; a file that is not up to date is a problem.
 */
await entry(async () => {
  const { runnerImport } = await import('vite');
  const { module } = await runnerImport(join(root, 'electron/collector/pipeline/normalize/describe/index.ts'), { root, configFile: false, logLevel: 'error' });
  const files = {
    'docs/mapping.md': module.mappingDocument(),
    'docs/dnif/mimecast-extractor.yaml': module.dnifExtractor(),
    'docs/dnif/README.md': module.dnifReadme(),
  };
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
