import { setTimeout as delay } from 'node:timers/promises';

import type { Clock } from '../../../electron/collector/kit/clock';

/** Two processes with one face agree on the time: both read the same clock of the computer. */
export type ClockFace = { readonly realAnchor: number; readonly shownAnchor: number; readonly scale: number };

/** A clock that runs `scale` times faster, so that an hour of waiting takes seconds; it can be set while it runs. */
export class ScaledClock implements Clock {
  readonly #face: ClockFace;
  #ahead = 0;

  constructor(face: ClockFace) {
    this.#face = face;
  }

  now(): number {
    const { realAnchor, shownAnchor, scale } = this.#face;
    return Math.floor(shownAnchor + (Date.now() - realAnchor) * scale) + this.#ahead;
  }

  /** Sets the clock; sleepers are not woken, as timers of a computer are not. */
  jump(ms: number): void {
    this.#ahead += ms;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    // Node's timers overflow above 2^31-1 ms and would fire at once.
    await delay(Math.min(Math.max(0, ms / this.#face.scale), 2_147_000_000), undefined, { signal });
  }
}
