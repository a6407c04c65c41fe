import { describe, expect, it } from 'vitest';

import type { RunEnd, Spool } from '../../electron/collector/spool/spool';
import type { Failure } from '../../shared/failures/failure';
import type { Run, RunAsk } from '../../shared/model/run';
import { at, brokenLine, commitOf, dlp, siem } from '../support/chunks';
import { expectBalanced, openedBy } from './spool-law';

const plenty = [100, 64 * 1024 * 1024] as const;
const minute = 60_000;
const refusal: Failure = { code: 'OUT-REFUSED', detail: 'field not allowed', retryAfterMs: null, at, ref: 'r1' };
const reset: Failure = { code: 'NET-RESET', detail: 'ECONNRESET', retryAfterMs: null, at, ref: 'r2' };
const everything: RunAsk = { connectorId: 'c1', logType: null, onlyFailed: false, before: null, limit: 500 };

function endOf(startedAt: number, more: Partial<RunEnd> = {}): RunEnd {
  return { stream: siem, startedAt, endedAt: startedAt + 10, outcome: 'done', attempt: 0, failure: null, nextPollAt: startedAt + minute, ...more };
}

function failed(startedAt: number, attempt: number, failure = reset): RunEnd {
  return endOf(startedAt, { outcome: 'failed', attempt, failure });
}

async function runsOf(spool: Spool, more: Partial<RunAsk> = {}): Promise<readonly Run[]> {
  return (await spool.runs({ ...everything, ...more })).runs;
}

const brief = ({ outcome, times, startedAt, lastStartedAt }: Run): unknown[] => [outcome, times, startedAt - at, lastStartedAt - at];

