import { expect, test } from './support/window';
import { busyWorld } from './support/world';

/** Content pixels of the smallest window at 200 and 300 %. */
for (const [width, height] of [[450, 300], [320, 256]] as const) {
  for (const path of ['/status', '/connectors', '/connectors/guide', '/connectors/edit/c1']) {
    test(`${path} can be read at ${String(width)} by ${String(height)} without scrolling sideways`, async ({ window }) => {
      const page = await window.open(busyWorld(), path, { width, height });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect.poll(() => page.evaluate(() => document.documentElement.clientWidth)).toBe(width);
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
      const cut = await page.evaluate(() => [...document.querySelectorAll('h1, button')].filter((element) => {
        const box = element.getBoundingClientRect();
        const scrolls = element.closest('[role="group"][tabindex="0"]') !== null;
        return box.width > 0 && !scrolls && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
      }).map((element) => element.textContent));
      expect(cut).toEqual([]);
      if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/size-${String(width)}${path.replaceAll('/', '-')}.png` });
    });
  }
}

test('status, connectors and the guide work in forced colours and with reduced motion', async ({ window }) => {
  await window.page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const path of ['/status', '/connectors', '/connectors/guide']) {
    const page = await window.open(busyWorld(), path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await window.expectAccessible();
    const moving = await page.evaluate(() => document.getAnimations().filter((each) => Number(each.effect?.getComputedTiming().duration ?? 0) > 1).length);
    expect(moving).toBe(0);
    if (process.env['SHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SHOTS']}/forced${path.replaceAll('/', '-')}.png` });
  }
  await window.page.emulateMedia({ forcedColors: null, reducedMotion: null });
});
