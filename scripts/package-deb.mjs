import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

import { entry, isEntry } from './lib/entry.mjs';
import { readJson } from './lib/files.mjs';
import { packageInfoPath, releaseFolder } from './lib/package-plan.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { run, which } from './lib/run.mjs';

const architectures = { x64: 'amd64', arm64: 'arm64' };
const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512];

/** `1.2.0-beta.1` sorts before `1.2.0` for dpkg when the hyphen is a tilde. */
export const debVersion = (version) => version.replace('-', '~');

/** Text of an XDG desktop entry. */
export function desktopEntry({ desktop, productName, executable }) {
  const lines = { Type: 'Application', ...desktop, Exec: `/opt/${executable}/${executable} %U`, Icon: executable, Terminal: 'false', StartupNotify: 'true', StartupWMClass: productName };
  return `[Desktop Entry]\n${Object.entries(lines).map(([key, value]) => `${key}=${value}\n`).join('')}`;
}

/** The control file. `kib` is the installed size. */
export function controlFile({ executable, version, debDepends, debRecommends, synopsis, description, productName, grade }, { architecture, kib, maintainer }) {
  const warning = grade === 'release' ? [] : [' .', ` This package is marked "${grade}": it is not a release of the product.`];
  return [
    `Package: ${executable}`,
    `Version: ${debVersion(version)}`,
    `Architecture: ${architecture}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${String(kib)}`,
    `Depends: ${debDepends.join(', ')}`,
    `Recommends: ${debRecommends.join(', ')}`,
    'Section: net',
    'Priority: optional',
    `Description: ${productName}: ${synopsis[0].toLowerCase()}${synopsis.slice(1)}`,
    ` ${description}`,
    ...warning,
    '',
  ].join('\n');
}

/**
 * The desktop learns of new and removed entries. Nothing here depends on what was there before, so that an interrupted
 * installation is repaired by running it again. Profiles of users are never touched, not even by a purge: they hold events.
 */
const refresh = `#!/bin/sh
set -e
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true; fi
exit 0
`;

async function* walk(folder) {
  for (const item of (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, item.name);
    yield { path, item };
    if (item.isDirectory()) yield* walk(path);
  }
}

function md5(path) {
  return new Promise((resolve, reject) => {
    const hash = createHash('md5');
    createReadStream(path).on('data', (chunk) => hash.update(chunk)).on('error', reject).on('end', () => resolve(hash.digest('hex')));
  });
}

async function put(tree, path, content, mode = 0o644) {
  const target = join(tree, path);
  await mkdir(join(target, '..'), { recursive: true });
  await writeFile(target, content);
  await chmod(target, mode);
}

async function fill(tree, info) {
  const { executable } = info;
  const home = join(tree, 'opt', executable);
  await cp(info.unpacked, home, { recursive: true, verbatimSymlinks: true });
  await put(tree, `usr/share/applications/${executable}.desktop`, desktopEntry(info));
  for (const size of iconSizes) {
    const target = join(tree, `usr/share/icons/hicolor/${String(size)}x${String(size)}/apps`);
    await mkdir(target, { recursive: true });
    await cp(join(root, `build/icons/${String(size)}x${String(size)}.png`), join(target, `${executable}.png`));
  }
  await put(tree, `usr/share/doc/${executable}/copyright`, `${info.productName} ${info.version}, commit ${info.commit}\nThird-party software: /opt/${executable}/resources/THIRD-PARTY-LICENSES.txt\n`);
  await mkdir(join(tree, 'usr/bin'), { recursive: true });
  await symlink(`/opt/${executable}/${executable}`, join(tree, 'usr/bin', executable));
  for await (const { path, item } of walk(tree)) {
    if (item.isSymbolicLink()) continue;
    const isProgram = item.isDirectory() || ((await stat(path)).mode & 0o111) !== 0;
    await chmod(path, isProgram ? 0o755 : 0o644);
  }
  // Chromium's second way to its sandbox, for kernels that keep user namespaces from ordinary users. Never --no-sandbox.
  await chmod(join(home, 'chrome-sandbox'), 0o4755);
}

/**
 * Builds a .deb from the unpacked app in release/ with dpkg-deb alone. Its bytes depend on the commit only.
 *
 * @returns {Promise<string>} its path
 * @throws {Problem}
 */
export async function packageDeb() {
  const info = await readJson(packageInfoPath);
  if (info === null) throw new Problem('there is nothing to make a .deb of', 'npm run package');
  if (which('dpkg-deb') === null) throw new Problem('dpkg-deb is missing', 'it is in the package dpkg of Debian and Ubuntu.');
  const architecture = architectures[process.arch];
  const work = await mkdtemp(join(tmpdir(), 'mimecast-connector-deb-'));
  try {
    const tree = join(work, 'tree');
    await mkdir(tree, { mode: 0o755 });
    await fill(tree, info);
    let bytes = 0;
    const sums = [];
    const all = [];
    for await (const { path, item } of walk(tree)) {
      all.push({ path, item });
      if (!item.isFile()) continue;
      bytes += (await stat(path)).size;
      sums.push(`${await md5(path)}  ${relative(tree, path)}\n`);
    }
    const maintainer = process.env.MIMECAST_CONNECTOR_MAINTAINER ?? 'Mimecast Connector <mimecast-connector@localhost>';
    await put(tree, 'DEBIAN/control', controlFile(info, { architecture, kib: Math.ceil(bytes / 1024), maintainer }));
    await put(tree, 'DEBIAN/md5sums', sums.join(''));
    for (const script of ['postinst', 'postrm']) await put(tree, `DEBIAN/${script}`, refresh, 0o755);
    await chmod(join(tree, 'DEBIAN'), 0o755);
    // Links have times, too, but dpkg-deb takes the earlier of them and SOURCE_DATE_EPOCH for all.
    for (const { path, item } of all) if (!item.isSymbolicLink()) await utimes(path, info.epoch, info.epoch);

    const file = join(releaseFolder, `${info.executable}_${debVersion(info.version)}_${architecture}.deb`);
    // A release is compressed well; a build for trying out is made in a third of the time.
    const level = info.grade === 'release' ? '-z6' : '-z1';
    const made = await run('dpkg-deb', ['--root-owner-group', '-Zxz', level, '--build', tree, file], { env: { ...process.env, SOURCE_DATE_EPOCH: String(info.epoch) } });
    if (made.code !== 0) throw new Problem('dpkg-deb failed', 'see the lines above.', made.output);
    return file;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (isEntry(import.meta.url)) {
  await entry(async () => {
    process.stdout.write(`${await packageDeb()}\n`);
  });
}
