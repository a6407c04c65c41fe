import type { ForecastBasis } from '../../../../shared/model/budget';

export const hoursOfDay = 24;
const hourMs = 3_600_000;
const dayMs = hoursOfDay * hourMs;

/** Before so much of a day has passed, its rate says nothing. */
const soonestMs = 15 * 60_000;
/** Below this share of an ordinary day, dividing by the share would turn noise into gigabytes. */
const smallestShare = 0.02;

export type Forecast = { readonly bytes: number; readonly basis: ForecastBasis };

/**
 * Bytes by the end of the day. `today` and each of `past` hold bytes by hour of UTC, `intoDayMs` is how much of the day
 * has passed. With days before, today is taken for one of their shape; without, for an even one. Null: too early to say.
 */
export function forecastDay(today: readonly number[], past: readonly (readonly number[])[], intoDayMs: number): Forecast | null {
  const sent = sum(today);
  const whole = sum(past.map(sum));
  if (past.length > 0 && whole > 0) {
    const average = whole / past.length;
    const share = sum(past.map((hours) => until(hours, intoDayMs))) / whole;
    if (share >= smallestShare) return { bytes: Math.max(sent, Math.round(sent / share)), basis: 'previous-days' };
    return { bytes: Math.round(Math.max(sent, average)), basis: 'previous-days' };
  }
  if (intoDayMs < soonestMs || sent === 0) return null;
  return { bytes: Math.max(sent, Math.round((sent * dayMs) / intoDayMs)), basis: 'today' };
}

/** Bytes of a past day up to the same time of day; within an hour they are taken as even. */
function until(hours: readonly number[], intoDayMs: number): number {
  const full = Math.floor(intoDayMs / hourMs);
  return sum(hours.slice(0, full)) + ((hours[full] ?? 0) * (intoDayMs - full * hourMs)) / hourMs;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
