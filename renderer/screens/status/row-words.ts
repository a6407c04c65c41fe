import type { StreamStatus } from '../../../shared/model/collection';
import type { Condition } from '../../../shared/model/condition';
import { rateLimitEnds } from '../../../shared/model/condition';
import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { formatHour } from '../../format/time';
import { conditionWords } from '../../format/words';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The word for the state of a row; a rate limit and a pause are named with the time of their end. */
export function stateWord(stream: StreamStatus, condition: Condition, zone: Zone): string {
  if (condition === 'paused' && stream.pausedUntil != null) return t('status.pausedOne.until', { time: formatHour(stream.pausedUntil, zone) });
  const ends = condition === 'rate-limited' ? rateLimitEnds(stream) : null;
  return ends === null ? conditionWords[condition] : t('status.rateLimitedUntil', { time: formatHour(ends, zone) });
}

/** "SIEM, Active, last event 2 minutes ago": the row in one sentence, for whoever hears it. */
export function spokenRow(stream: StreamStatus, state: string, now: number): string {
  const lastEvent = stream.lastEventAt === null ? t('status.row.noEvent') : t('status.row.lastEvent', { ago: spokenAgo(now - stream.lastEventAt) });
  return t('status.row.spoken', { logType: stream.logType, state, lastEvent });
}

/** "2 minutes ago", without the short forms that a voice would spell. */
function spokenAgo(ms: number): string {
  const span = Math.max(0, ms);
  if (span < minuteMs) return t('status.row.seconds', { count: Math.floor(span / 1000) });
  if (span < hourMs) return t('status.row.minutes', { count: Math.floor(span / minuteMs) });
  if (span < dayMs) return t('status.row.hours', { count: Math.floor(span / hourMs) });
  return t('status.row.days', { count: Math.floor(span / dayMs) });
}
