import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { entry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';

const path = join(root, 'docs', 'troubleshooting.md');

const parties = { mimecast: 'Mimecast administrator', network: 'Network administrator', 'this-computer': 'Administrator of this computer', receiver: 'Administrator of the receiver' };
const heals = new Set(['transient', 'throttled']);

function section(code, { kind, party, stage, title, sentence, remedy }) {
  const who = heals.has(kind) ? `Nobody yet; if it lasts, ${parties[party]}` : parties[party];
  return `## ${title}\n\n\`${code}\`, ${stage} stage\n\n${sentence}\n\n- **Who acts:** ${who}\n- **What to do:** ${remedy}\n`;
}

/**
 * `node scripts/generate-troubleshooting.mjs [--check]`: writes docs/troubleshooting.md from the catalogue of failures, the same
 * words as in the window. With --check nothing is written; a file that is not up to date is a problem.
 */
await entry(async () => {
  const { runnerImport } = await import('vite');
  const { describeFailure, failureCodes } = (await runnerImport(join(root, 'shared/failures/catalogue.ts'), { root, configFile: false, logLevel: 'error' })).module;
  const head = '# Troubleshooting\n\nEvery message of the program, as *Help > Troubleshooting* shows it. Made from `shared/failures/catalogue.ts` and `shared/text/en/failures.ts`; do not edit.\n';
  const text = [head, ...failureCodes.map((code) => section(code, describeFailure(code)))].join('\n');
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return 0;
  if (process.argv.includes('--check')) throw new Problem('docs/troubleshooting.md is not up to date', 'node scripts/generate-troubleshooting.mjs');
  await writeFile(path, text);
  process.stderr.write('wrote docs/troubleshooting.md\n');
  return 0;
});
