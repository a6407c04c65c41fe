import { mkdirSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { expect, test } from './support/window';
import type { World } from './support/world';
import { busyWorld } from './support/world';

const shots = process.env['SHOTS'];
const at = Date.parse('2026-11-22T14:52:03Z');

async function opened(window: { open(world: World, route: string, size?: { width: number; height: number }): Promise<Page> }, world: World): Promise<Page> {
  const page = await window.open(world, '/logs', { width: 1440, height: 900 });
  await page.locator('[role=row][data-seq="400"]').click();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Event details' }).getByRole('tab', { name: 'Delivery' }).click();
  return page;
}

for (const scheme of ['light', 'dark'] as const) {
  test(`what the books say of one event stands under Delivery, accessible in ${scheme}`, async ({ window }) => {
    await window.page.emulateMedia({ colorScheme: scheme });
    const world = busyWorld();
    world.trail = {
      complete: true,
      batches: [
        {
          batch: 88_121, spooledAt: at,
          outputs: [
            { outputId: 'o1', passage: 'refused', at: at + 4000, refusal: { id: 903, code: 'OUT-REFUSED', detail: 'field not allowed' } },
            { outputId: 'o2', passage: 'acknowledged', at: at + 5000, refusal: null },
            { outputId: '0b1d9f0c-aaaa', passage: 'filtered', at: at + 5000, refusal: null },
          ],
        },
        { batch: 88_400, spooledAt: at + 60_000, outputs: [{ outputId: 'o1', passage: 'sending', at: null, refusal: null }] },
      ],
    };
    const page = await opened(window, world);
    const trail = page.getByRole('region', { name: 'Ledger of this event' });
    const facts = trail.getByRole('listitem');
    await expect(facts.nth(0)).toContainText('Fetched and on disk22 Nov 2026, 14:52:03 UTC, in batch 88,121.');
    await expect(facts.nth(1)).toContainText(/Refused, 22 Nov 2026, 14:52:07 UTC: field not allowed \(entry 903 in Quarantine\)/);
    await expect(facts.nth(2)).toContainText('Acknowledged, 22 Nov 2026, 14:52:08 UTC.');
    await expect(facts.nth(3)).toContainText(/Deleted output 0b1d…aaaa.*Left out by the filter/s);
    await expect(facts.nth(4)).toContainText('Tried again from Quarantine');
    await expect(facts.nth(5)).toContainText('Is being sent now.');
    if (shots !== undefined) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: `${shots}/trail-${scheme}.png` });
    }
    await window.expectAccessible();
  });
}

test('what is not known any more is said, not guessed', async ({ window }) => {
  const page = await opened(window, busyWorld());
  await expect(page.getByText(/^Not known any more: the ids of the latest 786,432 events/)).toBeVisible();
});
