import { describe, expect, it } from 'vitest';

import { failure } from '../../../../electron/collector/kit/failure-error';
import type { Delivery } from '../../../../electron/collector/outputs/output';
import type { FileOutputConfig } from '../../../../shared/model/output';
import { never } from '../../../support/api';
import { commitOf, dlp, siem } from '../../../support/chunks';
import { ScriptedOutput } from '../../../support/doubles';
import { FakeClock } from '../../../support/fake-clock';
import { fileConfig, openedSpool, workerOf } from '../../../support/loops';
import { until } from '../../../support/until';

const delivered: Delivery = { kind: 'delivered', resume: { mine: 1 } };
const configOf = (parts: Partial<FileOutputConfig>): FileOutputConfig => ({ ...fileConfig, ...parts });
const takesAll = (): ScriptedOutput => new ScriptedOutput(() => Promise.resolve(delivered));

/** A commit whose records have these event types. */
function typed(types: readonly string[]): ReturnType<typeof commitOf> {
  const commit = commitOf(types.map((type, place) => `${type} ${place}`));
  const lines = types.map((type, place) => `${JSON.stringify({ type, place })}\n`).join('');
  return commit.chunk === null ? commit : { ...commit, chunk: { ...commit.chunk, lines: new Uint8Array(Buffer.from(lines)) } };
}

describe('what an output does not want', () => {
  it('is settled without being sent', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b']));
    await spool.commit(commitOf(['c'], { stream: dlp }));
    const output = takesAll();
    const worker = workerOf(output, spool, { config: configOf({ filter: { logTypes: ['DLP'] } }) });
    worker.start();
    expect(await worker.drained(3, never)).toBe(true);
    expect(output.deliveries).toEqual([{ seqs: [2], events: 1 }]);
    expect(worker.status).toMatchObject({ waiting: 0, delivered: 1, refused: 0, filtered: 2 });
    const [ofSiem, ofDlp] = [await spool.memory(siem), await spool.memory(dlp)];
    expect([ofSiem.counts.filtered, ofDlp.counts.filtered]).toEqual([{ file: 2 }, undefined]);
    expect((await spool.ledger(0, Date.now())).map((row) => [row.logType, row.delivered, row.filtered])).toEqual([['DLP', { file: 1 }, {}], ['SIEM', { file: 0 }, { file: 2 }]]);
    expect(await spool.unbalanced()).toEqual([]);
  });

  it('proves nothing about the output when it is all there is', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    const output = takesAll();
    const worker = workerOf(output, spool, { config: configOf({ filter: { logTypes: ['DLP'] } }) });
    worker.start();
    expect(await worker.drained(3, never)).toBe(true);
    expect(output.deliveries).toEqual([]);
    expect(worker.status).toMatchObject({ lastDeliveredAt: null, health: { state: 'starting', provenAt: null } });
  });

  it('is counted apart from what was delivered, also after a restart', async () => {
    const spool = await openedSpool();
    await spool.commit(typed(['receipt', 'av', 'receipt']));
    const config = configOf({ filter: { eventTypes: { mode: 'exclude', types: ['receipt'] } } });
    const first = workerOf(takesAll(), spool, { config });
    first.start();
    expect(await first.drained(3, never)).toBe(true);
    expect(first.status).toMatchObject({ delivered: 1, filtered: 2 });
    await first.stop(never);
    const again = workerOf(takesAll(), spool, { config });
    again.pause();
    await until('recalled', () => again.status.filtered === 2);
    expect(again.status).toMatchObject({ delivered: 1, filtered: 2, volume: { byLogType: { SIEM: expect.any(Number) as number } } });
  });

  it('does not shift the places of refused events', async () => {
    const spool = await openedSpool();
    await spool.commit(typed(['receipt', 'av', 'receipt', 'av', 'av']));
    const refusal = failure('OUT-REFUSED', { at: 1, detail: 'words' });
    const output = new ScriptedOutput(() => Promise.resolve({ kind: 'refused', failure: refusal, events: new Map([[1, [1]]]) }));
    const worker = workerOf(output, spool, { config: configOf({ filter: { eventTypes: { mode: 'include', types: ['av'] } } }) });
    worker.start();
    expect(await worker.drained(3, never)).toBe(true);
    expect(output.deliveries).toEqual([{ seqs: [1], events: 3 }]);
    const [item] = (await spool.quarantine(null, 10)).items;
    expect(Buffer.from((await spool.quarantineBytes(item?.id ?? 0)) ?? []).toString('utf8')).toContain('"place":3');
    expect(await spool.unbalanced()).toEqual([]);
  });
});

