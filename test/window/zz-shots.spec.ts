import { test } from './support/window';
import { busyWorld } from './support/world';
test('shots', async ({ window }) => {
  const world = busyWorld();
  for (const part of ['troubleshooting', 'diagnostics', 'log', 'storage', 'changes']) {
    const page = await window.open(world, `/help/${part}`, { width: 1280, height: 800 });
    if (part === 'diagnostics') await page.getByRole('button', { name: 'Run diagnostics' }).click();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/d-help-${part}.png` });
  }
});
