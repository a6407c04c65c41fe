import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

/** Set to a folder to keep pictures of the screens that are tested. */
const folder = process.env['SHOTS'];

/** One picture for each windowful, from the top down, at most six. */
export async function picture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (let part = 1; part <= 6; part += 1) {
    const more = await page.evaluate((nth) => {
      const scroller = [...document.querySelectorAll('main, main *')].find((each) => each.scrollHeight > each.clientHeight + 40 && /auto|scroll/.test(getComputedStyle(each).overflowY));
      scroller?.scrollTo({ top: (nth - 1) * (scroller.clientHeight - 120) });
      return scroller !== undefined && scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 4;
    }, part);
    await page.screenshot({ path: join(folder, `${name}-${String(part)}.png`) });
    if (!more) return;
  }
}

/** One picture in each theme; the light one is left. */
export async function pictureInBothThemes(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled', caret: 'hide' });
  }
}

/** Whether the page itself would have to be scrolled sideways. */
export function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => [document.documentElement, ...document.querySelectorAll('main')].some((each) => each.scrollWidth > each.clientWidth));
}
