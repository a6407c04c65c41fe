import { describe, expect, it } from 'vitest';

import { failure, FailureError } from '../../../electron/collector/kit/failure-error';
import { inlinePreview } from '../../../electron/collector/preview/store';
import { Tap } from '../../../electron/collector/preview/tap';
import type { Step } from '../../../electron/collector/sources/source';
import { step } from '../../../electron/collector/sources/source';
import type { Spool } from '../../../electron/collector/spool/spool';
import { SpoolRecoveredError } from '../../../electron/collector/spool/spool';
import { PreviewAskSchema } from '../../../shared/model/preview';
import { say, wordsOnly } from '../../../shared/text/message';
import { never } from '../../support/api';
import { at, brokenLine, chunkOf, namesOf, siem } from '../../support/chunks';
import { listeningLog, ScriptedStream } from '../../support/doubles';
import { FakeClock, HeldClock } from '../../support/fake-clock';
import { openedSpool, runnerOf } from '../../support/loops';
import { until } from '../../support/until';

async function* steps(...given: readonly Step[]): AsyncGenerator<Step, void, void> {
  for (const one of given) yield await Promise.resolve(one);
}

function fails(code: Parameters<typeof failure>[0], retryAfterMs: number | null = null): never {
  throw new FailureError(failure(code, { at: 1, detail: 'words', retryAfterMs }));
}

/** A poll that breaks off with a failure after `first`. */
async function* breaking(code: Parameters<typeof failure>[0], first: readonly Step[] = [], retryAfterMs: number | null = null): AsyncGenerator<Step, void, void> {
  yield* steps(...first);
  fails(code, retryAfterMs);
}

