import { describe, expect, it, onTestFinished } from 'vitest';

import { failure, FailureError } from '../../../electron/collector/kit/failure-error';
import type { BackfillSettings } from '../../../electron/collector/pipeline/backfill-runner';
import { BackfillRunner } from '../../../electron/collector/pipeline/backfill-runner';
import { step } from '../../../electron/collector/sources/source';
import type { Spool } from '../../../electron/collector/spool/spool';
import { SpoolRecoveredError } from '../../../electron/collector/spool/spool';
import { at, chunkOf, commitOf, namesOf, siem } from '../../support/chunks';
import { listeningLog, ScriptedStream } from '../../support/doubles';
import { FakeClock } from '../../support/fake-clock';
import { openedSpool } from '../../support/loops';
import { until } from '../../support/until';

function backfillOf(stream: ScriptedStream, spool: Spool, more: Partial<BackfillSettings> = {}) {
  const backfill = new BackfillRunner({
    ref: siem, connectorName: 'Head office', stream, spool, clock: new FakeClock(at), random: () => 0.5, log: listeningLog(), outputs: ['file'], busy: () => false, changed: () => undefined, ...more,
  });
  onTestFinished(() => backfill.stop());
  return backfill;
}

/** Endless: a job that a test interrupts. */
const endless = () =>
  new ScriptedStream(async function* (context) {
    for (let n = Number((context.cursor as { n?: number } | null)?.n ?? 0) + 1; ; n += 1) {
      yield step({ n }, { chunk: chunkOf([`${context.startFrom}-${n}`]) });
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

describe('BackfillRunner', () => {
  it('reads the past beside the live position, and ends', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['live'], { cursor: 'live position' }));
    const stream = new ScriptedStream(async function* () {
      yield await Promise.resolve(step({ n: 1 }, { chunk: chunkOf(['past', 'live']) }));
    });
    const backfill = backfillOf(stream, spool);
    await backfill.start(at - 1000);
    await until('it ended', () => backfill.status === null);
    expect((await spool.memory(siem)).cursor).toBe('live position');
    expect((await spool.lease('file', 10, 1e9)).batches.flatMap(namesOf)).toEqual(['live', 'past']);
    expect((await spool.memory(siem)).counts).toMatchObject({ fetched: 3, duplicates: 1 });
    expect(stream.contexts[0]).toMatchObject({ cursor: null, startFrom: at - 1000 });
  });

  it('goes on after a restart where it was', async () => {
    const spool = await openedSpool();
    const first = backfillOf(endless(), spool);
    await first.start(5);
    await until('some steps', () => (first.status?.collected ?? 0) >= 3);
    await first.stop();
    const stream = endless();
    const second = backfillOf(stream, spool);
    await second.resume();
    await until('it goes on', () => stream.polls === 1);
    const from = (stream.contexts[0]?.cursor as { n: number }).n;
    expect(from).toBeGreaterThanOrEqual(3);
    await until('more', () => (second.status?.collected ?? 0) > from);
    await second.stop();
    expect((await spool.memory(siem)).counts.duplicates).toBe(0);
  });

  it('pauses, goes on and is cancelled as asked', async () => {
    const spool = await openedSpool();
    const backfill = backfillOf(endless(), spool);
    await backfill.start(5);
    await until('some steps', () => (backfill.status?.collected ?? 0) >= 2);
    await backfill.pause(true);
    expect(backfill.status?.state).toBe('paused');
    const { fetched } = (await spool.memory(siem)).counts;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect((await spool.memory(siem)).counts.fetched - fetched).toBeLessThanOrEqual(1);
    await backfill.pause(false);
    await until('more', async () => (await spool.memory(siem)).counts.fetched > fetched + 2);
    await backfill.cancel();
    expect(backfill.status).toBeNull();
    expect((await spool.state(siem)).filter((change) => change.key.includes('backfill'))).toEqual([]);
  });

  it('a new start replaces the old one', async () => {
    const spool = await openedSpool();
    const stream = endless();
    const backfill = backfillOf(stream, spool);
    await backfill.start(5);
    await until('some steps', () => (backfill.status?.collected ?? 0) >= 2);
    await backfill.start(1);
    await until('the new one runs', () => stream.contexts.some((context) => context.startFrom === 1) && (backfill.status?.collected ?? 0) >= 2);
    expect(backfill.status).toMatchObject({ from: 1, state: 'running' });
  });

  it('waits while the live stream polls, tries again after a failure, and says so', async () => {
    const spool = await openedSpool();
    let busy = true;
    const clock = new FakeClock(at);
    const stream = new ScriptedStream(async function* (_context, poll) {
      yield await Promise.resolve(step(poll, { chunk: chunkOf([`p${poll}`]) }));
      if (poll === 1) throw new FailureError(failure('NET-RESET', { at: 1 }));
    });
    const log = listeningLog();
    const backfill = backfillOf(stream, spool, { busy: () => busy, clock, log });
    await backfill.start(5);
    await until('it waits', () => clock.slept.filter((ms) => ms === 200).length > 5);
    busy = false;
    await until('it ended', () => backfill.status === null);
    expect(stream.polls).toBe(2);
    expect(log.lines.map((line) => line.fields['code'])).toEqual(['NET-RESET']);
  });

  it('does nothing where there is no job', async () => {
    const spool = await openedSpool();
    const stream = endless();
    const backfill = backfillOf(stream, spool);
    await backfill.resume();
    await backfill.pause(true);
    await backfill.pause(false);
    await backfill.stop();
    await backfill.stop();
    expect(stream.polls).toBe(0);
    expect(backfill.status).toBeNull();
  });

  it('counts new events only, on screen and after a restart, and never more than there are', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b', 'c']));
    const clock = new FakeClock(at);
    const hold = new AbortController();
    const stream = new ScriptedStream(async function* (context) {
      yield step({ n: 1 }, { chunk: chunkOf(['a', 'b', 'new 1']) });
      yield step({ n: 2 }, { chunk: chunkOf(['c', 'new 2', 'new 3']) });
      await new Promise((_resolve, reject) => {
        for (const signal of [context.signal, hold.signal]) signal.addEventListener('abort', () => reject(new DOMException('over', 'AbortError')));
      });
    });
    const first = backfillOf(stream, spool, { clock });
    await first.start(5);
    await until('two steps', () => first.status?.collected === 3);
    await first.stop();
    const again = backfillOf(new ScriptedStream(() => endless().poll(stream.contexts[0]!)), spool, { busy: () => true });
    await again.resume();
    expect(again.status?.collected).toBe(1);
    await again.stop();
    expect((await spool.memory(siem)).counts).toMatchObject({ duplicates: 3 });
  });

  it('starts its way over when the spool was rebuilt', async () => {
    const real = await openedSpool();
    let rebuilt = false;
    const spool: Spool = {
      ...real,
      memory: async (ref) => ({ ...(await real.memory(ref)), epoch: rebuilt ? 1 : 0 }),
      commit: (commit) => (commit.epoch === (rebuilt ? 1 : 0) ? real.commit({ ...commit, epoch: 0 }) : Promise.reject(new SpoolRecoveredError())),
    };
    const stream = endless();
    const backfill = backfillOf(stream, spool);
    await backfill.start(5);
    await until('some steps', () => (backfill.status?.collected ?? 0) >= 3);
    rebuilt = true;
    await until('it began anew', () => stream.polls === 2);
    expect(stream.contexts[1]).toMatchObject({ cursor: null, startFrom: 5 });
    await until('it goes on', async () => (await real.memory(siem)).counts.duplicates >= 3);
    await backfill.cancel();
    await backfill.stop();
  });
});
