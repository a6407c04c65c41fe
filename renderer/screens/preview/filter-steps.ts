import type { LogType } from '../../../shared/model/log-type';

/** What narrows the list, as it can be come back to. */
export type FilterStep = { readonly text: string; readonly logTypes: readonly LogType[] };

/** The filters that were used one after the other; `now` is in force. */
export type FilterSteps = { readonly past: readonly FilterStep[]; readonly now: FilterStep; readonly future: readonly FilterStep[] };

const mostSteps = 100;

const same = (left: FilterStep, right: FilterStep): boolean => left.text === right.text && left.logTypes.join() === right.logTypes.join();

/** With a step that was taken: what was undone before is gone. */
export function noted(steps: FilterSteps, step: FilterStep): FilterSteps {
  return same(steps.now, step) ? steps : { past: [...steps.past, steps.now].slice(-mostSteps), now: step, future: [] };
}

export function back(steps: FilterSteps): FilterSteps {
  const before = steps.past.at(-1);
  return before === undefined ? steps : { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future] };
}

export function forward(steps: FilterSteps): FilterSteps {
  const [next, ...future] = steps.future;
  return next === undefined ? steps : { past: [...steps.past, steps.now], now: next, future };
}