describe('daily limit of an output', () => {
  const big = (name: string): ReturnType<typeof commitOf> => {
    const commit = commitOf([name]);
    return { ...commit, chunk: commit.chunk === null ? null : { ...commit.chunk, lines: new Uint8Array(Buffer.from(`${JSON.stringify({ name, filler: 'x'.repeat(600 * 1024) })}\n`)) } };
  };

  it('pauses at the limit with a note, loses nothing and goes on after midnight of UTC', async () => {
    const spool = await openedSpool();
    for (const name of ['a', 'b', 'c']) await spool.commit(big(name));
    const clock = new FakeClock(Date.UTC(2026, 2, 10, 12));
    const output = takesAll();
    const notes = new Set<string | null>();
    const worker = workerOf(output, spool, { config: configOf({ rateLimit: { mibPerDay: 1 } }), clock, changed: () => notes.add(worker.status.health.note?.english ?? null) });
    worker.start();
    await until('all is sent', () => worker.status.delivered === 3);
    expect(output.deliveries.map((one) => one.seqs)).toEqual([[1], [2], [3]]);
    expect([...notes]).toContainEqual('Daily limit of 1 MiB reached. Sending goes on at 00:00 UTC; the events wait in the spool.');
    expect(clock.now()).toBeGreaterThanOrEqual(Date.UTC(2026, 2, 12));
    expect(worker.status.health.state).toBe('active');
  });

  it('warns before the limit, keeps sending where it may, and takes the warning back with the new day', async () => {
    const spool = await openedSpool();
    const clock = new FakeClock(Date.UTC(2026, 2, 10, 12));
    clock.sleep = async (_ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    };
    for (const name of ['a', 'b', 'c']) await spool.commit(big(name));
    const worker = workerOf(takesAll(), spool, { config: configOf({ rateLimit: { mibPerDay: 1, stopAtLimit: false } }), clock });
    worker.start();
    await until('all is sent', () => worker.status.delivered === 3);
    expect(worker.status.health).toMatchObject({ state: 'degraded', failure: { code: 'OUT-VOLUME', detail: expect.stringContaining('175 %') as string } });
    const { ref } = worker.status.health.failure ?? {};
    clock.advance(86_400_000);
    await until('a new day', () => worker.status.health.state === 'active');
    expect(ref).toMatch(/^[0-9a-f]{8}$/);
  });

  it('does not keep a single run waiting for midnight', async () => {
    const spool = await openedSpool();
    for (const name of ['a', 'b']) await spool.commit(big(name));
    const held = new FakeClock(Date.UTC(2026, 2, 10, 12));
    // Time does not pass, so that midnight never comes.
    held.sleep = async (_ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    };
    const worker = workerOf(takesAll(), spool, { config: configOf({ rateLimit: { mibPerDay: 1 } }), clock: held });
    worker.start();
    expect(await worker.drained(3, never)).toBe(false);
    expect(worker.status).toMatchObject({ waiting: 1, delivered: 1, health: { state: 'paused', failure: null } });
  });

  it('is not granted twice by a restart, and the state of the output survives', async () => {
    const spool = await openedSpool();
    for (const name of ['a', 'b']) await spool.commit(big(name));
    const still = new FakeClock(Date.UTC(2026, 2, 10, 12));
    still.sleep = async (_ms, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    };
    const config = configOf({ rateLimit: { mibPerDay: 1 } });
    const first = workerOf(takesAll(), spool, { config, clock: still });
    first.start();
    await until('paused', () => first.status.health.state === 'paused');
    await first.stop(never);
    expect((await spool.outputMemory('file')).resume).toMatchObject({ mine: 1 });
    const again = takesAll();
    const second = workerOf(again, spool, { config, clock: still });
    second.start();
    await until('paused again', () => second.status.health.state === 'paused');
    expect(again.deliveries).toEqual([]);
    expect(again.opened).toMatchObject([{ mine: 1 }]);
  });
});
