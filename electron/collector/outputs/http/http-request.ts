import type { RenderedBatch } from '../output';
import type { HttpLedger, Span } from './http-ledger';

const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;

export type RequestLimits = { readonly maxEvents: number; readonly maxBytes: number };

function lineStart(batch: RenderedBatch, index: number): number {
  return index === 0 ? 0 : (batch.ends[index - 1] ?? 0);
}

function bytesOf({ batch, from, to }: Span): number {
  return lineStart(batch, to) - lineStart(batch, from);
}

export function eventCount(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.to - span.from, 0);
}

/**
 * The events that still wait, cut into requests in their order. Lazy: an event that was dealt with meanwhile is skipped.
 * An event above the byte limit travels alone: only the receiver knows its own limit.
 */
export function* planRequests(batches: readonly RenderedBatch[], ledger: HttpLedger, limits: RequestLimits): Generator<readonly Span[]> {
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
      const last = spans.at(-1);
      if (last !== undefined && last.batch === batch && last.to === index) spans[spans.length - 1] = { ...last, to: index + 1 };
      else spans.push({ batch, from: index, to: index + 1 });
      events += 1;
      bytes += size;
    }
  }
  if (events > 0) yield spans;
}

/** A JSON array. The lines are copied as they are: every "\n" becomes the comma behind its event, the last one the bracket. */
export function requestBody(spans: readonly Span[]): Buffer {
  const body = Buffer.allocUnsafe(1 + spans.reduce((sum, span) => sum + bytesOf(span), 0));
  body[0] = openBracket;
  let at = 1;
  for (const span of spans) {
    const { batch, from, to } = span;
    const start = lineStart(batch, from);
    body.set(batch.lines.subarray(start, lineStart(batch, to)), at);
    for (let index = from; index < to; index += 1) body[at + lineStart(batch, index + 1) - start - 1] = comma;
    at += bytesOf(span);
  }
  body[body.length - 1] = closeBracket;
  return body;
}

/** Two halves of a request with at least two events. */
export function halve(spans: readonly Span[]): readonly [readonly Span[], readonly Span[]] {
  let room = Math.floor(eventCount(spans) / 2);
  const first: Span[] = [];
  const second: Span[] = [];
  for (const span of spans) {
    const taken = Math.min(room, span.to - span.from);
    room -= taken;
    if (taken > 0) first.push({ ...span, to: span.from + taken });
    if (span.from + taken < span.to) second.push({ ...span, from: span.from + taken });
  }
  return [first, second];
}