/** What the spool keeps beside events and positions (electron/collector/spool/spool.ts): books by output, and the history of runs. */
export function spoolRecordsLaw(name: string, make: (dir: string) => Spool): void {
  describe(`spool records law: ${name}`, () => {
    it('books what a filter left out apart from what was delivered, in all and in its hour', async () => {
      const { spool, again } = await openedBy(make);
      await spool.commit(commitOf(['a', 'b', 'c', 'd'], { outputs: ['file', 'dnif'] }));
      const seqs = (await spool.lease('dnif', ...plenty)).batches.map(({ seq }) => seq);
      const result = await spool.acknowledge({
        outputId: 'dnif', seqs, refused: seqs.map((seq) => ({ seq, events: [2], failure: refusal })), filtered: seqs.map((seq) => ({ seq, kept: Uint32Array.from([1, 2]) })), at,
      });
      expect(result).toMatchObject({ waiting: 0, delivered: 1, refused: 1, filtered: 2 });
      await spool.acknowledge({ outputId: 'file', seqs, refused: [], at });
      const reopened = await again();
      expect((await reopened.memory(siem)).counts).toMatchObject({ released: 4, delivered: { dnif: 1, file: 4 }, refused: { dnif: 1 }, filtered: { dnif: 2 } });
      expect(await reopened.outputMemory('dnif')).toEqual({ resume: null, waiting: 0, delivered: 1, refused: 1, filtered: 2 });
      expect(await reopened.ledger(0, at * 2)).toMatchObject([{ released: 4, delivered: { dnif: 1, file: 4 }, refused: { dnif: 1, file: 0 }, filtered: { dnif: 2 } }]);
      await expectBalanced(reopened, siem);
    });

    it('adds the commits of a poll up to one run, which ends with what became of it', async () => {
      const { spool, again } = await openedBy(make);
      await spool.commit(commitOf(['a', 'b'], { run: at, at: at + 1 }));
      expect(await runsOf(spool)).toMatchObject([{ outcome: 'running', durationMs: null, fetched: 2, fresh: 2 }]);
      await spool.commit(commitOf(['b', 'c'], { run: at, at: at + 2, broken: [brokenLine()] }));
      await spool.endRun(endOf(at, { endedAt: at + 1500 }));
      const reopened = await again();
      expect(await runsOf(reopened)).toEqual([{
        id: 1, connectorId: 'c1', logType: 'SIEM', startedAt: at, lastStartedAt: at, times: 1, durationMs: 1500, outcome: 'ok',
        fetched: 5, fresh: 3, duplicates: 1, quarantined: 1, bytes: expect.any(Number) as number, attempt: 0, failure: null, nextPollAt: at + minute,
      }]);
    });

    it('keeps polls that brought nothing as one run, whatever they were told again, over a restart', async () => {
      const { spool, again } = await openedBy(make);
      await spool.commit(commitOf(['a'], { run: at }));
      await spool.endRun(endOf(at));
      for (let n = 1; n <= 3; n += 1) await spool.endRun(endOf(at + n * minute));
      await spool.commit(commitOf(['a'], { run: at + 4 * minute }));
      await spool.endRun(endOf(at + 4 * minute));
      await spool.endRun(endOf(at + 5 * minute));
      const reopened = await again();
      await reopened.endRun(endOf(at + 6 * minute));
      const runs = await runsOf(reopened);
      expect(runs.map(brief)).toEqual([['nothing', 6, minute, 6 * minute], ['ok', 1, 0, 0]]);
      expect(runs[0]).toMatchObject({ fetched: 1, fresh: 0, duplicates: 1, nextPollAt: at + 7 * minute });
    });

    it('keeps failures in a row for the same reason as one run, and tells them from other reasons and from what they brought before', async () => {
      const { spool } = await openedBy(make);
      await spool.commit(commitOf(['a'], { run: at }));
      await spool.endRun(failed(at, 1));
      await spool.endRun(failed(at + 1, 2));
      await spool.endRun(failed(at + 2, 3, { ...reset, ref: 'r9', detail: 'x'.repeat(5000) }));
      await spool.endRun(failed(at + 3, 4, { ...reset, code: 'NET-TIMEOUT' }));
      await spool.endRun(endOf(at + 4, { outcome: 'stopped' }));
      const runs = await runsOf(spool);
      expect(runs.map(brief)).toEqual([['stopped', 1, 4, 4], ['failed', 1, 3, 3], ['failed', 2, 1, 2], ['failed', 1, 0, 0]]);
      expect(runs[2]).toMatchObject({ attempt: 3, failure: { code: 'NET-RESET', ref: 'r9', detail: 'x'.repeat(1000) } });
      expect((await runsOf(spool, { onlyFailed: true })).map((run) => run.attempt)).toEqual([4, 3, 1]);
    });

    it('gives runs by log type, in pages, newest first', async () => {
      const { spool } = await openedBy(make);
      for (let n = 0; n < 5; n += 1) {
        await spool.endRun(failed(at + 2 * n, 1, { ...reset, code: n % 2 === 0 ? 'NET-RESET' : 'NET-TIMEOUT' }));
        await spool.endRun({ ...failed(at + 2 * n, 1, { ...reset, code: n % 2 === 0 ? 'NET-RESET' : 'NET-TIMEOUT' }), stream: dlp });
      }
      const seen: Run[] = [];
      let before: RunAsk['before'] = null;
      do {
        const page = await spool.runs({ ...everything, before, limit: 3 });
        seen.push(...page.runs);
        before = page.next;
      } while (before !== null);
      expect(seen.length).toBe(10);
      expect(new Set(seen.map((run) => run.id)).size).toBe(10);
      expect(seen.map((run) => run.lastStartedAt)).toEqual([8, 8, 6, 6, 4, 4, 2, 2, 0, 0].map((ms) => at + ms));
      expect((await runsOf(spool, { logType: 'DLP' })).every((run) => run.logType === 'DLP')).toBe(true);
      expect(await spool.runs({ ...everything, connectorId: 'other' })).toEqual({ runs: [], next: null });
    });

    it('keeps the newest five hundred runs of a stream, and none that is older than thirty days', async () => {
      const { spool } = await openedBy(make);
      await spool.endRun({ ...failed(at, 1), stream: dlp });
      await spool.endRun({ ...failed(at + 31 * 24 * 60 * minute, 1, { ...reset, code: 'NET-TIMEOUT' }), stream: dlp });
      for (let n = 0; n < 510; n += 1) await spool.endRun(failed(at + n, 1, { ...reset, code: n % 2 === 0 ? 'NET-RESET' : 'NET-TIMEOUT' }));
      const runs = await runsOf(spool, { logType: 'SIEM' });
      expect([runs.length, runs.at(-1)?.startedAt]).toEqual([500, at + 10]);
      expect((await runsOf(spool, { logType: 'DLP' })).map((run) => run.failure?.code)).toEqual(['NET-TIMEOUT']);
    });

    it('calls a run that the end of the program cut off stopped', async () => {
      const { spool, again } = await openedBy(make);
      await spool.commit(commitOf(['a'], { run: at }));
      const reopened = await again();
      expect(await runsOf(reopened)).toMatchObject([{ outcome: 'stopped', durationMs: null, fresh: 1 }]);
    });

    it('takes nothing of a commit that fails into its run', async () => {
      const { spool } = await openedBy(make);
      await spool.commit(commitOf(['a'], { run: at }));
      await expect(spool.commit(commitOf(['b'], { run: at, epoch: 77 }))).rejects.toThrow();
      await spool.endRun(failed(at, 1));
      expect(await runsOf(spool)).toMatchObject([{ outcome: 'failed', fresh: 1, fetched: 1 }]);
    });
  });
}
