import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';

import { describe, expect, it, onTestFinished } from 'vitest';

import { serveMethods, Transfer, WorkerClient } from '../../../../electron/collector/kit/worker-rpc';
import { tempDir } from '../../../support/temp-dir';

/** Speaks the protocol by hand, so that it can also break it. */
const program = `
import { parentPort, workerData } from 'node:worker_threads';
let count = 0;
parentPort.on('message', ({ id, method, argument }) => {
  const reply = (value) => parentPort.postMessage({ id, kind: 'reply', value });
  if (method === 'count') { count += 1; reply(count); }
  else if (method === 'data') reply(workerData);
  else if (method === 'fail') parentPort.postMessage({ id, kind: 'error', name: 'TypeError', message: 'no', code: 'ENO' });
  else if (method === 'throw') throw new Error('out of order');
  else if (method === 'exit') process.exit(7);
  else if (method === 'length') reply(argument.byteLength);
});
`;

function client(data: unknown = null): WorkerClient {
  const file = path.join(tempDir(), 'worker.mjs');
  writeFileSync(file, program);
  const worker = new WorkerClient(file, data);
  onTestFinished(() => worker.terminate());
  return worker;
}

describe('WorkerClient', () => {
  it('calls, hands over data and errors with their codes', async () => {
    const worker = client({ dir: '/x' });
    expect(await Promise.all([worker.call('count', null), worker.call('count', null)])).toEqual([1, 2]);
    expect(await worker.call('data', null)).toEqual({ dir: '/x' });
    await expect(worker.call('fail', null)).rejects.toMatchObject({ name: 'TypeError', message: 'no', code: 'ENO' });
  });

  it('ends behind the answer to its last call, and is not started again by a late one', async () => {
    const worker = client();
    const before = worker.call('count', null);
    const ending = worker.end('count');
    await expect(worker.call('count', null)).rejects.toMatchObject({ code: 'WORKER_ENDED' });
    await ending;
    expect(await before).toBe(1);
    await expect(worker.call('count', null)).rejects.toMatchObject({ code: 'WORKER_ENDED' });
  });

  it('that never ran ends without being started, and one that dies of its last call ends all the same', async () => {
    await client('nobody reads this').end('never');
    const worker = client();
    await worker.call('count', null);
    await worker.end('throw');
    await expect(worker.call('count', null)).rejects.toMatchObject({ code: 'WORKER_ENDED' });
  });

  it('moves buffers instead of copying them', async () => {
    const bytes = new Uint8Array(1000);
    expect(await client().call('length', bytes.buffer, [bytes.buffer])).toBe(1000);
    expect(bytes.byteLength).toBe(0);
  });

  it.each(['throw', 'exit'])('rejects every waiting call when the worker dies (%s), and starts another at the next call', async (how) => {
    const worker = client();
    expect(await worker.call('count', null)).toBe(1);
    const waiting = [worker.call('never', null), worker.call(how, null), worker.call('never', null)];
    for (const call of waiting) await expect(call).rejects.toMatchObject({ name: 'WorkerDied', code: 'WORKER_DIED' });
    expect(await worker.call('count', null)).toBe(1);
  });

  it('a call to the new worker survives the late end of the old one', async () => {
    const worker = client();
    // An uncaught error is told first and the exit later: in between the next call is made already.
    const next = worker.call('throw', null).catch(() => Promise.all(Array.from({ length: 20 }, () => worker.call('count', null))));
    expect(await next).toHaveLength(20);
  });

  it('fails, and goes on, when the argument cannot be sent', async () => {
    const worker = client();
    await expect(worker.call('count', () => undefined)).rejects.toThrow();
    expect(await worker.call('count', null)).toBe(1);
  });

  it('a missing program is an error of the call', async () => {
    const worker = new WorkerClient(path.join(tempDir(), 'nowhere.mjs'), null);
    await expect(worker.call('count', null)).rejects.toMatchObject({ code: 'WORKER_DIED' });
    await worker.terminate();
    await worker.terminate();
  });
});

describe('serveMethods', () => {
  function served(methods: Parameters<typeof serveMethods>[1]) {
    const { port1, port2 } = new MessageChannel();
    serveMethods(port1, methods);
    onTestFinished(() => {
      port1.close();
    });
    let id = 0;
    return (method: string, argument: unknown): Promise<unknown> => {
      id += 1;
      const own = id;
      return new Promise((resolve) => {
        const listen = (message: { readonly id: number }): void => {
          if (message.id !== own) return;
          port2.off('message', listen);
          resolve(message);
        };
        port2.on('message', listen);
        port2.postMessage({ id: own, method, argument });
      });
    };
  }

  it('answers one after the other, in order, also when a method takes its time', async () => {
    const order: string[] = [];
    const call = served({
      slow: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push('slow');
      },
      quick: () => {
        order.push('quick');
      },
    });
    await Promise.all([call('slow', null), call('quick', null)]);
    expect(order).toEqual(['slow', 'quick']);
  });

  it('answers an error with its code, an unknown method, and what is no Error', async () => {
    const call = served({
      fails: () => {
        throw Object.assign(new RangeError('too far'), { code: 'E_FAR' });
      },
      oddly: () => {
        throw 'text' as unknown as Error;
      },
      unsendable: () => () => undefined,
    });
    expect(await call('fails', null)).toMatchObject({ kind: 'error', name: 'RangeError', message: 'too far', code: 'E_FAR' });
    expect(await call('nothing', null)).toMatchObject({ kind: 'error', message: 'The worker has no method nothing.' });
    expect(await call('oddly', null)).toMatchObject({ kind: 'error', message: 'text', code: null });
    expect(await call('unsendable', null)).toMatchObject({ kind: 'error' });
  });

  it('moves the buffers of a Transfer', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const call = served({ give: () => new Transfer(bytes, [bytes.buffer]) });
    expect(await call('give', null)).toMatchObject({ kind: 'reply', value: new Uint8Array([1, 2, 3]) });
    expect(bytes.byteLength).toBe(0);
  });
});
