import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { readJson, readText, writeWhole } from './files.mjs';
import { alone } from './lock.mjs';
import { checkoutCache, modules, root } from './paths.mjs';
import { Problem } from './problem.mjs';
import { npmErrors, runNpm, tail } from './run.mjs';
import { step } from './say.mjs';
import { missingForNative } from './system.mjs';

const stampPath = join(checkoutCache, 'deps.stamp');
const keytarBinary = join(modules, 'keytar', 'build', 'Release', 'keytar.node');

/** The parts of package.json that decide what npm installs: an edited script must not cost a new installation. */
const deciding = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'allowScripts'];

async function wantedStamp() {
  const lock = await readText(join(root, 'package-lock.json'));
  const manifest = await readJson(join(root, 'package.json'));
  if (lock === null || manifest === null) {
    throw new Problem('package.json or package-lock.json is missing', 'they are part of the repository: git checkout -- package.json package-lock.json');
  }
  const parts = deciding.map((name) => manifest[name] ?? null);
  const hash = createHash('sha256').update(lock).update(JSON.stringify(parts)).digest('hex');
  return `${hash} ${process.version} ${process.platform}-${process.arch}\n`;
}

/**
 * Whether node_modules, installed by someone's own `npm install`, already is what the lock file says: replacing it would
 * cost a minute and pull it away under running programs.
 */
async function alreadyMatchesLock() {
  const lock = await readJson(join(root, 'package-lock.json'));
  const installed = await readJson(join(modules, '.package-lock.json'));
  if (lock === null || installed === null) return false;
  const have = installed.packages ?? {};
  const wantedPackages = lock.packages ?? {};
  for (const [path, wanted] of Object.entries(wantedPackages)) {
    if (path === '') continue;
    const found = have[path];
    if (found === undefined) {
      if (wanted.optional === true || wanted.devOptional === true || wanted.peer === true) continue;
      return false;
    }
    if (found.version !== wanted.version || found.integrity !== wanted.integrity) return false;
  }
  return Object.keys(have).every((path) => path in wantedPackages);
}

/**
 * node-gyp would download the headers of this Node; where they lie beside it (official archives, images, distributions)
 * they are used instead, which also works on a closed network.
 */
function npmEnvironment() {
  const prefix = dirname(dirname(process.execPath));
  const headers = existsSync(join(prefix, 'include', 'node', 'node_version.h'));
  const given = process.env.npm_config_nodedir;
  return headers && !given ? { ...process.env, npm_config_nodedir: prefix } : process.env;
}

async function nativeRemedy() {
  const missing = await missingForNative();
  return missing.length === 0
    ? 'read the lines above; keytar needs a C++ compiler, python3, make and the libsecret headers.'
    : `install what building keytar needs: sudo apt-get install ${missing.join(' ')}, then run the command again.`;
}

async function install(why) {
  const result = await step(`dependencies: npm ci (${why})`, (note) => {
    let fetched = 0;
    return runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=http'], {
      cwd: root,
      env: npmEnvironment(),
      onLine: (line) => {
        if (!/npm http (fetch GET 200|cache)/.test(line)) return;
        fetched += 1;
        note(`${fetched} packages`);
      },
    });
  });
  if (result.code === 0) return;
  const said = npmErrors(result.output);
  const remedy = /keytar/.test(said)
    ? await nativeRemedy()
    : /EUSAGE|in sync/.test(result.output)
      ? 'package.json and package-lock.json disagree: run `npm install` and commit both.'
      : 'check that this machine reaches the npm registry (`npm ping`), then run the command again.';
  throw new Problem('npm ci failed', remedy, said);
}

/** npm may hold install scripts back (npm 11 asks for permission), and a change of system packages may be newer than the last install. */
async function ensureKeytar() {
  if (!existsSync(join(modules, 'keytar')) || existsSync(keytarBinary)) return false;
  const result = await step('keytar: npm rebuild (its native part is missing)', () =>
    runNpm(['rebuild', 'keytar', '--foreground-scripts'], { cwd: root, env: npmEnvironment() }),
  );
  if (result.code !== 0 || !existsSync(keytarBinary)) {
    throw new Problem('the native part of keytar could not be built', await nativeRemedy(), tail(result.output));
  }
  return true;
}

const isReady = async () => (await readText(stampPath)) === (await wantedStamp()) && existsSync(keytarBinary);

/** Whether `ensureDeps` would have to build keytar, that is, whether its build tools are wanted. */
export const needsNativeBuild = () => !existsSync(keytarBinary);

/**
 * Brings node_modules to what package-lock.json says.
 *
 * @returns {Promise<boolean>} whether anything was done
 * @throws {Problem}
 */
export async function ensureDeps() {
  if (await isReady()) return false;
  return alone(`deps ${root}`, async () => {
    const wanted = await wantedStamp();
    const found = await readText(stampPath);
    let acted = false;
    if (found !== wanted) {
      const adopted = found === null && (await alreadyMatchesLock());
      if (!adopted) {
        const why = !existsSync(modules)
          ? 'node_modules is missing'
          : found === null
            ? 'node_modules differs from package-lock.json'
            : found.split(' ')[0] === wanted.split(' ')[0]
              ? 'installed by another version of Node'
              : 'the dependencies changed';
        await install(why);
        acted = true;
      }
    }
    acted = (await ensureKeytar()) || acted;
    await mkdir(checkoutCache, { recursive: true });
    await writeWhole(stampPath, wanted);
    return acted;
  });
}
