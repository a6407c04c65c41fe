import type { RenderedBatch } from '../output';
import type { PartLedger } from './part-ledger';

/** Events `from` to `to` (not included) of one batch. */
export type Span = { readonly batch: RenderedBatch; readonly from: number; readonly to: number };

export type PartLimits = { readonly maxEvents: number; readonly maxBytes: number };

/** Where the line of an event begins in its batch. */
export function lineStart(batch: RenderedBatch, index: number): number {
  return index === 0 ? 0 : (batch.ends[index - 1] ?? 0);
}

/** Bytes of a span, line ends included. */
export function bytesOf({ batch, from, to }: Span): number {
  return lineStart(batch, to) - lineStart(batch, from);
}

export function totalBytes(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + bytesOf(span), 0);
}

export function eventCount(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.to - span.from, 0);
}

/** The JSON text of one event, without its line end. */
export function lineOf(batch: RenderedBatch, index: number): Buffer {
  const { buffer, byteOffset } = batch.lines;
  const start = lineStart(batch, index);
  return Buffer.from(buffer, byteOffset + start, lineStart(batch, index + 1) - 1 - start);
}

const idBytes = 16;

/** The id of one event, 32 lower-case hex digits. */
export function idOf(batch: RenderedBatch, index: number): string {
  const { buffer, byteOffset } = batch.ids;
  return Buffer.from(buffer, byteOffset + index * idBytes, idBytes).toString('hex');
}

/** Every event of a part, in order. */
export function* eventsOf(spans: readonly Span[]): Generator<{ readonly batch: RenderedBatch; readonly index: number }> {
  for (const { batch, from, to } of spans) for (let index = from; index < to; index += 1) yield { batch, index };
}

/**
 * The events that still wait, cut into parts in their order. Lazy: an event that was dealt with meanwhile is skipped.
 * An event above the byte limit travels alone: only the receiver knows its own limit.
 */
export function* planParts(batches: readonly RenderedBatch[], ledger: PartLedger, limits: PartLimits): Generator<readonly Span[]> {
  let spans: Span[] = [];
  let events = 0;
  let bytes = 1;
  for (const batch of batches) {
    for (let index = 0; index < batch.count; index += 1) {
      if (!ledger.isWaiting(batch, index)) continue;
      const size = lineStart(batch, index + 1) - lineStart(batch, index);
      if (events > 0 && (events === limits.maxEvents || bytes + size > limits.maxBytes)) {
        yield spans;
        spans = [];
        events = 0;
        bytes = 1;
      }
      append(spans, batch, index);
      events += 1;
      bytes += size;
    }
  }
  if (events > 0) yield spans;
}

/** Adds the next event, to the last span where it follows there. */
function append(spans: Span[], batch: RenderedBatch, index: number): void {
  const last = spans.at(-1);
  if (last !== undefined && last.batch === batch && last.to === index) spans[spans.length - 1] = { ...last, to: index + 1 };
  else spans.push({ batch, from: index, to: index + 1 });
}

/** The events of a part, sorted by what `fateOf` says of their places in it. */
export function sortEvents<Fate extends string>(spans: readonly Span[], fateOf: (place: number) => Fate): ReadonlyMap<Fate, readonly Span[]> {
  const sorted = new Map<Fate, Span[]>();
  let place = 0;
  for (const { batch, index } of eventsOf(spans)) {
    const fate = fateOf(place);
    const list = sorted.get(fate);
    if (list === undefined) sorted.set(fate, [{ batch, from: index, to: index + 1 }]);
    else append(list, batch, index);
    place += 1;
  }
  return sorted;
}

/** Two halves of a part with at least two events. */
export function halve(spans: readonly Span[]): readonly [readonly Span[], readonly Span[]] {
  const half = Math.floor(eventCount(spans) / 2);
  const halves = sortEvents(spans, (place) => (place < half ? 'first' : 'second'));
  return [halves.get('first') ?? [], halves.get('second') ?? []];
}
