import type { Clock } from '../../kit/clock';
import type { ResumeState } from '../output';

const dayMs = 86_400_000;
const bytesPerMiB = 1024 * 1024;
const stateKey = 'sentToday';

/**
 * How much an output may still send on this day of UTC. Kept beside the output's own resume state, in the transaction of
 * the acknowledgement, so that a restart does not grant a second budget.
 */
export class DailyBudget {
  readonly #limit: number;
  readonly #clock: Clock;
  #day: number;
  #bytes = 0;

  constructor(mibPerDay: number, clock: Clock) {
    this.#limit = mibPerDay * bytesPerMiB;
    this.#clock = clock;
    this.#day = Math.floor(clock.now() / dayMs);
  }

  /** Takes up what an earlier run saved. */
  restore(resume: ResumeState | null): void {
    const saved = resume?.[stateKey];
    if (saved === null || typeof saved !== 'object') return;
    const { day, bytes } = saved as { readonly day?: unknown; readonly bytes?: unknown };
    if (day === this.#day && typeof bytes === 'number' && bytes >= 0) this.#bytes = bytes;
  }

  /** The output's state with ours beside it. */
  save(resume: ResumeState | null): ResumeState {
    this.#turn();
    return { ...resume, [stateKey]: { day: this.#day, bytes: this.#bytes } };
  }

  /**
   * Whether so many bytes may be sent now, `planned` being on their way already. The first piece of a day always may:
   * one that is larger than the whole budget would wait for ever.
   */
  allows(bytes: number, planned: number): boolean {
    this.#turn();
    const used = this.#bytes + planned;
    return used === 0 || used + bytes <= this.#limit;
  }

  spend(bytes: number): void {
    this.#turn();
    this.#bytes += bytes;
  }

  /** Epoch ms of the next midnight of UTC. */
  get renewedAt(): number {
    return (Math.floor(this.#clock.now() / dayMs) + 1) * dayMs;
  }

  #turn(): void {
    const today = Math.floor(this.#clock.now() / dayMs);
    // A clock that was set back renews nothing.
    if (today <= this.#day) return;
    this.#day = today;
    this.#bytes = 0;
  }
}
