import { mkdirSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { helpParts, outputTypes } from '../../renderer/routes';
import { ledgerRows, quarantineWorld } from './support/ledger-samples';
import { focusMark, smallTargets } from './support/measures';
import { hitSample, overviewSample } from './support/overview-samples';
import { expect, test } from './support/window';
import type { World } from './support/world';

const isWeak = ({ outline, contrast }: { readonly outline: number; readonly contrast: number }): boolean => outline < 2 || contrast < 3;

/** Set to a folder to keep a picture of every screen. */
const shots = process.env['SHOTS'];
if (shots !== undefined) mkdirSync(shots, { recursive: true });

const screens = [
  '/welcome', '/status', '/overview', '/watch', '/logs', '/ledger', '/quarantine', '/connectors', '/connectors/guide', '/connectors/new', '/connectors/edit/c1',
  '/outputs', ...outputTypes.map((type) => `/outputs/new/${type}`), '/outputs/edit/o1', '/settings', ...helpParts.map((part) => `/help/${part}`),
];

function fullWorld(): World {
  const world = quarantineWorld();
  world.overview = (range) => overviewSample(range);
  world.ledger = ledgerRows(24);
  world.hits = [hitSample()];
  return world;
}

/** Content pixels of the smallest window at 200 and 300 %. */
for (const [width, height] of [[450, 300], [320, 256]] as const) {
  for (const path of screens) {
    test(`${path} can be read at ${String(width)} by ${String(height)} without scrolling sideways`, async ({ window }) => {
      const page = await window.open(fullWorld(), path, { width, height });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect.poll(() => page.evaluate(() => document.documentElement.clientWidth)).toBe(width);
      // The window itself, and the part of it in which the screen scrolls.
      for (const frame of ['html', 'main > *']) {
        await expect.poll(() => page.evaluate((selector) => [...document.querySelectorAll(selector)].map((element) => element.scrollWidth - element.clientWidth), frame), frame).toEqual([0]);
      }
      const cut = await page.evaluate(() => [...document.querySelectorAll('h1, h2, p, dd, button, input, select, a[href]')].filter((element) => {
        const box = element.getBoundingClientRect();
        const scrolls = element.closest('[role="group"][tabindex="0"], [role="grid"]') !== null;
        return box.width > 0 && !scrolls && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
      }).map((element) => element.outerHTML.slice(0, 200)));
      if (shots !== undefined) await page.screenshot({ path: `${shots}/size-${String(width)}${path.replaceAll('/', '-')}.png` });
      expect(cut).toEqual([]);
    });
  }
}

/** What has too weak a mark of the focus, at most five: of all stops of Tab, or of the 45 behind the heading. */
async function weakMarks(page: Page): Promise<string[]> {
  const heading = page.getByRole('heading', { level: 1 });
  await heading.focus();
  await expect(heading).toBeFocused();
  await page.keyboard.press('Tab');
  const first = await page.evaluateHandle(() => document.activeElement);
  const weak = new Set<string>();
  for (let step = 0; step < 45 && weak.size < 5; step += 1) {
    // The kit draws its mark some frames after the focus has moved, later on a busy machine: what stays weak is weak.
    let mark = await page.evaluate(focusMark);
    for (let frame = 0; frame < 60 && mark !== null && isWeak(mark); frame += 1) {
      await page.evaluate(() => new Promise((done) => { requestAnimationFrame(done); }));
      mark = await page.evaluate(focusMark);
    }
    if (mark !== null && isWeak(mark)) weak.add(`${mark.what}: ${mark.outline.toFixed(1)} px, ${mark.contrast.toFixed(1)}:1`);
    await page.keyboard.press('Tab');
    if (await page.evaluate((element) => element === document.activeElement, first)) break;
  }
  return [...weak];
}

for (const path of screens) {
  test(`${path} works in forced colours and with reduced motion, is easy to hit, and shows its focus in light and dark`, async ({ window }) => {
    await window.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    const page = await window.open(fullWorld(), path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (shots !== undefined) await page.screenshot({ path: `${shots}/forced${path.replaceAll('/', '-')}.png` });
    await window.expectAccessible();
    const moving = await page.evaluate(() => document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().duration ?? 0) > 1).length);
    expect.soft(moving, 'moves').toBe(0);
    await page.emulateMedia({ forcedColors: null, reducedMotion: null });
    expect.soft(await page.evaluate(smallTargets), 'smaller than 24 by 24 pixels, and close to another').toEqual([]);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect.soft(await weakMarks(page), `the focus is not seen, ${colorScheme}`).toEqual([]);
    }
  });
}

for (const scheme of ['light', 'dark'] as const) {
  test(`lines and texts are stronger where the system asks for more contrast, ${scheme}`, async ({ window }) => {
    const lineOf = (): Promise<string> => window.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--line') + getComputedStyle(document.querySelector('button') ?? document.body).borderTopColor);
    await window.page.emulateMedia({ colorScheme: scheme });
    const page = await window.open(fullWorld(), '/overview');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const usual = await lineOf();
    await page.emulateMedia({ contrast: 'more' });
    await expect.poll(lineOf).not.toBe(usual);
    for (const path of ['/overview', '/status', '/logs', '/settings']) {
      await window.open(fullWorld(), path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (shots !== undefined) await page.screenshot({ path: `${shots}/contrast-${scheme}${path.replaceAll('/', '-')}.png` });
      await window.expectAccessible();
    }
    await page.emulateMedia({ contrast: null });
  });
}
