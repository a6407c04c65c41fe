import type { EventTrail, TrailAsk, TrailBatch } from '../../../shared/model/trail';
import type { Clock } from '../kit/clock';
import type { Spool } from './spool';

/** A window of a million and a half ids takes a fraction of this; who asks should not wait longer on a busy disk, ms. */
const patienceMs = 10_000;

/** Searches slice by slice, so that commits and acknowledgements come in between. Oldest first. Rejects with the signal's reason. */
export async function trailOf(spool: Spool, { connectorId, logType, id }: TrailAsk, clock: Clock, signal: AbortSignal): Promise<EventTrail> {
  const until = clock.now() + patienceMs;
  const batches: TrailBatch[] = [];
  let before: number | null = null;
  do {
    signal.throwIfAborted();
    const slice: { readonly batches: readonly TrailBatch[]; readonly next: number | null } = await spool.trail({ stream: { connectorId, logType }, id, before });
    batches.unshift(...[...slice.batches].reverse());
    before = slice.next;
  } while (before !== null && clock.now() < until);
  return { batches, complete: before === null };
}
