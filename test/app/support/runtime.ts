import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** The Electron that `npm start` uses, and what this machine needs before the app's own arguments. */
export type Runtime = { readonly path: string; readonly launchArgs: readonly string[] };

/** Throws with the remedy when the app cannot be tested here. */
export function readRuntime(): Runtime {
  const record = join(root, 'node_modules/.cache/mimecast-connector/electron.json');
  if (!existsSync(record)) throw new Error(`No Electron is set up yet: ${record} is missing. Run npm start or npm test once.`);
  if (!existsSync(join(root, 'dist/main/index.js'))) throw new Error('The app is not built: run npm run build.');
  // The app under test writes secrets: they must never reach the keyring of whoever runs the tests.
  if (process.platform === 'linux' && process.env['MIMECAST_CONNECTOR_SESSION'] !== '1') {
    throw new Error('Run it in a session of its own: node scripts/with-session.mjs -- npx playwright test --project app');
  }
  return JSON.parse(readFileSync(record, 'utf8')) as Runtime;
}
