import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { readJson } from './files.mjs';
import { modules, root } from './paths.mjs';

/** Packages that are shipped as they are instead of being bundled. */
export const shippedWhole = ['keytar'];

/** `/…/node_modules/a/node_modules/@b/c/x.js` -> `a/node_modules/@b/c`, the innermost package's folder below node_modules. */
export function packageFolderOf(moduleId) {
  const clean = moduleId.replaceAll('\\', '/').replace(/^\0/, '').split('?')[0];
  const at = clean.lastIndexOf('/node_modules/');
  if (at === -1) return null;
  const parts = clean.slice(at + '/node_modules/'.length).split('/');
  const name = parts[0].startsWith('@') ? `${parts[0]}/${parts[1]}` : parts[0];
  return clean.slice(0, at + '/node_modules/'.length) + name;
}

async function modulesOfBuild(config) {
  const { build } = await import('vite');
  const made = await build({ ...config, logLevel: 'error', build: { write: false, emptyOutDir: false } });
  return [made].flat().flatMap(({ output }) => output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : [])));
}

/**
 * The third-party packages whose code is in the packages we make: what Vite put into the bundles (asked of a build that is
 * not written) and what is shipped whole. In name order, by name and version.
 *
 * @param {readonly string[]} [alsoShipped] names of further packages that are shipped as they are
 */
export async function thirdPartyPackages(alsoShipped = []) {
  const { runnerImport } = await import('vite');
  const nodeConfig = join(root, 'vite.electron.config.ts');
  const { targets } = (await runnerImport(nodeConfig, { root, configFile: false, logLevel: 'error' })).module;
  const ids = await modulesOfBuild({ configFile: join(root, 'vite.config.ts'), mode: 'production' });
  for (const mode of targets) ids.push(...(await modulesOfBuild({ configFile: nodeConfig, mode })));
  const folders = new Set(ids.map(packageFolderOf).filter((folder) => folder !== null));
  for (const name of [...shippedWhole, ...alsoShipped]) folders.add(join(modules, name));

  const found = new Map();
  for (const folder of folders) {
    const manifest = await readJson(join(folder, 'package.json'));
    if (manifest?.name === undefined) continue;
    const { name, version, license, repository } = manifest;
    found.set(`${name}@${version}`, { name, version, license: licenseOf(license ?? manifest.licenses), repository: repository?.url ?? repository ?? null, folder });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function licenseOf(declared) {
  if (typeof declared === 'string') return declared;
  if (Array.isArray(declared)) return declared.map(licenseOf).join(' OR ');
  return declared?.type ?? 'UNKNOWN';
}

async function noticesIn(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

/** The notices of those packages as one text. */
export async function thirdPartyNotices(packages) {
  const parts = ['Third-party software in Mimecast Connector', '', 'Electron and Chromium: see LICENSE.electron.txt and LICENSES.chromium.html beside the program.', ''];
  for (const { name, version, license, folder } of packages) {
    const texts = existsSync(folder) ? await noticesIn(folder) : [];
    parts.push('-'.repeat(80), `${name} ${version} (${license})`, '', ...(texts.length > 0 ? texts : [`Licence as declared in its package: ${license}`]), '');
  }
  return parts.join('\n');
}

/** Licences under which code may be shipped in a closed product: permissive ones only. */
const permissive = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Unlicense', 'CC0-1.0', 'BlueOak-1.0.0', 'Python-2.0', 'Zlib', 'WTFPL']);

/** Whether an SPDX expression leaves a permissive choice. */
export function isPermissive(expression) {
  const choices = expression.replaceAll(/[()]/g, '').split(/\s+OR\s+/);
  return choices.some((choice) => choice.split(/\s+AND\s+/).every((part) => permissive.has(part.trim())));
}
