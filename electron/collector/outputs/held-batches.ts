import { Buffer } from 'node:buffer';

import { release } from '../kit/release';
import type { RenderedEvents, RenderForm } from '../pipeline/chunk';
import { sameForm } from '../pipeline/chunk';

/** Rendered bytes that wait in memory at the most; what comes beyond is read back from the spool when it is its turn. */
const mostBytes = 32 * 1024 * 1024;

/** A batch that is durable now, with its events as outputs want them: who takes it from here need not read it back. */
export class FreshBatch {
  readonly #events: readonly { readonly events: RenderedEvents; users: number; pinned: boolean }[];

  constructor(
    readonly seq: number,
    readonly ids: Uint8Array,
    rendered: readonly RenderedEvents[],
  ) {
    this.#events = rendered.map((events) => ({ events, users: 0, pinned: false }));
  }

  /** The events in a form, shared with every other user of that form; null when they are not there. `done` once for each. */
  use(form: RenderForm): RenderedEvents | null {
    const shared = this.#of(form);
    if (shared === undefined) return null;
    shared.users += 1;
    return shared.events;
  }

  /** `pinned`: the memory may still be read by somebody, so it must wait for the garbage collector. */
  done(form: RenderForm, pinned: boolean): void {
    const shared = this.#of(form);
    if (shared === undefined) return;
    shared.users -= 1;
    shared.pinned ||= pinned;
    if (shared.users === 0 && !shared.pinned) release(shared.events.lines, shared.events.ends);
  }

  /** Who wants it has it: events that nobody took are given back. */
  offered(): void {
    for (const { events, users } of this.#events) if (users === 0) release(events.lines, events.ends);
  }

  #of(form: RenderForm) {
    return this.#events.find(({ events }) => sameForm(events, form));
  }
}

/**
 * Events of batches that were spooled a moment ago, as their output wants them: the way through disk, inflate and parser is
 * for what comes later or again. Nothing depends on them: what is not here is in the spool.
 */
export class HeldBatches {
  readonly #form: RenderForm | null;
  /** Whether the output reads lines after it has delivered them. */
  readonly #pinned: boolean;
  readonly #batches = new Map<number, { readonly batch: FreshBatch; readonly events: RenderedEvents }>();
  #bytes = 0;

  constructor(form: RenderForm | null, pinned: boolean) {
    this.#form = form;
    this.#pinned = pinned;
  }

  /** Batches that are held, oldest first. */
  get seqs(): readonly number[] {
    return [...this.#batches.keys()];
  }

  offer(batch: FreshBatch): void {
    if (this.#form === null || this.#bytes >= mostBytes) return;
    const events = batch.use(this.#form);
    if (events === null) return;
    this.#batches.set(batch.seq, { batch, events });
    this.#bytes += events.lines.length;
  }

  /** The events of a batch; null when they are not held, or are others than those with these ids. */
  get(seq: number, ids: Uint8Array): RenderedEvents | null {
    const held = this.#batches.get(seq);
    return held !== undefined && Buffer.compare(held.batch.ids, ids) === 0 ? held.events : null;
  }

  drop(seq: number): void {
    const held = this.#batches.get(seq);
    if (held === undefined || this.#form === null) return;
    this.#batches.delete(seq);
    this.#bytes -= held.events.lines.length;
    held.batch.done(this.#form, this.#pinned);
  }
}
