import type { LogType } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { formatDateTimeZone } from '../../format/time';

const hourMs = 3_600_000;

/** What is wrong with the moment where a backfill is to begin, in words; null when it can begin there. `at` is NaN for an empty input. */
export function pastProblem(at: number, logType: LogType, horizon: number | null, now: number, zone: Zone): string | null {
  if (Number.isNaN(at)) return t('status.backfill.noTime');
  if (at >= now) return t('status.backfill.future');
  if (horizon === null || at >= now - horizon) return null;
  const time = formatDateTimeZone(now - horizon, zone);
  return horizon >= 48 * hourMs
    ? t('status.backfill.days', { logType, count: Math.round(horizon / (24 * hourMs)), time })
    : t('status.backfill.hours', { logType, count: Math.round(horizon / hourMs), time });
}
