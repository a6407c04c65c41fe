import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { builtInputs, currentInputs } from './lib/build-stamp.mjs';
import { ensureDeps, needsNativeBuild } from './lib/deps.mjs';
import { ensureElectron, resolveElectron } from './lib/electron.mjs';
import { entry, isEntry } from './lib/entry.mjs';
import { root } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { run } from './lib/run.mjs';
import { seconds, step, tell } from './lib/say.mjs';
import { lacking } from './lib/session.mjs';
import { ensureSyslogNg } from './lib/syslog-ng.mjs';
import { ensureSystem } from './lib/system.mjs';

export { resolveElectron };

const everything = ['deps', 'system', 'electron', 'build'];
const oldestNode = [20, 18];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Problem(`Node ${process.versions.node} is too old`, `install Node ${oldestNode.join('.')} or newer.`);
}

/** In a process of its own: Vite's memory and its changes to the environment end with it. */
async function ensureBuild() {
  if ((await builtInputs()) === (await currentInputs())) return false;
  const why = (await builtInputs()) === null ? 'there is none yet' : 'the source changed';
  const result = await step(`build: vite (${why})`, () => run(process.execPath, [join(root, 'scripts', 'build.mjs')], { cwd: root }));
  if (result.code !== 0) throw new Problem('the build failed', 'correct the source named above.', result.output);
  return true;
}

/**
 * Brings the machine and this checkout to the point where the named things work; does only what is not done yet.
 *
 * @param {{ need?: readonly ('deps' | 'system' | 'electron' | 'build' | 'receivers')[], quiet?: boolean }} [options] `system` stands for what Electron
 *   needs from the system (a display and a keyring included), `receivers` for the programs that tests deliver to; `quiet` leaves out the line that says that nothing was to do
 * @returns {Promise<import('./lib/electron.mjs').Runtime | undefined>} the runtime, where `electron` is needed
 * @throws {Problem} with cause and remedy
 */
export async function setUp({ need = everything, quiet = false } = {}) {
  const begun = performance.now();
  checkNode();
  const needs = new Set(need);
  let acted = false;

  // First, because building keytar takes its compiler and headers from here.
  if (needs.has('system') || needs.has('electron') || needs.has('receivers') || (needs.has('deps') && needsNativeBuild())) {
    const purposes = [];
    if (needs.has('system') || needs.has('electron')) purposes.push('runtime');
    if (needs.has('system') && (await lacking()).bus) purposes.push('headless');
    if (needs.has('receivers')) purposes.push('receivers');
    acted = (await ensureSystem(purposes)) || acted;
  }
  if (needs.has('deps') || needs.has('build') || needs.has('electron')) acted = (await ensureDeps()) || acted;
  // Behind the dependencies: npm ci empties the folder in which it is written down.
  if (needs.has('receivers')) acted = (await ensureSyslogNg()) || acted;

  let runtime;
  if (needs.has('electron')) {
    const { acted: fetched, ...found } = await ensureElectron();
    runtime = found;
    if (fetched) tell(`set-up: Electron ${runtime.version} is used (${runtime.why})`);
    acted = fetched || acted;
  }
  if (needs.has('build')) acted = (await ensureBuild()) || acted;

  if (!quiet || acted) {
    const which = runtime === undefined ? '' : `, Electron ${runtime.version} (${runtime.kind})`;
    tell(acted ? `set-up: ready in ${seconds(performance.now() - begun)}${which}` : `set-up: up to date${which}`);
  }
  return runtime;
}

if (isEntry(import.meta.url)) {
  await entry(async () => {
    const asked = process.argv.slice(2).filter((name) => [...everything, 'receivers'].includes(name));
    await setUp(asked.length === 0 ? {} : { need: asked });
  });
}