describe('StreamRunner', () => {
  it('commits each step before it asks for the next, and goes on from there', async () => {
    const spool = await openedSpool();
    const seen: unknown[] = [];
    const stream = new ScriptedStream(async function* (context, poll) {
      for (const n of [1, 2]) {
        yield step({ poll, n }, { chunk: chunkOf([`${poll}-${n}`], at + n) });
        seen.push((await spool.memory(siem)).cursor);
      }
      expect(context.loadState).toBeTypeOf('function');
    });
    const runner = runnerOf(stream, spool);
    expect(await runner.once(never)).toBe(true);
    expect(await runner.once(never)).toBe(true);
    expect(seen).toEqual([{ poll: 1, n: 1 }, { poll: 1, n: 2 }, { poll: 2, n: 1 }, { poll: 2, n: 2 }]);
    expect(stream.contexts.map((context) => [context.cursor, context.newest])).toEqual([[null, null], [{ poll: 1, n: 2 }, at + 2]]);
    expect((await spool.lease('file', 10, 1e9)).batches.flatMap(namesOf)).toEqual(['1-1', '1-2', '2-1', '2-2']);
    expect(runner.status).toMatchObject({ health: { state: 'active', failure: null }, polling: false, lastEventAt: at + 2, counts: { fetched: 4, spooled: 4 }, notes: [wordsOnly('A note.')] });
  });

  it('keeps what it had before a failure, says what failed, and tries again from there', async () => {
    const spool = await openedSpool();
    const log = listeningLog();
    const stream = new ScriptedStream((_context, poll) => (poll === 1 ? breaking('NET-RESET', [step('half', { chunk: chunkOf(['a']) })]) : steps(step('whole', { chunk: chunkOf(['a', 'b']) }))));
    const clock = new FakeClock();
    const runner = runnerOf(stream, spool, { log, clock });
    expect(await runner.once(never)).toBe(true);
    expect(stream.contexts.map((context) => context.cursor)).toEqual([null, 'half']);
    expect(runner.status.counts).toMatchObject({ fetched: 3, duplicates: 1, spooled: 2 });
    expect(log.lines.map((line) => [line.event, line.fields['code']])).toEqual([['poll failed', 'NET-RESET']]);
    expect(clock.slept).toEqual([1500]);
  });

  it('gives up in --once only what needs a person, or what fails for long', async () => {
    const spool = await openedSpool();
    const denied = new ScriptedStream(() => breaking('MC-PERM-403'));
    expect(await runnerOf(denied, spool).once(never)).toBe(false);
    expect(denied.polls).toBe(1);
    const disturbed = new ScriptedStream(() => breaking('MC-SERVER-5XX'));
    const runner = runnerOf(disturbed, spool);
    expect(await runner.once(never)).toBe(false);
    expect(disturbed.polls).toBe(6);
    expect(runner.status.health).toMatchObject({ state: 'degraded', failure: { code: 'MC-SERVER-5XX' } });
  });

  it('ends --once when it is told to, in the middle of a poll', async () => {
    const spool = await openedSpool();
    const stop = new AbortController();
    const stream = new ScriptedStream(async function* (context) {
      yield step(1, { chunk: chunkOf(['a']) });
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => {
          reject(context.signal.reason as Error);
        });
        stop.abort();
      });
    });
    const runner = runnerOf(stream, spool);
    expect(await runner.once(stop.signal)).toBe(false);
    expect(await runner.once(stop.signal)).toBe(false);
    expect(runner.status).toMatchObject({ counts: { fetched: 1 }, health: { failure: null } });
    expect(stream.polls).toBe(1);
  });

  it('waits as long as the other side asks, longer with every failure, and as usual afterwards', async () => {
    const spool = await openedSpool();
    const stream = new ScriptedStream((_context, poll) => (poll === 1 ? breaking('MC-RATE-429', [], 77_000) : poll <= 3 ? breaking('NET-RESET') : steps()));
    const clock = new FakeClock();
    const runner = runnerOf(stream, spool, { clock });
    runner.start();
    await until('six polls', () => stream.polls >= 6);
    await runner.stop();
    expect(clock.slept.slice(0, 6)).toEqual([1_500, 77_000, 3_000, 6_000, 60_000, 60_000]);
  });

  it('never polls more often than the quota of the stream allows', async () => {
    const spool = await openedSpool();
    const clock = new FakeClock();
    const stream = new ScriptedStream(() => steps());
    const runner = runnerOf(stream, spool, { clock, pollMs: 1 });
    runner.start();
    await until('three polls', () => stream.polls >= 3);
    await runner.stop();
    expect(clock.slept.slice(1).every((ms) => ms === 1_000)).toBe(true);
  });

  it('polls at once when asked to, while it waits', async () => {
    const spool = await openedSpool();
    const clock = new HeldClock();
    const stream = new ScriptedStream(() => steps());
    const runner = runnerOf(stream, spool, { clock });
    runner.pollNow();
    runner.start();
    await until('it waits', () => clock.sleeping === 1);
    expect(runner.status.nextPollAt).toBe(clock.now() + 1500);
    runner.pollNow();
    await until('one poll', () => stream.polls === 1);
    await until('it waits again', () => clock.sleeping === 1);
    clock.advance(60_000);
    await until('two polls', () => stream.polls === 2);
    await until('it waits', () => clock.sleeping === 1);
    await runner.stop();
  });

  it('finishes the commit under way when it is stopped, and nothing more', async () => {
    const spool = await openedSpool();
    const log = listeningLog();
    let ended = false;
    const stream = new ScriptedStream(async function* () {
      try {
        for (let n = 0; ; n += 1) {
          yield step(n, { chunk: chunkOf([`n${n}`]) });
          await new Promise((resolve) => setImmediate(resolve));
        }
      } finally {
        ended = true;
      }
    });
    const runner = runnerOf(stream, spool, { log });
    runner.start();
    await until('some commits', () => runner.status.counts.fetched > 5);
    await runner.stop();
    expect(ended).toBe(true);
    const { cursor, counts } = await spool.memory(siem);
    expect(counts.fetched).toBe(Number(cursor) + 1);
    expect(runner.status.health).toMatchObject({ state: 'stopped', failure: null });
    expect(log.lines).toEqual([]);
  });

  it('shows what was counted on earlier days before the first poll, also when it is paused', async () => {
    const spool = await openedSpool();
    await runnerOf(new ScriptedStream(() => steps(step('x', { chunk: chunkOf(['a', 'b']) }))), spool).once(never);
    const stream = new ScriptedStream(() => steps());
    const paused = runnerOf(stream, spool);
    paused.pause();
    await until('it remembers', () => paused.status.counts.fetched === 2);
    expect(paused.status.health).toMatchObject({ state: 'paused', note: say('collector.pausedByYou') });
    await paused.stop();
    expect(stream.polls).toBe(0);
  });

  it('writes down what was not read before Mimecast gave it up, once', async () => {
    const spool = await openedSpool();
    const clock = new FakeClock();
    const stream = new ScriptedStream((_context, poll) => (poll === 2 ? breaking('NET-RESET') : steps()));
    stream.horizonMs = 86_400_000;
    const first = runnerOf(stream, spool, { clock });
    await first.once(never);
    const lastRead = clock.now();
    clock.advance(3 * 86_400_000);
    const second = runnerOf(stream, spool, { clock });
    expect(second.status.dataExpiresAt).toBeNull();
    await second.once(never);
    // The second try found the horizon a little further on: the gap grew.
    expect(second.status.gaps).toMatchObject([{ from: new Date(lastRead).toISOString(), to: new Date(lastRead + 2 * 86_400_000 + 1500).toISOString(), why: say('collector.gap.expired') }]);
    expect(second.status.dataExpiresAt).toBe(clock.now() + 86_400_000);
    await second.once(never);
    expect((await spool.memory(siem)).gaps).toEqual(second.status.gaps);
  });

  it('quarantines and records gaps aloud', async () => {
    const spool = await openedSpool();
    const log = listeningLog();
    const gap = { from: 'a', to: 'b', why: wordsOnly('Because.') };
    const runner = runnerOf(new ScriptedStream(() => steps(step(1, { broken: [brokenLine()], gaps: [gap] }))), spool, { log });
    await runner.once(never);
    expect(runner.status).toMatchObject({ counts: { fetched: 1, quarantined: 1 }, gaps: [gap], health: { state: 'active' } });
    expect(log.lines.map((line) => line.event)).toEqual(['items quarantined', 'gap recorded']);
  });

  it('shows new records in the preview only once, whatever is read again', async () => {
    const spool = await openedSpool();
    const clock = new FakeClock();
    const tap = new Tap(100, clock, inlinePreview({ events: 100, bytes: 1e8 }, clock));
    const runner = runnerOf(new ScriptedStream((_context, poll) => steps(step(poll, { chunk: chunkOf(['a', 'b', `c${poll}`]) }))), spool, { tap, clock });
    await runner.once(never);
    await runner.once(never);
    expect(await tap.rows(PreviewAskSchema.parse({ text: '', logTypes: [], connectorIds: [], at: { kind: 'tail' }, count: 50, upTo: null }))).toMatchObject({ matched: 4, skipped: 0 });
  });

  it('an exception of the stream is a failure like any other', async () => {
    const spool = await openedSpool();
    const stream = new ScriptedStream(() => {
      throw new TypeError('undefined is not a function');
    });
    const runner = runnerOf(stream, spool);
    expect(await runner.once(never)).toBe(false);
    expect(runner.status.health).toMatchObject({ state: 'degraded', failure: { code: 'APP-BUG', detail: 'TypeError: undefined is not a function' } });
  });

  it('forgets what it remembers when the spool was rebuilt, and starts over as far back as it was ever asked to', async () => {
    const real = await openedSpool();
    let rebuilt = false;
    const spool: Spool = {
      ...real,
      memory: async (ref) => ({ ...(await real.memory(ref)), ...(rebuilt ? { cursor: null, againFrom: 5, epoch: 1 } : {}) }),
      commit: (commit) => (commit.epoch === (rebuilt ? 1 : 0) ? real.commit({ ...commit, epoch: 0 }) : Promise.reject(new SpoolRecoveredError())),
    };
    const log = listeningLog();
    const stream = new ScriptedStream(async function* (_context, poll) {
      if (poll === 2) rebuilt = true;
      yield await Promise.resolve(step({ poll }, { chunk: chunkOf([`p${poll}`]) }));
    });
    const clock = new FakeClock();
    stream.horizonMs = 7 * 86_400_000;
    const runner = runnerOf(stream, spool, { log, clock, startFrom: clock.now() });
    expect(await runner.once(never)).toBe(true);
    expect(await runner.once(never)).toBe(true);
    expect(stream.contexts.map((context) => context.cursor)).toEqual([null, { poll: 1 }, null]);
    // No further than Mimecast answers.
    expect(stream.contexts[2]?.startFrom).toBe(clock.now() - 7 * 86_400_000);
    expect(log.lines.map((line) => [line.event, line.fields['code'] ?? line.fields['startsOver']])).toEqual([['poll failed', 'PC-SPOOL-RECOVERED'], ['local store was rebuilt', true]]);
    expect((await real.lease('file', 10, 1e9)).batches.flatMap(namesOf)).toEqual(['p1', 'p3']);
    expect(runner.status.health).toMatchObject({ state: 'active', failure: null });
  });

  it('learns from the spool at every poll, also when there is nothing to commit', async () => {
    const real = await openedSpool();
    let cursor: unknown = 'far';
    const spool: Spool = { ...real, memory: async (ref) => ({ ...(await real.memory(ref)), cursor }) };
    const stream = new ScriptedStream(() => steps());
    const runner = runnerOf(stream, spool);
    await runner.once(never);
    cursor = null;
    await runner.once(never);
    expect(stream.contexts.map((context) => context.cursor)).toEqual(['far', null]);
  });
});
