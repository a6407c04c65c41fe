import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window. `chrome130` is the oldest Chromium the code runs on (Electron 33, the runtime the tests use). */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/window',
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: false,
    chunkSizeWarningLimit: 2000,
  },
});
