import { builtinModules } from 'node:module';

import { defineConfig } from 'vite';

const external = [
  'electron',
  // Native addons: they stay in node_modules, everything else is bundled.
  'keytar',
  'libsql',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
  // Newer than Node 20's list; present in Electron 45 and Node 24.
  'node:sqlite',
];

/** What runs under Node: one build per mode, because the sandboxed preload must be one CommonJS file. */
export const targets = ['main', 'preload', 'node'] as const;

const entries: Record<string, Record<string, string>> = {
  main: { index: 'electron/main/index.ts' },
  preload: { index: 'electron/preload/index.ts' },
  node: {
    collect: 'electron/collector/cli/collect.ts',
    normalize: 'electron/collector/cli/normalize.ts',
    'decode-worker': 'electron/collector/workers/decode-worker.ts',
    'store-worker': 'electron/collector/workers/store-worker.ts',
    'preview-worker': 'electron/collector/workers/preview-worker.ts',
    'history-worker': 'electron/collector/workers/history-worker.ts',
    simulator: 'electron/simulator/cli.ts',
    torture: 'test/torture/torture.ts',
    bench: 'test/bench/bench.ts',
    'bench-ui-host': 'test/bench/ui/host.ts',
  },
};

export default defineConfig(({ mode }) => ({
  publicDir: false,
  // Bundling for Node: no browser fields, no `process.env` replacement.
  ssr: { noExternal: true, external },
  build: {
    ssr: true,
    outDir: `dist/${mode}`,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: entries[mode] ?? {},
      external,
      output: {
        format: mode === 'preload' ? 'cjs' : 'es',
        entryFileNames: mode === 'preload' ? '[name].cjs' : '[name].js',
        chunkFileNames: 'chunk-[name]-[hash].js',
      },
    },
  },
}));
