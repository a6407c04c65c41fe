import type { Clock } from '../kit/clock';

/** The rests of a loop that others may cut short. */
export class WakeUp {
  readonly #clock: Clock;
  readonly #stop: AbortSignal;
  #sleeper: AbortController | null = null;
  #endsWithNews = false;
  #called = false;
  #ended = false;

  /** `stop` ends the rest under way, too. */
  constructor(clock: Clock, stop: AbortSignal) {
    this.#clock = clock;
    this.#stop = stop;
  }

  /** Whether somebody called since the last `look`. */
  get called(): boolean {
    return this.#called;
  }

  /** What was called for is looked at now. */
  look(): void {
    this.#called = false;
  }

  /** There is more to do: ends a rest that waits for that, now or before it begins. */
  news(): void {
    this.#called = true;
    if (this.#endsWithNews) this.#sleeper?.abort();
  }

  /** Ends a rest of either kind. */
  now(): void {
    this.#called = true;
    this.#sleeper?.abort();
  }

  /** There is no rest any more. */
  end(): void {
    this.#ended = true;
    this.#sleeper?.abort();
  }

  /** Until there is news, at the most so many ms. */
  async untilNews(ms: number): Promise<void> {
    if (!this.#called) await this.#sleep(ms, true);
  }

  /** So many ms whatever news there is, as after a failure. */
  wait(ms: number): Promise<void> {
    return this.#sleep(ms, false);
  }

  async #sleep(ms: number, endsWithNews: boolean): Promise<void> {
    if (this.#ended) return;
    const sleeper = new AbortController();
    this.#sleeper = sleeper;
    this.#endsWithNews = endsWithNews;
    await this.#clock.sleep(ms, AbortSignal.any([sleeper.signal, this.#stop])).catch(() => undefined);
    this.#sleeper = null;
  }
}
