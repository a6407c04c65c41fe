import { useEffect, useState } from 'react';

import type { FilterStep, FilterSteps } from './filter-steps';
import { back, forward, noted } from './filter-steps';

/** A filter that stands for so long was meant: what was typed on the way to it is no step of its own. */
const settledAfterMs = 700;

export type FilterHistory = { readonly canUndo: boolean; readonly canRedo: boolean; readonly undo: () => void; readonly redo: () => void };

/** Remembers the filters that were in force; `apply` puts one back. */
export function useFilterSteps(now: FilterStep, apply: (step: FilterStep) => void): FilterHistory {
  const [steps, setSteps] = useState<FilterSteps>({ past: [], now, future: [] });
  const { text, logTypes } = now;
  useEffect(() => {
    const timer = setTimeout(() => { setSteps((before) => noted(before, { text, logTypes })); }, settledAfterMs);
    return () => { clearTimeout(timer); };
  }, [text, logTypes]);
  const current = noted(steps, now);
  const go = (next: FilterSteps): void => {
    setSteps(next);
    if (next !== current) apply(next.now);
  };
  return { canUndo: current.past.length > 0, canRedo: current.future.length > 0, undo: () => { go(back(current)); }, redo: () => { go(forward(current)); } };
}
