import type { BackfillStatus } from '../../../shared/model/collection';

/** "past 42 %", "past paused at 42 %": how far the read of the past has come, in the width of a badge. */
export function backfillWords({ state, progress }: BackfillStatus): string {
  const reached = progress === null ? '' : ` ${String(Math.floor(progress * 100))} %`;
  return state === 'paused' ? `past paused${reached === '' ? '' : ` at${reached}`}` : reached === '' ? 'reading past' : `past${reached}`;
}
