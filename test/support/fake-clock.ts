import type { Clock } from '../../electron/collector/kit/clock';

/** A clock that a test turns: sleeping ends at once and moves it on. Real input and output get a turn in between. */
export class FakeClock implements Clock {
  #now: number;
  /** How long was slept, each time. */
  readonly slept: number[] = [];

  constructor(now: number = Date.parse('2026-03-10T12:34:56.000Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** May go back, too: a clock that is set. */
  advance(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.slept.push(ms);
    this.#now += Math.max(0, ms);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
}

/** A clock that stands still: a sleep ends when the test says so. */
export class HeldClock implements Clock {
  #now: number;
  readonly #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  constructor(now: number = Date.parse('2026-03-10T12:34:56.000Z')) {
    this.#now = now;
  }

  get sleeping(): number {
    return this.#sleepers.length;
  }

  now(): number {
    return this.#now;
  }

  /** Moves on and wakes who slept until then, in order. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers.splice(0)) {
      if (sleeper.until <= this.#now) sleeper.wake();
      else this.#sleepers.push(sleeper);
    }
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal.addEventListener('abort', () => {
        const at = this.#sleepers.indexOf(sleeper);
        if (at >= 0) this.#sleepers.splice(at, 1);
        reject(signal.reason as Error);
      }, { once: true });
    });
  }
}
