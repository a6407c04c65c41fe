import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

/** Between two looks at the page: by so much the figure may be too high, never too low. */
const lookEveryMs = 10;
const patienceMs = 60_000;

/**
 * Starts the real app with an empty profile and measures from the start of the process until the first screen can be used:
 * its heading is there and the page answers.
 *
 * @param {{ path: string, launchArgs: readonly string[] }} runtime
 * @returns {Promise<{ usable: number, page: number }>} ms; `page`: from when the page began to load, a part of it
 */
export async function startUp(runtime) {
  const profile = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const startedAt = Date.now();
  const child = spawn(runtime.path, [...runtime.launchArgs, '--profile', profile, '--remote-debugging-port=0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  try {
    const browser = await chromium.connectOverCDP(await debuggerOf(child));
    const page = await firstPage(browser);
    const end = startedAt + patienceMs;
    for (;;) {
      const seen = await page.evaluate(() => ({ usable: document.querySelector('main h1') !== null, at: Date.now(), from: performance.timeOrigin })).catch(() => null);
      if (seen?.usable === true) return { usable: seen.at - startedAt, page: Math.round(seen.at - seen.from) };
      if (Date.now() > end) throw new Error('no screen came up');
      await new Promise((resolve) => { setTimeout(resolve, lookEveryMs); });
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(profile, { recursive: true, force: true });
  }
}

/** The address that Chromium tells on its standard error. */
function debuggerOf(child) {
  return new Promise((resolve, reject) => {
    let told = '';
    child.stderr.on('data', (piece) => {
      told += String(piece);
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(told);
      if (found !== null) resolve(found[1]);
    });
    child.once('close', () => { reject(new Error(`the app ended early: ${told.slice(-2000)}`)); });
  });
}

async function firstPage(browser) {
  for (;;) {
    const page = browser.contexts().flatMap((context) => context.pages()).find((each) => each.url().startsWith('app://'));
    if (page !== undefined) return page;
    await new Promise((resolve) => { setTimeout(resolve, lookEveryMs); });
  }
}
