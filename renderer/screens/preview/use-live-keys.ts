import type { RefObject } from 'react';

import type { FilterHistory } from './use-filter-steps';
import { useShortcuts } from './use-shortcuts';

export type LiveKeys = {
  /** Off while a dialog has the keyboard. */
  readonly on: boolean;
  readonly grid: RefObject<HTMLDivElement | null>;
  readonly filterField: RefObject<HTMLInputElement | null>;
  /** Whether single letters are keys, too. */
  readonly letterKeys: boolean;
  readonly steps: FilterHistory;
  readonly onHelp: () => void;
  readonly onClear: () => void;
  readonly onPause: () => void;
  readonly onCopy: () => void;
};

/** The keys of Live Logs that work wherever the focus is; those of the list are the list's own. */
export function useLiveKeys({ on, grid, filterField, letterKeys, steps, onHelp, onClear, onPause, onCopy }: LiveKeys): void {
  useShortcuts((event) => {
    if (!on || event.altKey) return null;
    const inGrid = grid.current === document.activeElement;
    const pressed = event.key.toLowerCase();
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const withControl = event.ctrlKey || event.metaKey;
    if (!withControl) return event.key === '?' && inGrid && letterKeys ? onHelp : null;
    if (pressed === 'z' && !inField) return event.shiftKey ? steps.redo : steps.undo;
    if (event.shiftKey) return event.key === 'Delete' ? onClear : null;
    if (pressed === 'e') return onPause;
    if (pressed === 'f') return () => { filterField.current?.select(); filterField.current?.focus(); };
    if (pressed === 'c' && inGrid && (window.getSelection()?.toString() ?? '') === '') return onCopy;
    if (pressed === ']') return () => document.querySelector<HTMLElement>('[data-event-details] [role=tab]')?.focus();
    if (pressed === '[') return () => grid.current?.focus();
    return null;
  });
}
