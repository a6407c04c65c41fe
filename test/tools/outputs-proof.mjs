import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createServer } from 'vite';

import { setUp } from '../../scripts/setup.mjs';

/**
 * `node test/tools/outputs-proof.mjs [--events 100000] [--kills 3] [--only kafka,file]`: every output with its receiver.
 * Prints one JSON line per output and ends with 1 when an acknowledged one misses or invents an event; what a best-effort one
 * lost is in its line.
 */
await setUp({ need: ['deps', 'receivers'], quiet: true });
const folder = dirname(fileURLToPath(import.meta.url));
// Only to run TypeScript: nothing listens.
const vite = await createServer({
  root: join(folder, '..', '..'),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { proveOutputs } = await vite.ssrLoadModule(join(folder, 'outputs-proof.ts'));
process.exit(await proveOutputs(process.argv.slice(2)));
