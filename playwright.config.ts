import { defineConfig } from '@playwright/test';

/** A window takes focus and clipboard of its display, so there are as many workers as the session has displays, and one on a desktop. */
const displays = (process.env['MIMECAST_CONNECTOR_DISPLAYS'] ?? '').split(' ').length;

export default defineConfig({
  retries: 0,
  workers: displays,
  forbidOnly: true,
  outputDir: 'test-results',
  reporter: [['list']],
  timeout: 60_000,
  // A busy machine must not turn a slow screen into a wrong one; what never comes still fails.
  expect: { timeout: 15_000 },
  projects: [
    { name: 'window', testDir: 'test/window', testMatch: '**/*.spec.ts', fullyParallel: true },
    // Its tests start the app several times and wait for polls, which a busy machine makes longer than a minute.
    { name: 'app', testDir: 'test/app', testMatch: '**/*.spec.ts', workers: 1, timeout: 120_000 },
    { name: 'packaged', testDir: 'test/packaged', testMatch: '**/*.spec.ts', workers: 1 },
  ],
});
