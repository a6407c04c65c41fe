import { setTimeout as delay } from 'node:timers/promises';

/** Time as a parameter: tests hand in one they can turn. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

// Node's timers overflow above 2^31-1 ms and would fire at once.
const longestTimer = 2_147_000_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await delay(Math.min(Math.max(0, ms), longestTimer), undefined, { signal });
  },
};

/** Chance as a parameter: a number in [0, 1). */
export type Random = () => number;
export const systemRandom: Random = () => Math.random();
