import type { BackfillStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';

/** "past 42 %", "past paused at 42 %": how far the read of the past has come, in the width of a badge. */
export function backfillWords({ state, progress }: BackfillStatus): string {
  if (progress === null) return t(state === 'paused' ? 'status.backfill.badge.paused' : 'status.backfill.badge.reading');
  return t(state === 'paused' ? 'status.backfill.badge.pausedAt' : 'status.backfill.badge.readingAt', { percent: Math.floor(progress * 100) });
}
