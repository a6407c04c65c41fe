import { useLayoutEffect } from 'react';

/** What had the focus last, outside of menus: a menu is gone when its entry opens a dialog, its button is not. */
let last: HTMLElement | null = null;

/** Notes where the focus is, for as long as the window lives. */
export function followFocus(): () => void {
  const note = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target.closest('[role="menu"], [data-tabster-dummy]') === null) last = target;
  };
  document.addEventListener('focusin', note);
  return () => { document.removeEventListener('focusin', note); };
}

/** The element itself, or the heading of the screen where it is gone or cannot have the focus any more. */
function giveFocus(origin: HTMLElement | null): void {
  origin?.focus();
  if (document.activeElement === document.body) document.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
}

/**
 * For what is there as long as a dialog is open: the focus goes back to where it was before, however the dialog was opened,
 * unless something else took it in the meantime.
 */
export function useFocusBack(): void {
  useLayoutEffect(() => {
    const origin = last;
    // The dialog is still in the page here, and the kit would send the focus to the last button that opened anything.
    return () => { queueMicrotask(() => { if (document.activeElement === document.body) giveFocus(origin); }); };
  }, []);
}
