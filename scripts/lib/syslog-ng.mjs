import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { readJson, writeWhole } from './files.mjs';
import { alone } from './lock.mjs';
import { sharedCache, syslogNgRecord } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run, tail, which } from './run.mjs';
import { step } from './say.mjs';

const debian = 'syslog-ng-core';
const remedy = `make the package ${debian} known to this machine (sudo apt-get update), or install syslog-ng`;

/** Packages that installing it would bring, itself among them; its conflict with rsyslog does not matter, nothing is installed. */
async function packages() {
  const ask = () => run('apt-get', ['-s', 'install', '--no-install-recommends', debian], { env: { ...process.env, LC_ALL: 'C' } });
  let { code, stdout, output } = await ask();
  if (code !== 0 && process.getuid?.() === 0) {
    await run('apt-get', ['update', '-qq']);
    ({ code, stdout, output } = await ask());
  }
  const names = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  if (code !== 0 || !names.includes(debian)) throw new Problem(`syslog-ng cannot be had: apt-get does not offer ${debian}`, remedy, tail(output));
  return names;
}

/** Downloads and unpacks into `folder`; whole or not at all. */
async function unpack(folder) {
  const work = await mkdtemp(`${folder}.`);
  try {
    const names = await packages();
    // Root hands a download to the user _apt, who cannot write here; that is only a warning.
    const fetched = await run('apt-get', ['download', '-qq', ...names], { cwd: work });
    const files = (await readdir(work)).filter((name) => name.endsWith('.deb'));
    if (files.length !== names.length) throw new Problem('syslog-ng could not be downloaded', 'check the package sources and the network of this machine.', tail(fetched.output));
    const root = join(work, 'root');
    for (const file of files) {
      const { code, output } = await run('dpkg-deb', ['-x', join(work, file), root]);
      if (code !== 0) throw new Problem(`${file} could not be unpacked`, 'check the space left on the disk.', tail(output));
    }
    await rename(root, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Folders below `folder` with libraries. */
async function libraryFolders(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return [...new Set(entries.filter(({ name }) => /\.so(\.\d+)*$/.test(name)).map(({ parentPath }) => parentPath))].sort();
}

/**
 * Sees to a syslog-ng that tests can start, and writes down where it is. Installed, it would push rsyslog out: so where it is not
 * there, its packages are unpacked beside the system.
 *
 * @returns {Promise<boolean>} whether anything was done
 * @throws {Problem} where it cannot be had
 */
export async function ensureSyslogNg() {
  if (process.platform !== 'linux') return false;
  if (await isKnown()) return false;
  // Checkouts share the folder: the second finds what the first has made.
  return alone('syslog-ng', find);
}

async function isKnown() {
  const known = await readJson(syslogNgRecord);
  return known !== null && existsSync(known.program);
}

async function find() {
  const installed = which('syslog-ng');
  if (installed !== null) {
    await writeWhole(syslogNgRecord, JSON.stringify({ program: installed, libraries: [], modules: null }));
    return true;
  }
  if (which('apt-get') === null || which('dpkg-deb') === null) throw new Problem('syslog-ng is missing, and this system has no apt-get to fetch it with', 'install syslog-ng with the package manager of this system.');
  const folder = join(sharedCache(), 'syslog-ng');
  const program = join(folder, 'usr', 'sbin', 'syslog-ng');
  if (!existsSync(program)) {
    await mkdir(sharedCache(), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await step('syslog-ng: unpacking its packages beside the system', () => unpack(folder));
  }
  const libraries = await libraryFolders(folder);
  const modules = libraries.find((each) => /\/syslog-ng\/\d+\.\d+$/.test(each)) ?? null;
  await writeWhole(syslogNgRecord, JSON.stringify({ program, libraries, modules }));
  return true;
}
