import { describe, expect, it } from 'vitest';

import { failure, FailureError } from '../../../../electron/collector/kit/failure-error';
import { step } from '../../../../electron/collector/sources/source';
import type { RunEnd, Spool } from '../../../../electron/collector/spool/spool';
import { never } from '../../../support/api';
import { at, chunkOf } from '../../../support/chunks';
import { listeningLog, ScriptedStream } from '../../../support/doubles';
import { FakeClock } from '../../../support/fake-clock';
import { openedSpool, runnerOf } from '../../../support/loops';
import { until } from '../../../support/until';

const ofAll = { connectorId: 'c1', logType: null, onlyFailed: false, before: null, limit: 500 } as const;

/** Reads something at first, fails twice, then finds nothing new. */
const eventful = (): ScriptedStream => new ScriptedStream(async function* (_context, poll) {
  if (poll === 2 || poll === 3) throw new FailureError(failure('NET-RESET', { at: 1, detail: 'words' }));
  if (poll === 1) yield await Promise.resolve(step('read', { chunk: chunkOf(['a', 'b'], at) }));
});

describe('the history of runs', () => {
  it('has every poll of a stream: what it brought, why it failed, how often in a row, and when the next was due', async () => {
    const spool = await openedSpool();
    const stream = eventful();
    const runner = runnerOf(stream, spool, { clock: new FakeClock(at) });
    runner.start();
    await until('four polls', () => stream.contexts.length > 4);
    await runner.stop();
    const { runs } = await spool.runs(ofAll);
    const [first, second] = [...runs].reverse();
    expect(first).toMatchObject({ outcome: 'ok', fetched: 2, fresh: 2, attempt: 0, failure: null });
    expect(first?.nextPollAt).toBe((first?.startedAt ?? 0) + (first?.durationMs ?? 0) + 60_000);
    expect(second).toMatchObject({ outcome: 'failed', times: 2, attempt: 2, failure: { code: 'NET-RESET', detail: 'words' } });
    expect(runs.some((run) => run.outcome === 'nothing')).toBe(true);
  });

  it('that cannot be written is a line in the log; the poll succeeds all the same', async () => {
    const kept = await openedSpool();
    const spool: Spool = { ...kept, endRun: () => Promise.reject(new Error('no room')) };
    const log = listeningLog();
    const runner = runnerOf(eventful(), spool, { log });
    expect(await runner.once(never)).toBe(true);
    await until('the line', () => log.lines.some((line) => line.event === 'run not recorded'));
    expect(runner.status).toMatchObject({ health: { state: 'active' }, counts: { fetched: 2 } });
  });

  it('calls a poll that a stop breaks off stopped, not failed', async () => {
    const ended: RunEnd[] = [];
    const kept = await openedSpool();
    const spool: Spool = { ...kept, endRun: (end) => Promise.resolve(void ended.push(end)) };
    const stream = new ScriptedStream(async function* (context) {
      yield await Promise.resolve(step('read', { chunk: chunkOf(['a'], at) }));
      await new Promise((_resolve, reject) => { context.signal.addEventListener('abort', () => { reject(context.signal.reason as Error); }); });
    });
    const runner = runnerOf(stream, spool, { clock: new FakeClock(at) });
    runner.start();
    await until('the first step', () => runner.status.counts.fetched === 1);
    await runner.stop();
    expect(ended).toMatchObject([{ outcome: 'stopped', failure: null, nextPollAt: null }]);
  });
});
