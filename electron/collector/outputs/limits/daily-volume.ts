import type { VolumeStatus } from '../../../../shared/model/budget';
import { defaultWarnAtPercent } from '../../../../shared/model/budget';
import type { LogType } from '../../../../shared/model/log-type';
import { logTypes } from '../../../../shared/model/log-type';
import type { RateLimit } from '../../../../shared/model/output';
import type { Clock } from '../../kit/clock';
import type { ResumeState } from '../output';
import { forecastDay, hoursOfDay } from './forecast';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const bytesPerMiB = 1024 * 1024;
const stateKey = 'volume';
/** A week holds every kind of working day once. */
const daysKept = 7;

type Day = { readonly day: number; readonly hours: readonly number[] };

/** Bytes by log type. */
export type Volume = ReadonlyMap<LogType, number>;

/**
 * What an output sent, by day of UTC, hour and log type, and how much it still may. Kept beside the output's own resume
 * state, in the transaction of the acknowledgement, so that a restart neither forgets it nor grants a second budget.
 */
export class DailyVolume {
  readonly #limit: RateLimit | undefined;
  readonly #clock: Clock;
  #day: number;
  #hours: number[] = evenDay();
  #byLogType = new Map<LogType, number>();
  #past: readonly Day[] = [];

  constructor(limit: RateLimit | undefined, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
    this.#day = Math.floor(clock.now() / dayMs);
  }

  /** Takes up what an earlier run saved, in place of what is known. */
  restore(resume: ResumeState | null): void {
    const saved = objectOf(resume?.[stateKey]);
    const today = dayOf(saved);
    const past = Array.isArray(saved['past']) ? saved['past'].map((each) => dayOf(objectOf(each))) : [];
    const days = [...past, today].filter((each) => each !== null);
    this.#past = days.filter((each) => each.day < this.#day && each.day >= this.#day - daysKept);
    if (today?.day !== this.#day) return;
    this.#hours = [...today.hours];
    const byLogType = objectOf(saved['byLogType']);
    this.#byLogType = new Map(logTypes.flatMap((logType) => (isBytes(byLogType[logType]) ? [[logType, byLogType[logType]] as const] : [])));
  }

  /** The output's state with ours beside it. */
  save(resume: ResumeState | null): ResumeState {
    this.#turn();
    return { ...resume, [stateKey]: { day: this.#day, hours: this.#hours, byLogType: Object.fromEntries(this.#byLogType), past: this.#past } };
  }

  /**
   * Whether so many bytes may be sent now, `planned` being on their way already. The first piece of a day always may:
   * one that is larger than the whole budget would wait for ever.
   */
  allows(bytes: number, planned: number): boolean {
    const limit = this.#limitBytes;
    if (limit === null || !this.#stops) return true;
    this.#turn();
    const used = this.#sent + planned;
    return used === 0 || used + bytes <= limit;
  }

  spend(volume: Volume): void {
    this.#turn();
    const hour = Math.min(hoursOfDay - 1, Math.max(0, Math.floor((this.#clock.now() - this.#day * dayMs) / hourMs)));
    for (const [logType, bytes] of volume) {
      this.#hours[hour] = (this.#hours[hour] ?? 0) + bytes;
      this.#byLogType.set(logType, (this.#byLogType.get(logType) ?? 0) + bytes);
    }
  }

  /** Epoch ms of the next midnight of UTC. */
  get renewedAt(): number {
    return (Math.floor(this.#clock.now() / dayMs) + 1) * dayMs;
  }

  get status(): VolumeStatus {
    this.#turn();
    const start = this.#day * dayMs;
    return {
      day: start,
      bytes: this.#sent,
      byLogType: Object.fromEntries(this.#byLogType),
      limitBytes: this.#limitBytes,
      warnAtPercent: this.#warnAtPercent,
      stops: this.#limitBytes !== null && this.#stops,
      forecast: forecastDay(this.#hours, this.#past.map((each) => each.hours), Math.min(dayMs, Math.max(0, this.#clock.now() - start))),
    };
  }

  /** What the administrator must know about the limit now, in words; null when there is nothing to say. */
  get warning(): string | null {
    const limit = this.#limitBytes;
    if (limit === null) return null;
    this.#turn();
    const percent = Math.floor((this.#sent / limit) * 100);
    if (percent < this.#warnAtPercent) return null;
    const what = `${Math.floor(this.#sent / bytesPerMiB)} of ${Math.floor(limit / bytesPerMiB)} MiB (${percent} %) were sent since 00:00 UTC`;
    return this.#stops ? `${what}; at the limit sending pauses until 00:00 UTC` : `${what}; sending goes on above the limit`;
  }

  get #sent(): number {
    return this.#hours.reduce((total, bytes) => total + bytes, 0);
  }

  get #limitBytes(): number | null {
    return this.#limit?.mibPerDay === undefined ? null : this.#limit.mibPerDay * bytesPerMiB;
  }

  get #warnAtPercent(): number {
    return this.#limit?.warnAtPercent ?? defaultWarnAtPercent;
  }

  get #stops(): boolean {
    return this.#limit?.stopAtLimit ?? true;
  }

  #turn(): void {
    const today = Math.floor(this.#clock.now() / dayMs);
    // A clock that was set back renews nothing.
    if (today <= this.#day) return;
    this.#past = [...this.#past, { day: this.#day, hours: this.#hours }].filter((each) => each.day >= today - daysKept);
    this.#day = today;
    this.#hours = evenDay();
    this.#byLogType = new Map();
  }
}

function evenDay(): number[] {
  return Array.from({ length: hoursOfDay }, () => 0);
}

function isBytes(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {};
}

function dayOf(saved: Readonly<Record<string, unknown>>): Day | null {
  const { day, hours } = saved;
  if (!isBytes(day) || !Array.isArray(hours) || hours.length !== hoursOfDay || !hours.every(isBytes)) return null;
  return { day, hours };
}
