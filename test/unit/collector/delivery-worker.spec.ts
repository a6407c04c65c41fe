import { describe, expect, it } from 'vitest';

import { failure, FailureError } from '../../../electron/collector/kit/failure-error';
import { FreshBatch } from '../../../electron/collector/outputs/held-batches';
import type { Delivery } from '../../../electron/collector/outputs/output';
import type { Spool } from '../../../electron/collector/spool/spool';
import type { Failure } from '../../../shared/failures/failure';
import { say } from '../../../shared/text/message';
import { never } from '../../support/api';
import { at, chunkOf, commitOf, siem } from '../../support/chunks';
import { listeningLog, ScriptedOutput } from '../../support/doubles';
import { FakeClock, HeldClock } from '../../support/fake-clock';
import { fileConfig, openedSpool, workerOf } from '../../support/loops';
import { until } from '../../support/until';

const delivered: Delivery = { kind: 'delivered' };
const problem = (code: Failure['code'] = 'OUT-UNREACHABLE', retryAfterMs: number | null = null): Failure => failure(code, { at: 1, detail: 'words', retryAfterMs });
const retry = (code?: Failure['code'], retryAfterMs?: number): Delivery => ({ kind: 'retry', failure: problem(code, retryAfterMs) });

describe('DeliveryWorker', () => {
  it('delivers in order, acknowledges, and saves the state of the output with it', async () => {
    const spool = await openedSpool();
    for (const name of ['a', 'b', 'c']) await spool.commit(commitOf([name]));
    const output = new ScriptedOutput((batches) => Promise.resolve({ kind: 'delivered', resume: { last: batches.at(-1)?.seq } }));
    const worker = workerOf(output, spool);
    worker.start();
    expect(await worker.drained(3, never)).toBe(true);
    expect(output.deliveries).toEqual([{ seqs: [1, 2, 3], events: 3 }]);
    expect(worker.status).toMatchObject({ waiting: 0, delivered: 3, refused: 0, health: { state: 'active' } });
    expect((await spool.outputMemory('file')).resume).toMatchObject({ last: 3 });
    await worker.stop(never);
    const next = new ScriptedOutput(() => Promise.resolve(delivered));
    const second = workerOf(next, spool);
    second.start();
    await until('it is open', () => next.opened.length === 1);
    expect(next.opened).toMatchObject([{ last: 3 }]);
    expect([...output.violations, ...next.violations]).toEqual([]);
  });

  it('tries the same batches again for ever, and waits as long as it is asked to', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b']));
    const clock = new FakeClock();
    const output = new ScriptedOutput((_batches, _signal, n) => Promise.resolve(n === 1 ? retry('OUT-THROTTLED', 33_000) : n <= 4 ? retry() : delivered));
    const log = listeningLog();
    const worker = workerOf(output, spool, { clock, log });
    worker.start();
    await until('delivered', () => worker.status.delivered === 2);
    expect(output.deliveries.map((one) => one.seqs)).toEqual([[1], [1], [1], [1], [1]]);
    expect(clock.slept.slice(0, 4)).toEqual([33_000, 3_000, 6_000, 12_000]);
    expect(log.lines.map((line) => line.fields['code'])).toEqual(['OUT-THROTTLED', 'OUT-UNREACHABLE', 'OUT-UNREACHABLE', 'OUT-UNREACHABLE']);
    expect(worker.status.health).toMatchObject({ state: 'active', failure: null });
  });

  it('sets refused events aside and counts them apart', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b', 'c']));
    const output = new ScriptedOutput(() => Promise.resolve({ kind: 'refused', failure: problem('OUT-REFUSED'), events: new Map([[1, [1]]]) }));
    const worker = workerOf(output, spool);
    worker.start();
    expect(await worker.drained(3, never)).toBe(true);
    expect(worker.status).toMatchObject({ waiting: 0, delivered: 2, refused: 1, health: { state: 'active' } });
    expect((await spool.quarantine(null, 10)).items.map((item) => item.code)).toEqual(['OUT-REFUSED']);
    expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 0, released: 3 });
  });

  it('lets the delivery under way finish when it is stopped, and acknowledges it', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    let finish: () => void = () => undefined;
    const output = new ScriptedOutput(() => new Promise((resolve) => {
      finish = () => {
        resolve(delivered);
      };
    }));
    const worker = workerOf(output, spool);
    worker.start();
    await until('it delivers', () => output.deliveries.length === 1);
    await spool.commit(commitOf(['b']));
    worker.notify(1);
    const stopping = worker.stop(never);
    expect(worker.status.health.state).toBe('stopping');
    finish();
    await stopping;
    expect(output).toMatchObject({ closed: 1, violations: [], deliveries: [{ events: 1 }] });
    expect(await spool.outputMemory('file')).toMatchObject({ delivered: 1, waiting: 1 });
    expect(worker.status.health.state).toBe('stopped');
  });

  it('does not wait for it beyond the deadline: what is not acknowledged stays', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    const output = new ScriptedOutput((_batches, signal) => new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    }));
    const worker = workerOf(output, spool);
    worker.start();
    await until('it delivers', () => output.deliveries.length === 1);
    const deadline = new AbortController();
    const stopping = worker.stop(deadline.signal);
    deadline.abort();
    await stopping;
    expect(output.closed).toBe(1);
    expect(await spool.outputMemory('file')).toMatchObject({ delivered: 0, waiting: 1 });
    expect(worker.status.health.failure).toBeNull();
  });

  it('wakes up for new batches, but not from the wait after a failure', async () => {
    const spool = await openedSpool();
    const clock = new HeldClock();
    const output = new ScriptedOutput((_batches, _signal, n) => Promise.resolve(n === 1 ? retry() : delivered));
    const worker = workerOf(output, spool, { clock });
    worker.start();
    await until('it rests', () => clock.sleeping === 1);
    await spool.commit(commitOf(['a']));
    worker.notify(1);
    await until('it tried', () => output.deliveries.length === 1);
    await until('it waits', () => clock.sleeping === 1);
    await spool.commit(commitOf(['b']));
    worker.notify(1);
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(output.deliveries).toHaveLength(1);
    expect(worker.status.waiting).toBe(2);
    clock.advance(10_000);
    await until('delivered', () => worker.status.delivered === 2);
  });

  it('looks for itself now and then, should a wake-up be missed', async () => {
    const spool = await openedSpool();
    const clock = new HeldClock();
    const output = new ScriptedOutput(() => Promise.resolve(delivered));
    const worker = workerOf(output, spool, { clock });
    worker.start();
    await until('it rests', () => clock.sleeping === 1);
    await spool.commit(commitOf(['a']));
    clock.advance(60_000);
    await until('delivered', () => worker.status.delivered === 1);
  });

  describe('that had caught up', () => {
    /** A worker at rest, what it sent, and how many batches the spool read for it. */
    const atRest = async (answer: () => Promise<Delivery> = () => Promise.resolve(delivered)) => {
      const spool = await openedSpool();
      let read = 0;
      let meanwhile: () => void = () => undefined;
      const watched = new Proxy(spool, {
        get: (target, name) => {
          if (name !== 'lease') return Reflect.get(target, name) as unknown;
          return async (...args: Parameters<Spool['lease']>) => {
            const lease = await target.lease(...args);
            meanwhile();
            read += lease.batches.filter(({ lines }) => lines.length > 0).length;
            return lease;
          };
        },
      });
      const clock = new HeldClock();
      const sent: string[] = [];
      const output = new ScriptedOutput((batches) => {
        sent.push(...batches.map(({ lines }) => Buffer.from(lines).toString()));
        return answer();
      });
      const worker = workerOf(output, watched, { clock });
      worker.start();
      await until('it rests', () => clock.sleeping === 1);
      /** As the runner hands it on; `held`: with its events, which say so. */
      const commit = async (name: string, held: boolean | 'once it is asked for'): Promise<void> => {
        const { seq } = await spool.commit(commitOf([name]));
        const lines = new Uint8Array(Buffer.from(`held ${name}\n`));
        const fresh = new FreshBatch(seq ?? 0, chunkOf([name]).ids, [{ format: 'raw', model: 'connector', lines, ends: new Uint32Array([lines.length]) }]);
        if (held === 'once it is asked for') {
          meanwhile = () => {
            meanwhile = () => undefined;
            worker.notify(0, fresh);
          };
        }
        worker.notify(1, held === true ? fresh : undefined);
      };
      return { spool, worker, sent, clock, commit, read: () => read };
    };
    const stored = (name: string): string => Buffer.from(chunkOf([name]).lines).toString();

    it('sends what comes with its events without the spool reading it', async () => {
      const { worker, sent, commit, read } = await atRest();
      for (const name of ['a', 'b', 'c']) {
        await commit(name, true);
        await until('delivered', () => worker.status.waiting === 0);
      }
      expect(sent).toEqual(['held a\n', 'held b\n', 'held c\n']);
      expect(read()).toBe(0);
    });

    it('does not have read what is spooled already and comes with its events a moment later', async () => {
      const { worker, sent, commit, read } = await atRest();
      for (const name of ['a', 'b']) {
        await commit(name, 'once it is asked for');
        await until('delivered', () => worker.status.waiting === 0);
      }
      expect(sent).toEqual(['held a\n', 'held b\n']);
      expect(read()).toBe(0);
    });

    it.each([
      ['first', [false, true, true], 1],
      ['last', [true, true, false], 1],
      ['one between them', [true, false, true], 1],
      ['none', [false, false, false], 3],
    ] as const)('sends everything in order when the %s came without its events', async (_which, held, most) => {
      const { worker, sent, commit, read, spool } = await atRest();
      await Promise.all(['a', 'b', 'c'].map((name, index) => commit(name, held[index] === true)));
      await until('delivered', () => worker.status.delivered === 3);
      expect(sent).toEqual(['a', 'b', 'c'].map((name, index) => (held[index] === true ? `held ${name}\n` : stored(name))));
      expect(read()).toBe(most);
      expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 0, released: 3 });
      expect(worker.status.waiting).toBe(0);
    });

    it('reads nothing for the tries of a delivery that fails', async () => {
      let tries = 0;
      const { worker, sent, commit, clock, read } = await atRest(() => Promise.resolve((tries += 1) < 3 ? retry() : delivered));
      await commit('a', true);
      for (let n = 1; n < 3; n += 1) {
        await until('it waits', () => sent.length === n && clock.sleeping === 1);
        clock.advance(60_000);
      }
      await until('delivered', () => worker.status.delivered === 1);
      expect(sent).toEqual(Array.from({ length: 3 }, () => 'held a\n'));
      expect(read()).toBe(0);
    });
  });

  it('sends nothing while it is paused, but knows how much waits', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b']));
    const output = new ScriptedOutput(() => Promise.resolve(delivered));
    const worker = workerOf(output, spool);
    worker.pause();
    await until('it knows', () => worker.status.waiting === 2);
    expect(worker.status.health).toMatchObject({ state: 'paused', note: say('collector.pausedByYou') });
    worker.notify(3);
    expect(worker.status.waiting).toBe(5);
    expect(await worker.drained(3, never)).toBe(true);
    await worker.stop(never);
    expect(output).toMatchObject({ opened: [], deliveries: [], closed: 1 });
  });

  it('is independent of other outputs', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a', 'b'], { outputs: ['file', 'dnif'] }));
    const down = new ScriptedOutput(() => Promise.resolve(retry()));
    const up = new ScriptedOutput(() => Promise.resolve(delivered));
    const failing = workerOf(down, spool);
    const working = workerOf(up, spool, { config: { ...fileConfig, id: 'dnif', name: 'DNIF' } });
    failing.start();
    working.start();
    expect(await working.drained(3, never)).toBe(true);
    expect(await failing.drained(3, never)).toBe(false);
    expect((await spool.memory(siem)).counts).toMatchObject({ spooled: 2, delivered: { dnif: 2 } });
    expect(failing.status).toMatchObject({ waiting: 2, health: { state: 'degraded' } });
  });

  it('opens again after a failure to open, and is not left failed when there is nothing to send', async () => {
    const spool = await openedSpool();
    const output = new ScriptedOutput(() => Promise.resolve(delivered), (times) => (times < 3 ? Promise.reject(new FailureError(problem('OUT-FILE'))) : Promise.resolve()));
    const worker = workerOf(output, spool);
    worker.start();
    await until('it failed', () => worker.status.health.state === 'failed' || output.opened.length >= 3);
    await until('it is over', () => worker.status.health.state === 'starting' && output.opened.length === 3);
    expect(worker.status.health).toMatchObject({ failure: null, provenAt: null });
    await spool.commit(commitOf(['a']));
    worker.notify(1);
    await until('delivered', () => worker.status.delivered === 1);
    expect(worker.status.health.state).toBe('active');
  });

  it('an exception of the output is a failure like any other, and the batches are tried again', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    const output = new ScriptedOutput((_batches, _signal, n) => (n === 1 ? Promise.reject(new TypeError('bug')) : Promise.resolve(delivered)));
    const log = listeningLog();
    const worker = workerOf(output, spool, { log });
    worker.start();
    await until('delivered', () => worker.status.delivered === 1);
    expect(log.lines[0]?.fields['code']).toBe('APP-BUG');
  });

  it('a spool that fails for a moment costs a moment, and no event', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    let broken = 2;
    const flaky = new Proxy(spool, {
      get: (target, name) => {
        if (name === 'acknowledge' && broken > 0) {
          broken -= 1;
          return () => Promise.reject(new Error('disk I/O error'));
        }
        return Reflect.get(target, name) as unknown;
      },
    });
    const output = new ScriptedOutput(() => Promise.resolve(delivered));
    const worker = workerOf(output, flaky);
    worker.start();
    await until('delivered', () => worker.status.delivered === 1);
    // At least once: the receiver drops the repeats by their ids.
    expect(output.deliveries.map((one) => one.seqs)).toEqual([[1], [1], [1]]);
    expect((await spool.memory(siem)).counts).toMatchObject({ delivered: { file: 1 }, released: 1 });
  });

  it('tells how its totals changed', async () => {
    const spool = await openedSpool();
    await spool.commit(commitOf(['a']));
    const results: unknown[] = [];
    const output = new ScriptedOutput(() => Promise.resolve(delivered));
    const clock = new FakeClock(at);
    const worker = workerOf(output, spool, { clock, acknowledged: (result) => results.push(result) });
    worker.start();
    await until('told', () => results.length === 1);
    expect(results).toMatchObject([{ streams: [{ stream: siem, counts: { released: 1 } }], waiting: 0, delivered: 1, refused: 0 }]);
    expect(worker.status.lastDeliveredAt).toBeGreaterThanOrEqual(at);
  });
});
