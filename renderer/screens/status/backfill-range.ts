import type { LogType } from '../../../shared/model/log-type';
import type { Zone } from '../../format/time';
import { formatDateTimeZone } from '../../format/time';

const hourMs = 3_600_000;

/** What is wrong with the moment where a backfill is to begin, in words; null when it can begin there. `at` is NaN for an empty input. */
export function pastProblem(at: number, logType: LogType, horizon: number | null, now: number, zone: Zone): string | null {
  if (Number.isNaN(at)) return 'Enter a date and time.';
  if (at >= now) return 'Choose a time in the past.';
  if (horizon === null || at >= now - horizon) return null;
  return `Mimecast keeps ${logType} for ${lengthOf(horizon)}: choose ${formatDateTimeZone(now - horizon, zone)} or later.`;
}

function lengthOf(ms: number): string {
  return ms >= 48 * hourMs ? `${String(Math.round(ms / (24 * hourMs)))} days` : `${String(Math.round(ms / hourMs))} hours`;
}
