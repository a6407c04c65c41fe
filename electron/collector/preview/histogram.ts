import type { Histogram, PreviewList } from '../../../shared/model/preview';
import type { Block } from './block';
import type { Ring, Segment } from './ring';

const steps = 60;
/** Below this width a step would be shorter than what the clock tells apart on screen. */
const shortestSpanMs = 60_000;

/** Arrivals over time, in sixty steps. Null while there is nothing in the buffer. */
export function histogramOf(ring: Ring, segments: readonly Segment[], list: Pick<PreviewList, 'after' | 'upTo'>): Histogram | null {
  const first = ring.find(Math.max(ring.oldest, list.after + 1));
  const last = ring.find(Math.min(list.upTo ?? Number.MAX_SAFE_INTEGER, ring.next - 1));
  if (first === null || last === null) return null;
  const end = last.block.arrived[last.at] ?? 0;
  const from = Math.min(first.block.arrived[first.at] ?? 0, end + 1 - shortestSpanMs);
  const to = end + 1;
  const all = new Array<number>(steps).fill(0);
  const matched = new Array<number>(steps).fill(0);
  // A clock that was set back gives arrivals outside of the span: they count at its edge.
  const step = (at: number): number => Math.min(steps - 1, Math.max(0, Math.floor(((at - from) / (to - from)) * steps)));
  for (const block of ring.blocks) {
    const lo = Math.max(0, first.block.firstSeq + first.at - block.firstSeq);
    const hi = Math.min(block.count, last.block.firstSeq + last.at - block.firstSeq + 1);
    count(all, block, lo, hi, (index) => index, step);
  }
  for (const { block, places, lo, hi } of segments) count(matched, block, lo, hi, (index) => (places === null ? index : (places[index] ?? 0)), step);
  return { from, to, all, matched };
}

function count(into: number[], block: Block, lo: number, hi: number, placeOf: (index: number) => number, step: (at: number) => number): void {
  if (hi <= lo) return;
  const first = step(block.arrived[placeOf(lo)] ?? 0);
  const last = step(block.arrived[placeOf(hi - 1)] ?? 0);
  // At a high rate a block fits into one step; the detour through its events is for quiet times.
  if (first === last) {
    into[first] = (into[first] ?? 0) + hi - lo;
    return;
  }
  for (let index = lo; index < hi; index += 1) {
    const at = step(block.arrived[placeOf(index)] ?? 0);
    into[at] = (into[at] ?? 0) + 1;
  }
}
