import type { Clock } from '../../kit/clock';

/** How fast an output may send. */
export interface Pace {
  /** Most events that should go in one piece, so that a second's worth is never sent at once. */
  readonly eventsAtOnce: number;
  /** Waits until `events` more may be sent. Rejects with the signal's reason only. */
  take(events: number, signal: AbortSignal): Promise<void>;
}

export const noPace: Pace = { eventsAtOnce: Infinity, take: () => Promise.resolve() };

/** Pieces per second: fine enough for a receiver that looks at seconds, coarse enough to keep requests worth their cost. */
const piecesPerSecond = 4;

/**
 * A token bucket that holds one second's worth and may go into debt: a piece larger than the bucket is sent, and paid for
 * by waiting before the next one.
 */
export class TokenPace implements Pace {
  readonly eventsAtOnce: number;
  readonly #perSecond: number;
  readonly #clock: Clock;
  #tokens: number;
  #at: number;

  constructor(eventsPerSecond: number, clock: Clock) {
    this.#perSecond = eventsPerSecond;
    this.#clock = clock;
    this.eventsAtOnce = Math.max(1, Math.ceil(eventsPerSecond / piecesPerSecond));
    this.#tokens = this.eventsAtOnce;
    this.#at = clock.now();
  }

  async take(events: number, signal: AbortSignal): Promise<void> {
    for (let missing = this.#missing(events); missing > 0; missing = this.#missing(events)) {
      await this.#clock.sleep(Math.ceil((missing / this.#perSecond) * 1000), signal).catch(() => undefined);
      signal.throwIfAborted();
    }
    this.#tokens -= events;
  }

  /** Tokens that are short; what no bucket can hold is not waited for. */
  #missing(events: number): number {
    const now = this.#clock.now();
    // A clock that was set back must not take tokens away.
    this.#tokens = Math.min(this.#perSecond, this.#tokens + (Math.max(0, now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    return Math.min(events, this.#perSecond) - this.#tokens;
  }
}

/** The pace of an output's settings. */
export function paceOf(limit: { readonly eventsPerSecond?: number | undefined } | undefined, clock: Clock): Pace {
  return limit?.eventsPerSecond === undefined ? noPace : new TokenPace(limit.eventsPerSecond, clock);
}
