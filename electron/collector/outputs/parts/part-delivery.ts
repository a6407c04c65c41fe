import type { Failure } from '../../../../shared/failures/failure';
import type { Clock } from '../../kit/clock';
import { failure } from '../../kit/failure-error';
import type { Pace } from '../limits/pace';
import type { Delivery, RenderedBatch } from '../output';
import { PartLedger } from './part-ledger';
import type { PartLimits, Span } from './span';
import { eventCount, halve, planParts, sortEvents } from './span';

/** What one event of a part met, where the receiver tells that apart. `again`: not taken, but nothing is wrong with it. */
export type Fate = 'arrived' | 'refused' | 'again';

/** What became of one part: a request, a produce call, a stretch of a stream. */
export type Verdict =
  | { readonly kind: 'arrived' }
  /** Later; nothing in the part may be assumed to have arrived. */
  | { readonly kind: 'later'; readonly failure: Failure }
  /** Not acceptable as it is: smaller, or without some event, it may be. */
  | { readonly kind: 'unacceptable'; readonly failure: Failure }
  /**
   * The receiver spoke of each event, by its place in the part. `refusal`: the words for the refused ones. `later`: why the
   * others must wait; null sends them at once, which asks for at least one decided event.
   */
  | { readonly kind: 'sorted'; readonly fates: readonly Fate[]; readonly refusal: Failure | null; readonly later: Failure | null };

// Only a person can mend a receiver that refuses everything, and finding out again costs two requests per event.
const refusesEverythingRetryMs = 5 * 60_000;

export type PartDeliveryOptions = {
  readonly clock: Clock;
  readonly limits: PartLimits;
  readonly pace: Pace;
  /** Sends one part. Never rejects: what went wrong is a verdict. */
  readonly offer: (part: readonly Span[], signal: AbortSignal) => Promise<Verdict>;
};

/** Delivers batches part by part, remembers what became of every event, and narrows a refused part down to its culprits. */
export class PartDelivery {
  readonly #options: PartDeliveryOptions;
  readonly #ledger = new PartLedger();
  /** Whether the receiver took anything since `open`. */
  #proven = false;

  constructor(options: PartDeliveryOptions) {
    this.#options = options;
  }

  async deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const { limits, pace, offer } = this.#options;
    const maxEvents = Math.max(1, Math.min(limits.maxEvents, pace.eventsAtOnce));
    this.#ledger.begin(batches);
    for (const planned of planParts(batches, this.#ledger, { ...limits, maxEvents })) {
      const parts = [planned];
      for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
        signal.throwIfAborted();
        await pace.take(eventCount(part), signal);
        const verdict = await offer(part, signal);
        const later = this.#settle(part, verdict, parts);
        if (later === null) continue;
        signal.throwIfAborted();
        return { kind: 'retry', failure: later };
      }
    }
    return this.#outcome(batches);
  }

  /** Notes the verdict and puts what is to be sent at once on the pile; a failure when the rest must wait. */
  #settle(part: readonly Span[], verdict: Verdict, parts: (readonly Span[])[]): Failure | null {
    switch (verdict.kind) {
      case 'later':
        return verdict.failure;
      case 'arrived':
        this.#arrived(part);
        return null;
      case 'unacceptable':
        if (eventCount(part) === 1) {
          this.#ledger.markRefused(part, verdict.failure);
        } else {
          const [first, second] = halve(part);
          parts.push(second, first);
        }
        return null;
      case 'sorted': {
        const sorted = sortEvents(part, (place) => verdict.fates[place] ?? 'again');
        const arrived = sorted.get('arrived');
        const refused = sorted.get('refused');
        const again = sorted.get('again');
        if (arrived !== undefined) this.#arrived(arrived);
        if (refused !== undefined && verdict.refusal !== null) this.#ledger.markRefused(refused, verdict.refusal);
        if (again !== undefined && verdict.later === null) parts.push(again);
        return verdict.later;
      }
    }
  }

  #arrived(part: readonly Span[]): void {
    this.#proven = true;
    this.#ledger.markArrived(part);
  }

  /**
   * Events refused one by one while others are taken are at fault themselves. A receiver that took nothing at all since
   * `open` is more likely set up wrongly: then the events wait instead of going to quarantine, all of them.
   */
  #outcome(batches: readonly RenderedBatch[]): Delivery {
    const events = this.#ledger.refusedEvents(batches);
    const refusal = this.#ledger.refusal;
    if (events.size === 0 || refusal === null) return { kind: 'delivered' };
    if (this.#proven) return { kind: 'refused', failure: refusal, events };
    this.#ledger.forgetRefusals();
    const detail = `The receiver refuses every event, so its address or settings seem wrong. ${refusal.detail ?? ''}`.trim();
    const at = this.#options.clock.now();
    return { kind: 'retry', failure: failure('OUT-UNREACHABLE', { at, detail, retryAfterMs: refusesEverythingRetryMs }) };
  }
}
