/** Runs in the page: controls that are smaller than 24 by 24 pixels and have another one within that reach (WCAG 2.5.8). */
export function smallTargets(): string[] {
  const least = 24;
  const hidden = (element: Element): boolean => element.closest('[aria-hidden="true"], [data-tabster-dummy]') !== null;
  const controls = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [role="button"], [role="switch"], [role="separator"], [role="tab"], [role="menuitem"]')]
    .filter((element) => element.checkVisibility() && !hidden(element) && getComputedStyle(element).clipPath === 'none');
  // A check box is hit by its label as well, a separator by what reaches out of it.
  const boxOf = (element: HTMLElement): DOMRect => {
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
    const own = element.getBoundingClientRect();
    const after = getComputedStyle(element, '::after');
    if (after.content !== 'none' && after.position === 'absolute') return new DOMRect(own.x, own.y, Math.max(own.width, parseFloat(after.width) || 0), Math.max(own.height, parseFloat(after.height) || 0));
    if (label === undefined) return own;
    const other = label.getBoundingClientRect();
    return new DOMRect(Math.min(own.x, other.x), Math.min(own.y, other.y), Math.max(own.right, other.right) - Math.min(own.x, other.x), Math.max(own.bottom, other.bottom) - Math.min(own.y, other.y));
  };
  const boxes = controls.map((element) => ({ element, box: boxOf(element) })).filter(({ box }) => box.width > 1 && box.height > 1);
  const centre = (box: DOMRect): readonly [number, number] => [box.x + box.width / 2, box.y + box.height / 2];
  return boxes.filter(({ element, box }) => {
    if (box.width >= least - 0.5 && box.height >= least - 0.5) return false;
    // A link in a sentence is as high as its line.
    if (element.matches('p a, dd a, li p a')) return false;
    const [x, y] = centre(box);
    return boxes.some((other) => {
      if (other.element === element || other.element.contains(element) || element.contains(other.element)) return false;
      const dx = Math.max(other.box.left - x, 0, x - other.box.right);
      const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
      return Math.hypot(dx, dy) < least / 2;
    });
  }).map(({ element, box }) => `${element.tagName.toLowerCase()}.${element.className} ${element.getAttribute('aria-label') ?? element.textContent ?? ''}: ${box.width.toFixed(0)} × ${box.height.toFixed(0)}`);
}

/** Runs in the page: how the element with the focus shows it, or null where nothing does. `outline` and `border` in pixels. */
export function focusMark(): { readonly what: string; readonly outline: number; readonly contrast: number } | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const what = `${focused.tagName.toLowerCase()}.${focused.className} ${focused.getAttribute('aria-label') ?? (focused.textContent ?? '').slice(0, 40)}`;
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number).map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const clear = (colour: string): boolean => colour === 'transparent' || colour.endsWith(', 0)');
  const behind = (element: Element | null): string => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!clear(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  // The mark stands on the element itself, on what draws the box around it, or on an element made for it.
  const marks: { width: number; colour: string }[] = [];
  for (let at: Element | null = focused, up = 0; at !== null && up < 3; at = at.parentElement, up += 1) {
    for (const style of [getComputedStyle(at), getComputedStyle(at, '::after')]) {
      if (style.outlineStyle !== 'none' && !clear(style.outlineColor)) marks.push({ width: parseFloat(style.outlineWidth), colour: style.outlineColor });
      if (parseFloat(style.borderBottomWidth) >= 2 && style.borderBottomStyle === 'solid') marks.push({ width: parseFloat(style.borderBottomWidth), colour: style.borderBottomColor });
      for (const [, colour = '', width = '0'] of style.boxShadow.matchAll(/(rgba?\([^)]*\)) 0px 0px 0px ([\d.]+)px/g)) marks.push({ width: parseFloat(width), colour });
    }
  }
  const sibling = focused.nextElementSibling;
  if (sibling !== null && focused instanceof HTMLInputElement) {
    const style = getComputedStyle(sibling);
    if (style.outlineStyle !== 'none' && !clear(style.outlineColor)) marks.push({ width: parseFloat(style.outlineWidth), colour: style.outlineColor });
  }
  const ground = luminance(behind(focused.parentElement));
  const best = marks.map(({ width, colour }) => ({ width, contrast: (Math.max(luminance(colour), ground) + 0.05) / (Math.min(luminance(colour), ground) + 0.05) }))
    .sort((left, right) => Number(right.contrast >= 3) - Number(left.contrast >= 3) || right.width - left.width)[0];
  return { what, outline: best?.width ?? 0, contrast: best?.contrast ?? 0 };
}
