import type { TextId } from '../../shared/text/catalogue';
import { spokenLocale, t } from '../../shared/text/text';
import { formatRate } from './numbers';

/** Which zone times are shown in. */
export type Zone = 'local' | 'utc';

type Shape = 'short' | 'minute' | 'date' | 'date-time' | 'date-time-zone' | 'log' | 'parts' | 'day' | 'hour';

const shapes: { readonly [S in Shape]: Intl.DateTimeFormatOptions } = {
  short: { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { day: '2-digit', month: 'short' },
  'date-time': { day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  'date-time-zone': {
    day: '2-digit', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
  },
  log: { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
  parts: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', day: '2-digit', month: 'short', year: 'numeric' },
  hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

// Making a formatter costs 50 times as much as using one.
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(shape: Shape, zone: Zone): Intl.DateTimeFormat {
  const key = `${shape} ${zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(spokenLocale(), { ...shapes[shape], ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });
  formatters.set(key, made);
  return made;
}

/** "22 Nov 14:52:03", for tables: the year is in the tooltip. */
export function formatShort(at: number, zone: Zone): string {
  return formatter('short', zone).format(at).replace(',', '');
}

/** "22 Nov 14:52", for steps of a chart. */
export function formatMinute(at: number, zone: Zone): string {
  return formatter('minute', zone).format(at).replace(',', '');
}

/** "22 Nov" */
export function formatDate(at: number, zone: Zone): string {
  return formatter('date', zone).format(at);
}

/** "22 Nov 2026, 14:52:03" */
export function formatDateTime(at: number, zone: Zone): string {
  return formatter('date-time', zone).format(at);
}

/** "22 Nov 2026, 14:52:03 UTC" */
export function formatDateTimeZone(at: number, zone: Zone): string {
  return formatter('date-time-zone', zone).format(at);
}

/** "Sun, 22 Nov 2026" */
export function formatDay(at: number, zone: Zone): string {
  return formatter('day', zone).format(at);
}

/** "14:30": the minutes matter, because hours of UTC begin at half past in some zones. */
export function formatHour(at: number, zone: Zone): string {
  return formatter('hour', zone).format(at);
}

/** "22 Nov 14:52:03.123", for rows; the text itself when it is no time. */
export function formatLogTime(iso: string, zone: Zone): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? iso : formatter('log', zone).format(at).replace(',', '');
}

/** "UTC", "GMT+1": the name of the zone at that moment. */
export function zoneName(at: number, zone: Zone): string {
  return formatter('date-time-zone', zone).formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

const steps: readonly (readonly [limitMs: number, unitMs: number, unit: TextId])[] = [
  [60_000, 1000, 'span.second'],
  [3_600_000, 60_000, 'span.minute'],
  [86_400_000, 3_600_000, 'span.hour'],
  [Number.POSITIVE_INFINITY, 86_400_000, 'span.day'],
];

/** "12 s", "3 min", "2 h", "5 d": the length of a span, rounded down. */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  for (const [limit, unitMs, unit] of steps) {
    if (span < limit) return t(unit, { count: Math.floor(span / unitMs) });
  }
  return '';
}

/** "12 s ago", or "in 48 s" for a moment to come. */
export function formatRelative(at: number, now: number): string {
  return at > now ? t('time.in', { span: formatSpan(at - now) }) : t('time.ago', { span: formatSpan(now - at) });
}

/** "84 ms", "1.2 s", "2 min 5 s": how long something took. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return t('span.millisecond', { count: Math.round(ms) });
  if (ms < 60_000) return t('span.second', { count: formatRate(ms / 1000) });
  return t('span.minuteSecond', { minutes: Math.floor(ms / 60_000), seconds: Math.round((ms % 60_000) / 1000) });
}

/** ISO UTC as the value of a date-time input in the zone; "" for null. */
export function toInputValue(iso: string | null, zone: Zone): string {
  if (iso === null) return '';
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const parts = new Map(formatter('parts', zone).formatToParts(at).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The value of a date-time input as ISO UTC; null for "", the text itself when it is no time (validation refuses it). */
export function fromInputValue(text: string, zone: Zone): string | null {
  if (text === '') return null;
  const at = Date.parse(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
