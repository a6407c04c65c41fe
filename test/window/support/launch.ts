import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import type { ElectronApplication } from '@playwright/test';
import { _electron } from '@playwright/test';

const root = resolve(import.meta.dirname, '../../..');
const appFolder = join(import.meta.dirname, 'electron-app');
const cache = join(root, 'node_modules/.cache/mimecast-connector');

type Runtime = { readonly path: string; readonly launchArgs: readonly string[] };

export type Launched = { readonly app: ElectronApplication; readonly close: () => Promise<void> };

/** Starts the Electron that `npm start` uses, with the double as its app and the built window in it, on a display and with a profile of its own. */
export async function launchWindow(worker: number): Promise<Launched> {
  const record = join(cache, 'electron.json');
  if (!existsSync(record)) throw new Error(`No Electron is set up yet: ${record} is missing. Run npm start or npm test once.`);
  if (!existsSync(join(root, 'dist/window/index.html'))) throw new Error('The window is not built: run npm run build.');
  const runtime = JSON.parse(readFileSync(record, 'utf8')) as Runtime;
  const display = process.env['MIMECAST_CONNECTOR_DISPLAYS']?.split(' ')[worker];
  const env = { ...(process.env as Record<string, string>), ...(display === undefined ? {} : { DISPLAY: display }), WINDOW_FOLDER: join(root, 'dist/window') };
  const profile = mkdtempSync(join(tmpdir(), 'mimecast-connector-window-'));
  const ownArgs = runtime.launchArgs.filter((arg) => arg.startsWith('--'));

  // A runtime without Electron's default app starts only what lies in its own resources/app: it gets a twin of hard links.
  const takesFolder = process.platform !== 'linux' || existsSync(join(dirname(runtime.path), 'resources/default_app.asar'));
  const twin = join(cache, `window-${String(process.pid)}`);
  if (!takesFolder) {
    rmSync(twin, { recursive: true, force: true });
    execFileSync('cp', ['-al', dirname(runtime.path), twin]);
    rmSync(join(twin, 'resources/app'));
    symlinkSync(appFolder, join(twin, 'resources/app'));
  }
  const app = await _electron.launch({
    executablePath: takesFolder ? runtime.path : join(twin, 'electron'),
    args: [...new Set([...ownArgs, '--disable-gpu']), `--user-data-dir=${profile}`, ...(takesFolder ? [appFolder] : [])],
    env,
    // Playwright's own default would hide the theme of the system from the window.
    colorScheme: null,
  });
  return {
    app,
    close: async () => {
      await app.close();
      // Helper processes of Chromium end a little after the app.
      for (const folder of [twin, profile]) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
