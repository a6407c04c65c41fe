import { describe, expect, it } from 'vitest';

import { FreshBatch, HeldBatches } from '../../../../electron/collector/outputs/held-batches';
import type { RenderedEvents, RenderForm } from '../../../../electron/collector/pipeline/chunk';

const raw: RenderForm = { format: 'raw', model: 'connector' };
const large = 1024 * 1024;
const idsOf = (seq: number): Uint8Array => new Uint8Array(16).fill(seq);

function batchOf(seq: number, bytes = large): { batch: FreshBatch; events: RenderedEvents } {
  const events = { ...raw, lines: new Uint8Array(bytes).fill(10), ends: new Uint32Array([bytes]) };
  return { batch: new FreshBatch(seq, idsOf(seq), [events]), events };
}

describe('HeldBatches', () => {
  it('gives the events of a batch in its own form only', () => {
    const held = new HeldBatches(raw, false);
    const other = new HeldBatches({ format: 'both', model: 'ecs' }, false);
    const { batch, events } = batchOf(1);
    held.offer(batch);
    other.offer(batch);
    expect(held.seqs).toEqual([1]);
    expect(held.get(1, idsOf(1))?.lines).toBe(events.lines);
    expect(other.seqs).toEqual([]);
  });

  it('gives nothing for a number that stands for another batch now', () => {
    const held = new HeldBatches(raw, false);
    held.offer(batchOf(1).batch);
    expect(held.get(1, idsOf(2))).toBeNull();
  });

  it('takes no more than its share of memory; the rest is in the spool', () => {
    const held = new HeldBatches(raw, false);
    for (let seq = 1; seq <= 100; seq += 1) held.offer(batchOf(seq).batch);
    expect(held.seqs).toHaveLength(32);
    held.drop(1);
    held.offer(batchOf(101).batch);
    expect(held.seqs.at(-1)).toBe(101);
  });

  it('gives memory back when the last of those who share it is done, never before', () => {
    const first = new HeldBatches(raw, false);
    const second = new HeldBatches(raw, false);
    const { batch, events } = batchOf(1);
    first.offer(batch);
    second.offer(batch);
    first.drop(1);
    expect(events.lines.length).toBe(large);
    second.drop(1);
    expect(events.lines.length).toBe(0);
  });

  it('gives back what nobody took, and leaves the rest to those who did', () => {
    const nobody = batchOf(1);
    nobody.batch.offered();
    expect(nobody.events.lines.length).toBe(0);
    const taken = batchOf(2);
    const held = new HeldBatches(raw, false);
    held.offer(taken.batch);
    taken.batch.offered();
    expect(held.get(2, idsOf(2))?.lines.length).toBe(large);
  });

  it('leaves memory alone that somebody may still read', () => {
    const file = new HeldBatches(raw, false);
    const socket = new HeldBatches(raw, true);
    const { batch, events } = batchOf(1);
    socket.offer(batch);
    file.offer(batch);
    socket.drop(1);
    file.drop(1);
    expect(events.lines.length).toBe(large);
  });
});
