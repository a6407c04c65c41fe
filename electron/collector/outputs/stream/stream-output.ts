import type { Failure } from '../../../../shared/failures/failure';
import { isAbort } from '../../kit/abort';
import type { Clock } from '../../kit/clock';
import { failure, FailureError } from '../../kit/failure-error';
import type { Pace } from '../limits/pace';
import { networkFailure } from '../net/network-failure';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../output';
import { PartLedger } from '../parts/part-ledger';
import type { Span } from '../parts/span';
import { eventCount, eventsOf, planParts } from '../parts/span';
import type { Listener } from '../transcript';
import { DeadlineError, oneTurn } from './deadline';
import type { Link } from './link';
import { SentWindow } from './sent-window';

/** One event as it goes over the wire, or why it cannot. */
export type Frame = (batch: RenderedBatch, index: number) => Uint8Array | Failure;

export type StreamOutputOptions = {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly frame: Frame;
  /** Most events handed over in one go. */
  readonly atOnce: number;
  /** What was handed over so long before the link broke may be lost, ms. */
  readonly doubtMs: number;
  /** Opens a link; rejects when there is none to be had. */
  readonly connect: (signal: AbortSignal) => Promise<Link>;
  /** Reads what a link needs. Rejects with a FailureError. */
  readonly prepare: () => Promise<void>;
  /** Where to, for a listener, e.g. "tls://siem.example.com:6514". */
  readonly target: string;
  readonly listener?: Listener;
};

/** Large enough to make a system call worth its cost, small enough to notice soon that nobody reads. */
const pieceBytes = 128 * 1024;

/**
 * Best effort over a connection that confirms nothing. "Delivered" means: handed to the network. What was handed over
 * shortly before a connection broke may never have arrived, so it is sent again, under the same ids; what a receiver
 * loses by itself is out of our sight (OUTPUTS.md measured it).
 */
export class StreamOutput implements Output {
  readonly #options: StreamOutputOptions;
  readonly #ledger = new PartLedger();
  readonly #window: SentWindow;
  readonly #closing = new AbortController();
  #link: Link | null = null;
  #busy: Promise<unknown> = Promise.resolve();

  constructor(options: StreamOutputOptions) {
    this.#options = options;
    this.#window = new SentWindow(options.clock, options.doubtMs);
  }

  async open(_resume: ResumeState | null, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#options.prepare();
    signal.throwIfAborted();
  }

  deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    const delivery = this.#deliver(batches, signal);
    this.#busy = delivery.catch(() => undefined);
    return delivery;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#busy;
    const link = this.#link;
    this.#link = null;
    await link?.close();
  }

  async #deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    signal.throwIfAborted();
    const either = AbortSignal.any([signal, this.#closing.signal]);
    this.#ledger.begin(batches);
    try {
      const { pace, atOnce } = this.#options;
      const limits = { maxEvents: Math.min(atOnce, pace.eventsAtOnce), maxBytes: pieceBytes };
      await this.#repairLink(either);
      for (const part of planParts(batches, this.#ledger, limits)) await this.#offer(part, either);
      // A connection that broke while the last piece left: what is in doubt must not wait for the next event to come.
      await this.#repairLink(either);
    } catch (error) {
      signal.throwIfAborted();
      const at = this.#options.clock.now();
      if (isAbort(error, either)) return { kind: 'retry', failure: failure('APP-CANCELLED', { at }) };
      return { kind: 'retry', failure: failureOf(error, at) };
    }
    const events = this.#ledger.refusedEvents(batches);
    const refusal = this.#ledger.refusal;
    return events.size === 0 || refusal === null ? { kind: 'delivered' } : { kind: 'refused', failure: refusal, events };
  }

  async #offer(part: readonly Span[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await this.#options.pace.take(eventCount(part), signal);
    const frames: Uint8Array[] = [];
    for (const { batch, index } of eventsOf(part)) {
      const frame = this.#options.frame(batch, index);
      if (frame instanceof Uint8Array) frames.push(frame);
      else this.#ledger.markRefused([{ batch, from: index, to: index + 1 }], frame);
    }
    if (frames.length > 0) {
      const link = await this.#usableLink(signal);
      const { listener, target } = this.#options;
      listener?.sent(`To ${target}`, Buffer.concat(frames));
      await link.send(frames, signal);
      this.#window.add(frames);
    }
    for (const { batch, index } of eventsOf(part)) {
      if (this.#ledger.isWaiting(batch, index)) this.#ledger.markArrived([{ batch, from: index, to: index + 1 }]);
    }
  }

  /** A link that broke since it was used last is replaced at once, so that what it may have lost is sent again. */
  async #repairLink(signal: AbortSignal): Promise<void> {
    await oneTurn();
    if (this.#link?.state === 'lost' || this.#window.frozen) await this.#usableLink(signal);
  }

  /** The link; a new one, after what the old one may have lost was sent again, when that broke. */
  async #usableLink(signal: AbortSignal): Promise<Link> {
    const before = this.#link;
    if (before?.state === null) return before;
    if (before !== null) {
      if (before.state === 'ended') this.#window.forget();
      else this.#window.freeze();
      this.#link = null;
      await before.close();
    }
    const link = await this.#options.connect(signal);
    this.#link = link;
    for (const frames of this.#window.doubtful()) {
      await this.#options.pace.take(frames.length, signal);
      await link.send(frames, signal);
    }
    this.#window.sentAgain();
    return link;
  }
}

function failureOf(error: unknown, at: number): Failure {
  if (error instanceof FailureError) return error.failure;
  if (error instanceof DeadlineError) return failure('OUT-UNREACHABLE', { at, detail: error.message });
  return networkFailure(error, at);
}
