import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { alone } from '../lock.mjs';
import { root, sharedCache } from '../paths.mjs';
import { npmErrors, run, runNpm, tail } from '../run.mjs';

/** Tools of the audit, apart from the product's own dependencies (electronegativity alone brings 400 packages) and from each other. */
const wanted = { electronegativity: '@doyensec/electronegativity@1.10.3', 'cyclonedx-npm': '@cyclonedx/cyclonedx-npm@6.0.1' };

const folderOf = (tool) => join(sharedCache(), 'tools', tool);
const bin = (tool) => join(folderOf(tool), 'node_modules', '.bin', tool);

/** Installs a tool once per user, without running anything of it. Throws where that is not possible. */
async function ensureTool(tool) {
  const folder = folderOf(tool);
  const marker = join(folder, '.installed');
  const isThere = async () => existsSync(marker) && (await readFile(marker, 'utf8')) === wanted[tool];
  if (await isThere()) return;
  await alone(`audit tool ${tool}`, async () => {
    if (await isThere()) return;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    const done = await runNpm(['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', wanted[tool]], { cwd: folder, timeoutMs: 300_000 });
    if (done.code !== 0) throw new Error(`unavailable, npm could not install it: ${npmErrors(done.output)}`);
    await writeFile(marker, wanted[tool]);
  });
}

export async function cyclonedx(args) {
  await ensureTool('cyclonedx-npm');
  const done = await run(bin('cyclonedx-npm'), args, { cwd: root, timeoutMs: 120_000 });
  if (done.code !== 0) throw new Error(tail(done.output, 8));
}

/**
 * electronegativity over a copy of the sources of the shell and the window, for the Electron that is shipped. Its exit
 * code says nothing, so its list is read.
 *
 * @returns {Promise<{ id: string, file: string, line: number, severity: string }[]>}
 */
export async function electronegativity(electronVersion) {
  await ensureTool('electronegativity');
  const work = await mkdtemp(join(tmpdir(), 'mimecast-connector-audit-'));
  try {
    for (const area of ['electron/main', 'electron/preload', 'renderer']) await cp(join(root, area), join(work, area), { recursive: true });
    const report = join(work, 'report.csv');
    const args = ['-i', work, '-o', report, '-v', 'false', '-e', electronVersion];
    const done = await run(bin('electronegativity'), args, { cwd: work, timeoutMs: 300_000 });
    const text = await readFile(report, 'utf8').catch(() => null);
    if (text === null) throw new Error(`unavailable, it wrote no report: ${tail(done.output, 6)}`);
    return csvRows(text)
      .slice(1)
      .map(([id = '', severity = '', , file = '', location = '']) => ({ id, severity, file: file === 'N/A' ? '' : relative(work, file).replaceAll('\\', '/'), line: Number(location.split(':')[0]) || 0 }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Rows of a CSV text with quoted cells. */
function csvRows(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== '' && cell !== undefined));
}
