import { expect, test } from './support/window';
import { busyWorld } from './support/world';

test('the height of the details is the same the next time', async ({ window }) => {
  const open = async () => {
    const page = await window.open(busyWorld(), '/logs');
    await page.getByRole('row').nth(5).click();
    const separator = page.getByRole('separator', { name: 'Height of the details' });
    await expect(separator).toBeVisible();
    return { page, separator };
  };
  const first = await open();
  await first.page.evaluate(() => { localStorage.clear(); });
  const before = Number(await first.separator.getAttribute('aria-valuenow'));
  await first.separator.focus();
  for (let press = 0; press < 3; press += 1) await first.page.keyboard.press('ArrowUp');
  await expect.poll(async () => Number(await first.separator.getAttribute('aria-valuenow'))).not.toBe(before);
  const after = Number(await first.separator.getAttribute('aria-valuenow'));
  await expect.poll(() => first.page.evaluate(() => localStorage.length)).toBeGreaterThan(0);
  const second = await open();
  await expect.poll(async () => Math.abs(Number(await second.separator.getAttribute('aria-valuenow')) - after)).toBeLessThan(2);
  await second.page.evaluate(() => { localStorage.clear(); });
});
