import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { root } from './paths.mjs';

/** What may be in the archive; anything else is a source, a test or a tool that slipped in. */
const inArchive = [
  /^package\.json$/,
  /^dist\/main\/(index|chunk-[\w-]+)\.js$/,
  /^dist\/preload\/index\.cjs$/,
  /^dist\/window\/index\.html$/,
  /^dist\/window\/assets\/[\w.-]+\.(js|css|woff2?|svg|png)$/,
  /^dist\/node\/((decode|store|preview|history)-worker|chunk-[\w-]+)\.js$/,
  /^electron\/resources\/[\w@-]+\.png$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md|lib\/keytar\.js|build\/Release\/keytar\.node)$/,
];
/** Development runtimes have no node:sqlite. */
const inArchiveWithLibsql = [
  /^node_modules\/libsql\/(package\.json|LICENSE|[\w-]+\.js)$/,
  /^node_modules\/@libsql\/linux-\w+-gnu\/(package\.json|index\.node|README\.md)$/,
  /^node_modules\/(@neon-rs\/load|detect-libc)\/(package\.json|(dist|lib)\/[\w-]+\.js)$/,
];
const besideArchive = [
  /^(LICENSE\.electron\.txt|LICENSES\.chromium\.html|icudtl\.dat|(snapshot_blob|v8_context_snapshot)\.bin|vk_swiftshader_icd\.json)$/,
  /^(chrome-sandbox|chrome_crashpad_handler|[\w.-]+\.pak|lib\w+\.so(\.\d+)?)$/,
  /^locales\/en-(US|GB)\.pak$/,
  /^resources\/(app\.asar|THIRD-PARTY-LICENSES\.txt)$/,
  /^resources\/app\.asar\.unpacked\/node_modules\/(keytar\/build\/Release\/keytar|@libsql\/linux-\w+-gnu\/index)\.node$/,
];

async function filesBelow(folder) {
  const found = [];
  for (const item of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (item.isDirectory()) continue;
    const path = join(item.parentPath ?? item.path, item.name);
    found.push({ path: relative(folder, path), bytes: (await stat(path)).size });
  }
  return found;
}

/**
 * The files of an unpacked app for Linux.
 *
 * @returns {Promise<{ archived: string[], alien: string[], bytes: number, archiveBytes: number, manifest: Record<string, unknown>, archive: string }>}
 *   `alien`: what should not be there
 */
export async function packageFiles(unpacked, { executable, withLibsql }) {
  const { extractFile, listPackage, statFile } = await import('@electron/asar');
  const archive = join(unpacked, 'resources', 'app.asar');
  const archived = listPackage(archive)
    .map((path) => path.replace(/^[\\/]/, '').replaceAll('\\', '/'))
    .filter((path) => !('files' in statFile(archive, path, false)));
  const allowed = withLibsql ? [...inArchive, ...inArchiveWithLibsql] : inArchive;
  const outside = await filesBelow(unpacked);
  const allowedOutside = [...besideArchive, new RegExp(`^${executable}$`)];
  const alien = [
    ...archived.filter((path) => !allowed.some((pattern) => pattern.test(path))).map((path) => `app.asar/${path}`),
    ...outside.map(({ path }) => path).filter((path) => !allowedOutside.some((pattern) => pattern.test(path))),
  ];
  return {
    archived,
    alien,
    bytes: outside.reduce((sum, file) => sum + file.bytes, 0),
    archiveBytes: (await stat(archive)).size,
    manifest: JSON.parse(extractFile(archive, 'package.json').toString('utf8')),
    archive,
  };
}

/** Texts in the bundles that betray a development build. */
export async function developmentTraces(archive, archived) {
  const { extractFile } = await import('@electron/asar');
  const found = [];
  for (const path of archived.filter((name) => /^dist\/.*\.(js|cjs|html)$/.test(name))) {
    const text = extractFile(archive, path).toString('utf8');
    for (const trace of ['sourceMappingURL=', 'react-dom-client.development', '@vite/client', root]) if (text.includes(trace)) found.push(`${path}: ${trace}`);
  }
  return found;
}

export const sha256Of = async (path) => {
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(await readFile(path)).digest('hex');
};
