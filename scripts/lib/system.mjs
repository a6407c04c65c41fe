import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readJson, readText, writeWhole } from './files.mjs';
import { sharedCache } from './paths.mjs';
import { Problem } from './problem.mjs';
import { run, tail, which } from './run.mjs';
import { step } from './say.mjs';

/**
 * What the product needs from a Linux system.
 * `purpose`: `native` builds keytar from source; `runtime` is what Electron and keytar load; `headless` stands in for a
 * desktop; `receivers` are the real programs that the tests deliver to, wanted by nobody else; `comfort` is installed
 * where that is possible and never insisted on.
 * `deb` lists the names in order of preference: releases since 2024 renamed libraries for 64-bit time (`…t64`).
 */
const requirements = [
  { purpose: 'native', deb: ['python3'], rpm: 'python3', tool: 'python3' },
  { purpose: 'native', deb: ['make'], rpm: 'make', tool: 'make' },
  { purpose: 'native', deb: ['g++'], rpm: 'gcc-c++', tool: 'g++' },
  { purpose: 'native', deb: ['pkgconf', 'pkg-config'], rpm: 'pkgconf-pkg-config', tool: 'pkg-config' },
  { purpose: 'native', deb: ['libsecret-1-dev'], rpm: 'libsecret-devel', file: ['/usr/include/libsecret-1/libsecret/secret.h'] },
  { purpose: 'runtime', deb: ['libsecret-1-0'], rpm: 'libsecret', library: 'libsecret-1.so.0' },
  { purpose: 'runtime', deb: ['libgtk-3-0t64', 'libgtk-3-0'], rpm: 'gtk3', library: 'libgtk-3.so.0' },
  { purpose: 'runtime', deb: ['libnss3'], rpm: 'nss', library: 'libnss3.so' },
  { purpose: 'runtime', deb: ['libasound2t64', 'libasound2'], rpm: 'alsa-lib', library: 'libasound.so.2' },
  { purpose: 'runtime', deb: ['libgbm1'], rpm: 'mesa-libgbm', library: 'libgbm.so.1' },
  { purpose: 'runtime', deb: ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'], rpm: 'at-spi2-atk', library: 'libatk-bridge-2.0.so.0' },
  { purpose: 'comfort', deb: ['libxss1'], rpm: 'libXScrnSaver', library: 'libXss.so.1' },
  { purpose: 'comfort', deb: ['libnotify4'], rpm: 'libnotify', library: 'libnotify.so.4' },
  { purpose: 'headless', deb: ['xvfb'], rpm: 'xorg-x11-server-Xvfb', tool: 'Xvfb' },
  { purpose: 'comfort', deb: ['xauth'], rpm: 'xorg-x11-xauth', tool: 'xauth' },
  { purpose: 'headless', deb: ['dbus'], rpm: 'dbus-daemon', tool: 'dbus-daemon' },
  { purpose: 'headless', deb: ['dbus-bin', 'dbus'], rpm: 'dbus-tools', tool: 'dbus-send' },
  { purpose: 'headless', deb: ['gnome-keyring'], rpm: 'gnome-keyring', tool: 'gnome-keyring-daemon' },
  { purpose: 'receivers', deb: ['rsyslog'], rpm: 'rsyslog', tool: 'rsyslogd' },
  {
    purpose: 'receivers',
    deb: ['rsyslog-gnutls'],
    rpm: 'rsyslog-gnutls',
    file: ['/usr/lib/x86_64-linux-gnu/rsyslog/lmnsd_gtls.so', '/usr/lib/aarch64-linux-gnu/rsyslog/lmnsd_gtls.so', '/usr/lib64/rsyslog/lmnsd_gtls.so'],
  },
  { purpose: 'receivers', deb: ['kcat', 'kafkacat'], rpm: 'kcat', tool: 'kcat' },
  { purpose: 'comfort', deb: ['dbus-x11'], rpm: 'dbus-x11', tool: 'dbus-launch' },
  { purpose: 'comfort', deb: ['xdg-utils'], rpm: 'xdg-utils', tool: 'xdg-open' },
  { purpose: 'comfort', deb: ['unzip'], rpm: 'unzip', tool: 'unzip' },
  {
    purpose: 'comfort',
    deb: ['fonts-dejavu', 'fonts-dejavu-core'],
    rpm: 'dejavu-sans-fonts',
    file: ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf', '/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf', '/usr/share/fonts/TTF/DejaVuSans.ttf'],
  },
];

async function findMissing(purposes) {
  const ldconfig = which('ldconfig');
  const listed = ldconfig === null ? null : (await run(ldconfig, ['-p'])).stdout;
  const concerned = requirements.filter(({ purpose }) => purpose !== 'receivers' || purposes.includes(purpose));
  return concerned.filter(({ tool, library, file }) => {
    if (tool !== undefined) return which(tool) === null;
    // Without a list of libraries (musl, NixOS) their absence cannot be told; the runtime will say.
    if (library !== undefined) return listed !== null && listed !== '' && !listed.includes(`\t${library} `);
    return !file.some((path) => existsSync(path));
  });
}

/** The command by which a person would install what is missing. */
function installCommand(missing) {
  if (which('apt-get') !== null) return `sudo apt-get install ${missing.map(({ deb }) => deb.at(-1)).join(' ')}`;
  if (which('dnf') !== null) return `sudo dnf install ${missing.map(({ rpm }) => rpm).join(' ')}`;
  return `install with the package manager of this system: ${missing.map(({ deb }) => deb.at(-1)).join(', ')}`;
}

const names = (missing) => missing.map(({ deb }) => deb.at(-1)).join(', ');

/** The first name of each requirement that this release of Debian or Ubuntu can install. */
async function chooseNames(missing) {
  const asked = [...new Set(missing.flatMap(({ deb }) => deb))];
  const { stdout } = await run('apt-cache', ['policy', ...asked], { env: { ...process.env, LC_ALL: 'C' } });
  const available = new Set();
  let current = '';
  for (const line of stdout.split('\n')) {
    if (/^\S.*:$/.test(line)) current = line.slice(0, -1);
    else if (/^\s+Candidate: (?!\(none\))/.test(line)) available.add(current);
  }
  return [...new Set(missing.map(({ deb }) => deb.find((name) => available.has(name))).filter((name) => name !== undefined))];
}

async function aptInstall(missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // The lists of a fresh image are empty and old ones name files that are gone; a failed update is told by the install.
  const update = await run('apt-get', ['update', '-qq'], { env });
  const chosen = await chooseNames(missing);
  if (chosen.length === 0) return update.output;
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const install = await run('apt-get', [...wait, 'install', '-y', '-qq', '--no-install-recommends', ...chosen], { env });
  return install.code === 0 ? '' : tail(update.output + install.output);
}

/**
 * Names of the Debian packages that a build of keytar from source would still need, for messages.
 */
export async function missingForNative() {
  if (process.platform !== 'linux') return [];
  return (await findMissing([])).filter(({ purpose }) => purpose === 'native').map(({ deb }) => deb.at(-1));
}

/**
 * Sees to the system packages: installs what is missing where we are root on Debian or Ubuntu, elsewhere names it.
 *
 * @param {readonly string[]} purposes what the caller cannot do without (`runtime`, `headless`, `receivers`); `native` is wanted, but
 *   insisted on only by the build of keytar itself, which may get a ready-made binary
 * @returns {Promise<boolean>} whether anything was done
 * @throws {Problem} naming the packages and the command
 */
export async function ensureSystem(purposes) {
  if (process.platform !== 'linux') return false;
  const missing = await findMissing(purposes);
  if (missing.length === 0) return false;
  const needed = (list) => list.filter(({ purpose }) => purposes.includes(purpose));

  const canInstall = process.getuid?.() === 0 && which('apt-get') !== null;
  if (!canInstall) {
    const short = needed(missing);
    if (short.length === 0) return false;
    throw new Problem(`system packages are missing: ${names(short)}`, installCommand(missing));
  }

  // What this release does not have is asked for once a day, not on every start.
  const memory = join(sharedCache(), 'system.json');
  const signature = `${(await readText('/etc/os-release')) ?? ''}${names(missing)}`;
  const remembered = await readJson(memory);
  const triedLately = remembered?.signature === signature && Date.now() - remembered.at < 24 * 3_600_000;
  if (triedLately && needed(missing).length === 0) return false;

  const output = await step(`system packages: installing ${names(missing)} (missing)`, () => aptInstall(missing));
  const left = await findMissing(purposes);
  const short = needed(left);
  if (short.length > 0) {
    throw new Problem(
      `system packages could not be installed: ${names(short)}`,
      `check the package sources of this machine, then: ${installCommand(left)}`,
      output,
    );
  }
  const signatureLeft = signature.slice(0, signature.length - names(missing).length) + names(left);
  if (left.length > 0) await writeWhole(memory, JSON.stringify({ signature: signatureLeft, at: Date.now() }));
  return true;
}
