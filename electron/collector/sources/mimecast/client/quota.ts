import type { Clock } from '../../../kit/clock';

export type QuotaRule = { readonly calls: number; readonly windowMs: number };

/** Documented quotas, per API application and function (API.md §1.4). The others are learned from 429 only. */
export const quotaRules: Readonly<Record<string, QuotaRule>> = {
  'siem-batch': { calls: 50, windowMs: 15 * 60_000 },
  'siem-streaming': { calls: 300, windowMs: 60 * 60_000 },
};

/** Keeps the calls of one function below its quota: a caller waits for its turn instead of running into a 429. */
export class Quota {
  readonly #rule: QuotaRule;
  readonly #clock: Clock;
  readonly #taken: number[] = [];

  constructor(rule: QuotaRule, clock: Clock) {
    this.#rule = rule;
    this.#clock = clock;
  }

  async take(signal: AbortSignal): Promise<void> {
    for (;;) {
      const wait = this.#wait();
      if (wait <= 0) break;
      await this.#clock.sleep(wait, signal);
    }
    this.#taken.push(this.#clock.now());
  }

  /** Milliseconds until a call is allowed. */
  #wait(): number {
    const now = this.#clock.now();
    // A clock that was set back would otherwise keep old marks in the future for ever.
    while (this.#taken.length > 0 && ((this.#taken[0] ?? 0) <= now - this.#rule.windowMs || (this.#taken[0] ?? 0) > now)) this.#taken.shift();
    if (this.#taken.length < this.#rule.calls) return 0;
    return (this.#taken[0] ?? now) + this.#rule.windowMs - now;
  }
}

/** The quotas of every API application this program uses: two connectors with the same Client ID share one. */
export class Quotas {
  readonly #clock: Clock;
  readonly #quotas = new Map<string, Quota>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The quota of one function of one application; null where none is documented. */
  of(application: string, name: string): Quota | null {
    const rule = quotaRules[name];
    if (rule === undefined) return null;
    const key = `${application}\n${name}`;
    let quota = this.#quotas.get(key);
    if (quota === undefined) {
      quota = new Quota(rule, this.#clock);
      this.#quotas.set(key, quota);
    }
    return quota;
  }
}
