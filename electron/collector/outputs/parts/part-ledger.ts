import type { Failure } from '../../../../shared/failures/failure';
import type { RenderedBatch } from '../output';
import type { Span } from './span';

const waiting = 0;
const arrived = 1;
const refused = 2;

type Entry = { readonly ids: Uint8Array; readonly fates: Uint8Array };

/**
 * What became of every event of the lease, across retries in this process: a delivery of many parts that breaks off
 * in the middle sends only the rest the next time. After a crash the knowledge is gone and events may be sent twice,
 * under the same id: the at-least-once window of this output.
 */
export class PartLedger {
  readonly #entries = new Map<number, Entry>();
  #refusal: Failure | null = null;

  /** Takes up a delivery. What lies before it was acknowledged and is forgotten. */
  begin(batches: readonly RenderedBatch[]): void {
    const first = batches.reduce((lowest, batch) => Math.min(lowest, batch.seq), Infinity);
    for (const seq of this.#entries.keys()) {
      if (seq < first) this.#entries.delete(seq);
    }
    for (const batch of batches) {
      const known = this.#entries.get(batch.seq);
      // A seq with other ids is another batch (a spool begun anew): nothing of it was sent.
      if (known === undefined || Buffer.compare(known.ids, batch.ids) !== 0) {
        this.#entries.set(batch.seq, { ids: batch.ids, fates: new Uint8Array(batch.count) });
      }
    }
    if (this.refusedEvents(batches).size === 0) this.#refusal = null;
  }

  isWaiting(batch: RenderedBatch, index: number): boolean {
    return this.#entries.get(batch.seq)?.fates[index] === waiting;
  }

  markArrived(spans: readonly Span[]): void {
    this.#mark(spans, arrived);
  }

  /** The first refusal of a delivery stands for all of them. */
  markRefused(spans: readonly Span[], failure: Failure): void {
    this.#mark(spans, refused);
    this.#refusal ??= failure;
  }

  /** Takes refusals back: the receiver turned out to refuse everything, which says nothing about these events. */
  forgetRefusals(): void {
    for (const { fates } of this.#entries.values()) {
      for (let i = 0; i < fates.length; i += 1) if (fates[i] === refused) fates[i] = waiting;
    }
    this.#refusal = null;
  }

  get refusal(): Failure | null {
    return this.#refusal;
  }

  refusedEvents(batches: readonly RenderedBatch[]): ReadonlyMap<number, readonly number[]> {
    const events = new Map<number, readonly number[]>();
    for (const { seq } of batches) {
      const indexes: number[] = [];
      this.#entries.get(seq)?.fates.forEach((fate, index) => {
        if (fate === refused) indexes.push(index);
      });
      if (indexes.length > 0) events.set(seq, indexes);
    }
    return events;
  }

  #mark(spans: readonly Span[], fate: number): void {
    for (const { batch, from, to } of spans) this.#entries.get(batch.seq)?.fates.fill(fate, from, to);
  }
}
