import { heldId } from './data/hold';
import { draw, fraction } from './data/random';
import type { LogTimeline } from './timeline';

/** Which messages are held at which time. In live mode most leave by themselves; `release` makes one leave now. */
export class HeldList {
  private readonly released = new Map<number, number>();

  constructor(
    private readonly seed: number,
    private readonly startAt: number,
    readonly timeline: LogTimeline,
  ) {}

  /** Messages held at some time so far. */
  everHeld(now: number): number {
    return this.timeline.count(now);
  }

  isHeld(index: number, now: number): boolean {
    const released = this.released.get(index);
    if (released !== undefined && released <= now) return false;
    return this.leavesAt(index) > now;
  }

  /** Makes a message leave the list. Throws RangeError for one that was never held. */
  release(index: number, now: number): void {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.everHeld(now)) throw new RangeError(`no held message ${index}`);
    if (!this.released.has(index)) this.released.set(index, now);
  }

  counts(now: number): { readonly heldNow: number; readonly everHeld: number; readonly left: number } {
    const everHeld = this.everHeld(now);
    let heldNow = 0;
    for (let i = 0; i < everHeld; i += 1) if (this.isHeld(i, now)) heldNow += 1;
    return { heldNow, everHeld, left: everHeld - heldNow };
  }

  *keys(now: number, which: 'ever' | 'now' | 'left'): Generator<string> {
    const everHeld = this.everHeld(now);
    for (let i = 0; i < everHeld; i += 1) {
      if (which === 'ever' || this.isHeld(i, now) === (which === 'now')) yield heldId(this.seed, i);
    }
  }

  /** Live mode only: 60 % of the backlog leave within an hour, 80 % of the newcomers within half an hour. */
  private leavesAt(index: number): number {
    if (this.timeline.perSecond === 0) return Infinity;
    const backlog = index < this.timeline.backlog;
    if (fraction(this.seed, 111, index) >= (backlog ? 0.6 : 0.8)) return Infinity;
    const seconds = backlog ? 60 + (draw(this.seed, 112, index) % 3540) : 120 + (draw(this.seed, 112, index) % 1680);
    return (backlog ? this.startAt : this.timeline.timeOf(index)) + seconds * 1000;
  }
}
