import { defineConfig } from '@playwright/test';

export default defineConfig({
  retries: 0,
  workers: 1,
  forbidOnly: true,
  outputDir: 'test-results',
  reporter: [['list']],
  timeout: 60_000,
  projects: [
    { name: 'window', testDir: 'test/window', testMatch: '**/*.spec.ts' },
    { name: 'app', testDir: 'test/app', testMatch: '**/*.spec.ts' },
    { name: 'packaged', testDir: 'test/packaged', testMatch: '**/*.spec.ts' },
  ],
});
