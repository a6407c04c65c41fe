import { vi } from 'vitest';

import { step } from '../../electron/collector/sources/source';
import { chunkOf, commitOf } from '../support/chunks';
import { ScriptedOutput, ScriptedStream } from '../support/doubles';
import { openedSpool, runnerOf, workerOf } from '../support/loops';
import { lifecycleLaw } from './lifecycle-law';

// Real HTTP and disk syncs: seconds on a busy machine, milliseconds otherwise.
vi.setConfig({ testTimeout: 30_000 });

/** Something that lasts until it is let go, or until the signal ends. */
class Gate {
  waiting = 0;
  #open: (() => void)[] = [];
  #opened = false;

  pass(signal: AbortSignal): Promise<void> {
    if (this.#opened) return Promise.resolve();
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.waiting -= 1;
      };
      this.#open.push(() => {
        done();
        resolve();
      });
      signal.addEventListener('abort', () => {
        done();
        reject(signal.reason as Error);
      }, { once: true });
    });
  }

  open(): void {
    this.#opened = true;
    for (const open of this.#open.splice(0)) open();
  }
}

lifecycleLaw('StreamRunner', async () => {
  const gate = new Gate();
  const spool = await openedSpool();
  const stream = new ScriptedStream(async function* (context) {
    yield step({ n: 1 }, { chunk: chunkOf(['a', 'b']) });
    await gate.pass(context.signal);
  });
  const runner = runnerOf(stream, spool);
  return { start: () => runner.start(), stop: () => runner.stop(), health: () => runner.status.health, calls: () => stream.polls, busy: () => gate.waiting > 0, release: () => gate.open() };
});

lifecycleLaw('DeliveryWorker', async () => {
  const gate = new Gate();
  const spool = await openedSpool();
  await spool.commit(commitOf(['a', 'b']));
  const output = new ScriptedOutput(async (_batches, signal) => {
    await gate.pass(signal);
    return { kind: 'delivered' };
  });
  const worker = workerOf(output, spool);
  return {
    start: () => worker.start(),
    stop: () => worker.stop(new AbortController().signal),
    health: () => worker.status.health,
    calls: () => output.opened.length + output.deliveries.length + output.violations.length,
    busy: () => gate.waiting > 0,
    release: () => gate.open(),
  };
});
