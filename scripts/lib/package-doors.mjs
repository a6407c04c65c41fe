import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { startPackaged } from './packaged-app.mjs';
import { run } from './run.mjs';

/** Code that leaves a mark where it ran. */
const marking = (mark) => `require('fs').writeFileSync(${JSON.stringify(mark)}, 'ran')`;

/** Starts the app with everything that would make Node run foreign code in it; none may. Returns what was tried. */
export async function nodeDoorsAreShut(app, work) {
  const asNode = join(work, 'ran-as-node');
  const required = join(work, 'ran-required');
  const module = join(work, 'evil.cjs');
  await writeFile(module, marking(required));
  const started = await startPackaged({
    ...app,
    args: [...app.args, '-e', marking(asNode), '--inspect=127.0.0.1:0', '--inspect-brk=127.0.0.1:0', '--js-flags=--expose-gc', '--profile', join(work, 'doors'), '--for', '2'],
    env: { ...app.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${module} --inspect=127.0.0.1:0`, NODE_EXTRA_CA_CERTS: module },
    atMostMs: 30_000,
  });
  const end = await started.ended;
  // Alone, because Node would stop at the first switch of Chromium's.
  await (await startPackaged({ ...app, args: ['-e', marking(asNode), '--profile', join(work, 'doors'), '--for', '1'], env: { ...app.env, ELECTRON_RUN_AS_NODE: '1' }, atMostMs: 8_000 })).ended;
  if (existsSync(asNode)) throw new Error('ELECTRON_RUN_AS_NODE was obeyed');
  // A packaged Electron that reads the variable obeys a few options only, and says so of the others.
  if (existsSync(required) || /NODE_OPTIONs? /.test(started.said())) throw new Error('NODE_OPTIONS was read');
  if (/Debugger listening|DevTools listening/i.test(started.said())) throw new Error('a debugger listens');
  if (end.code !== 0) throw new Error(`the app itself did not run: ${String(end.code ?? end.signal)} ${started.said().slice(-300)}`);
  return 'ELECTRON_RUN_AS_NODE, NODE_OPTIONS, --inspect, --inspect-brk';
}

/** No fuse closes Chromium's debugger: the app itself must refuse to start with it. */
export async function debuggerIsRefused(app, work, switchName) {
  const started = await startPackaged({ ...app, args: [...app.args, switchName, '--profile', join(work, 'debug'), '--for', '5'], atMostMs: 20_000 });
  const end = await started.ended;
  const said = started.said();
  if (end.code !== 2) throw new Error(`it ended with ${String(end.code ?? end.signal)}, not 2`);
  if (!said.includes('is not available in this program')) throw new Error(`it did not say so: ${said.slice(-300)}`);
}

/** Code outside of app.asar is never the app, even when app.asar is gone. */
export async function looseAppIsRefused(unpacked, app, work) {
  const copy = await mkdtemp(join(work, 'loose-'));
  const linked = await run('cp', ['-al', `${unpacked}/.`, copy]);
  if (linked.code !== 0) await run('cp', ['-a', `${unpacked}/.`, copy]);
  const mark = join(work, 'ran-loose');
  await rm(join(copy, 'resources', 'app.asar'));
  for (const folder of ['app', 'default_app']) {
    await mkdir(join(copy, 'resources', folder), { recursive: true });
    await writeFile(join(copy, 'resources', folder, 'package.json'), '{"name":"loose","main":"index.js"}');
    await writeFile(join(copy, 'resources', folder, 'index.js'), `${marking(mark)}; require('electron').app.exit(0)`);
  }
  const started = await startPackaged({ ...app, path: join(copy, basename(app.path)), atMostMs: 8_000 });
  await started.ended;
  await rm(copy, { recursive: true, force: true });
  if (existsSync(mark)) throw new Error('resources/app was started');
}
