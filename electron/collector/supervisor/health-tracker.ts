import type { Failure } from '../../../shared/failures/failure';
import type { Health, HealthState } from '../../../shared/model/health';
import { mayMove } from '../../../shared/model/health';
import type { Message } from '../../../shared/text/message';
import type { Clock } from '../kit/clock';

/** Applies the moves of the shared state machine; an illegal move is ignored, because an old observation came late. */
export class HealthTracker {
  readonly #clock: Clock;
  #health: Health;

  constructor(clock: Clock, note: Message) {
    this.#clock = clock;
    this.#health = { state: 'starting', since: clock.now(), provenAt: null, failure: null, note };
  }

  get value(): Health {
    return this.#health;
  }

  /** Something was just observed to work. */
  proven(note: Message | null = null): void {
    this.#move('active', { provenAt: this.#clock.now(), failure: null, note });
  }

  /** Something failed; `needsPerson` decides between what heals alone and what does not. */
  failing(failure: Failure, needsPerson: boolean): void {
    this.#move(needsPerson ? 'failed' : 'degraded', { failure });
  }

  /** The disturbance is over. Without an earlier proof nothing is proven by that: the state is `starting` again. */
  recovered(note: Message): void {
    if (this.#health.provenAt === null) this.enter('starting', note);
    else this.#move('active', { failure: null, note });
  }

  enter(state: 'starting' | 'paused' | 'stopping' | 'stopped', note: Message | null): void {
    this.#move(state, { note, failure: null });
  }

  #move(state: HealthState, parts: Partial<Health>): void {
    if (!mayMove(this.#health.state, state)) return;
    const since = this.#health.state === state ? this.#health.since : this.#clock.now();
    this.#health = { ...this.#health, note: null, ...parts, state, since };
  }
}
