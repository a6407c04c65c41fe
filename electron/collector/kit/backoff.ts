import type { Random } from './clock';

export type BackoffSettings = {
  /** First wait, ms. */
  readonly baseMs: number;
  /** Longest wait, ms. */
  readonly capMs: number;
};

/**
 * Exponential back-off with jitter over the upper half, so that many streams that failed together do not return
 * together. `attempt` counts from 1.
 */
export function backoffMs(attempt: number, settings: BackoffSettings, random: Random): number {
  const ceiling = Math.min(settings.capMs, settings.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}
