import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expectNone } from '../checks.mjs';
import { readJson } from '../files.mjs';
import { root } from '../paths.mjs';
import { runNpm } from '../run.mjs';
import { isPermissive, shippedWhole, thirdPartyPackages } from '../third-party.mjs';
import { cyclonedx } from './tools.mjs';

const release = join(root, 'release');

/**
 * The rules for package-lock.json. Ours has no addresses (npm writes none with `omit-lockfile-registry-resolved`), so
 * what binds a package to its bytes is its integrity.
 */
export async function lockProblems() {
  const lock = await readJson(join(root, 'package-lock.json'));
  const manifest = await readJson(join(root, 'package.json'));
  const problems = [];
  if (lock?.lockfileVersion !== 3) problems.push(`lockfileVersion is ${String(lock?.lockfileVersion)}`);
  const packages = Object.entries(lock?.packages ?? {}).filter(([path]) => path !== '');
  for (const [path, { integrity, resolved, link, inBundle }] of packages) {
    if (link === true) problems.push(`${path} is a link`);
    if (inBundle !== true && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) problems.push(`${path} has no sha512`);
    if (resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved)) problems.push(`${path} comes from ${new URL(resolved).host}`);
  }
  for (const kind of ['dependencies', 'devDependencies']) {
    for (const [name, range] of Object.entries(manifest[kind] ?? {})) {
      if (/^(git|http|file|link|github:|npm:)|\//.test(range)) problems.push(`${name} is asked for as ${range}`);
      if (JSON.stringify(lock.packages[''][kind]?.[name]) !== JSON.stringify(range)) problems.push(`${name}: package.json and the lock differ`);
    }
  }
  return { problems, packages: packages.length };
}

/** Packages that want to run something when installed, against the list of those that may. */
export async function installScripts() {
  const lock = await readJson(join(root, 'package-lock.json'));
  const { allowScripts = {} } = await readJson(join(root, 'package.json'));
  const wanting = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path, { optional }]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 13), optional: optional === true }));
  const undecided = wanting.filter(({ name, optional }) => !(name in allowScripts) && !optional).map(({ name }) => name);
  return { undecided, allowed: Object.keys(allowScripts).filter((name) => allowScripts[name]), wanting: wanting.map(({ name }) => name) };
}

/** Writes release/sbom.cdx.json (CycloneDX) of what the lock file installs; gives the number of components. */
export async function writeSbom() {
  await mkdir(release, { recursive: true });
  const file = join(release, 'sbom.cdx.json');
  await cyclonedx(['--package-lock-only', '--output-reproducible', '--output-format', 'JSON', '--output-file', file, join(root, 'package.json')]);
  const sbom = JSON.parse(await readFile(file, 'utf8'));
  if (sbom.bomFormat !== 'CycloneDX' || !(sbom.components?.length > 0)) throw new Error('the bill of materials is empty');
  return { file, components: sbom.components.length };
}

/** Writes release/licenses.json of what is in the packages we make. */
export async function writeLicences() {
  const packages = (await thirdPartyPackages()).map(({ name, version, license, repository }) => ({ name, version, license, repository }));
  await mkdir(release, { recursive: true });
  await writeFile(join(release, 'licenses.json'), `${JSON.stringify(packages, null, 2)}\n`);
  expectNone('shipped whole, but not listed', shippedWhole.filter((name) => !packages.some((each) => each.name === name)));
  expectNone('not permissive', packages.filter(({ license }) => !isPermissive(license)).map(({ name, license }) => `${name} (${license})`));
  return packages.length;
}

/** The newest Electron that the registry has; null where it cannot be asked. */
export async function newestElectron() {
  const asked = await runNpm(['view', 'electron', 'version'], { timeoutMs: 30_000 });
  const version = asked.stdout.trim().split('\n').at(-1) ?? '';
  return asked.code === 0 && /^\d+\.\d+\.\d+$/.test(version) ? version : null;
}
