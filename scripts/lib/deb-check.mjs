import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expectNone } from './checks.mjs';
import { expectCollected, modesBelow, startPackaged } from './packaged-app.mjs';
import { run, tail } from './run.mjs';

/** The user without rights that every Linux has; here it stands for an ordinary one. */
const nobody = 65534;

async function must(command, args) {
  const done = await run(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (done.code !== 0) throw new Error(`${command} ${args[0]} ended with ${String(done.code)}: ${tail(done.output, 6)}`);
  return done.stdout.trim();
}

const isInstalled = async (name) => (await run('dpkg-query', ['-W', '-f=${db:Status-Status}', name])).stdout.trim() === 'installed';

/** The surroundings of another user: a home, and the right to see the virtual display. */
async function homeFor(uid, work, env) {
  const home = join(work, 'home');
  await mkdir(home, { mode: 0o700 });
  await chmod(work, 0o711);
  const own = { ...env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache'), XDG_DATA_HOME: join(home, '.local/share'), XDG_RUNTIME_DIR: home };
  // Its own bus belongs to root; without one it has no keychain, and the demo needs none.
  delete own.DBUS_SESSION_BUS_ADDRESS;
  if (env.XAUTHORITY) {
    own.XAUTHORITY = join(home, '.Xauthority');
    await copyFile(env.XAUTHORITY, own.XAUTHORITY);
    await chmod(own.XAUTHORITY, 0o600);
    await chown(own.XAUTHORITY, uid, uid);
  }
  await chown(home, uid, uid);
  return { home, env: own };
}

/**
 * Installs the .deb on this machine, runs it as an ordinary user with Chromium's sandbox, removes it and looks what is
 * left. Only as root, and only where no package of that name is installed.
 */
export async function checkDeb(checks, { deb, info, env, work, launch }) {
  const name = info.executable;
  if (process.getuid?.() !== 0) throw new Error('installing a .deb needs root');
  if (await isInstalled(name)) throw new Error(`${name} is installed on this machine: remove it first, it will not be touched`);
  let files = [];
  try {
    await checks.run('deb: names its dependencies, a person to ask and no script but two', async () => {
      const control = await must('dpkg-deb', ['--field', deb]);
      for (const field of ['Package', 'Version', 'Architecture', 'Maintainer', 'Installed-Size', 'Depends', 'Section', 'Priority', 'Description']) {
        if (!new RegExp(`^${field}: \\S`, 'm').test(control)) throw new Error(`${field} is missing`);
      }
      const listed = (await must('dpkg-deb', ['--contents', deb])).split('\n');
      expectNone('not owned by root', listed.filter((line) => !/ root\/root /.test(line)));
      // d: folder, l: link (its mode means nothing).
      expectNone('writable by others', listed.filter((line) => /^[^l]....w|^[^l].{7}w/.test(line)));
      expectNone('set-user-id beside the sandbox', listed.filter((line) => /^-..s/.test(line) && !line.endsWith('/chrome-sandbox')));
    });
    await checks.run('deb: installs, twice', async () => {
      await must('dpkg', ['-i', deb]);
      await must('dpkg', ['-i', deb]);
      files = (await must('dpkg', ['-L', name])).split('\n').filter((path) => path !== '/.');
      expectNone('differs from the package', (await run('dpkg', ['--verify', name])).stdout.trim().split('\n').filter((line) => line !== ''));
      return `${String(files.length)} paths`;
    });
    await checks.run('deb: its desktop entry, icons and command are in place', async () => {
      const entry = await readFile(`/usr/share/applications/${name}.desktop`, 'utf8');
      const program = /^Exec=(\S+)/m.exec(entry)?.[1] ?? '';
      if (!existsSync(program)) throw new Error(`Exec names ${program}`);
      if (/no-sandbox/.test(entry)) throw new Error('the sandbox is switched off');
      if (!existsSync(`/usr/share/icons/hicolor/256x256/apps/${name}.png`)) throw new Error('the icon is missing');
      if (!existsSync(`/usr/bin/${name}`)) throw new Error('the command is missing');
    });
    let profile = '';
    await checks.run('deb: the installed app collects and delivers, as an ordinary user, sandboxed', async () => {
      const user = await homeFor(nobody, work, { ...env, MIMECAST_CONNECTOR_TERMINAL: '1' });
      profile = join(user.home, '.config', info.productName);
      const args = launch.args.filter((arg) => arg !== '--no-sandbox');
      const app = await startPackaged({ path: `/usr/bin/${name}`, args: [...args, '--demo', '--for', '20'], env: user.env, uid: nobody, atMostMs: 60_000 });
      const end = await app.ended;
      return expectCollected(app.said(), end);
    });
    await checks.run('deb: its profile is closed to others', async () => {
      expectNone('open', (await modesBelow(profile)).filter(({ path, mode }) => (mode & 0o077) !== 0 && !isChromiumsOwn(path)).map(({ path, mode }) => `${path} ${mode.toString(8)}`));
    });
    await checks.run('deb: removing and purging leave nothing but the profile', async () => {
      await must('dpkg', ['-r', name]);
      await must('dpkg', ['--purge', name]);
      const left = [];
      for (const path of files) {
        const found = await lstat(path).catch(() => null);
        if (found !== null && (!found.isDirectory() || path.startsWith(`/opt/${name}`) || path.includes(`/doc/${name}`))) left.push(path);
      }
      expectNone('left', left);
      if (await isInstalled(name)) throw new Error('dpkg still lists it');
      if (!existsSync(join(profile, 'logs', 'app.log'))) throw new Error('the profile of the user is gone');
    });
  } finally {
    if (await isInstalled(name)) await run('dpkg', ['--purge', name]);
  }
}

/** Written by Chromium before the app can say anything; a random number in a folder that is closed itself. */
export const isChromiumsOwn = (path) => path.endsWith('/Crashpad/client_id');

/** Leaves figures where a CI finds them. */
export const writeFigures = (path, figures) => writeFile(path, `${JSON.stringify(figures, null, 2)}\n`);
