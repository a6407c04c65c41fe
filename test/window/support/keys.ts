import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

type Role = 'button' | 'checkbox' | 'combobox' | 'link' | 'menuitem' | 'radio' | 'switch' | 'textbox';

/** Presses Tab until the control has the focus; a mouse is never used. */
export async function tabTo(page: Page, role: Role, name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) });
  await expect(target.first()).toBeVisible();
  // What lies before the focus is reached backwards: the window has no end that Tab would turn at.
  for (const [key, most] of [['Tab', 40], ['Shift+Tab', 80]] as const) {
    for (let presses = 0; presses < most; presses += 1) {
      if (await target.first().evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press(key);
    }
  }
  throw new Error(`Tab does not reach ${role} ${String(name)}`);
}

/** Goes to the control by keys and presses it. */
export async function pressOn(page: Page, role: Role, name: string | RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, role, name);
  await page.keyboard.press(key);
}

/** Goes to the field by keys and types into it, instead of what is there. */
export async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, 'textbox', name);
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}
