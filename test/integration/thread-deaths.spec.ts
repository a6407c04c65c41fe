import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import threads from 'node:worker_threads';

import { describe, expect, it, onTestFinished } from 'vitest';

import { createCollector } from '../../electron/collector/collector';
import { Secret } from '../../electron/collector/kit/secret';
import { startSimulator } from '../../electron/simulator/simulator';
import { defaultHistorySettings } from '../../shared/model/history';
import type { LogType } from '../../shared/model/log-type';
import { builtWorkers } from '../support/built-workers';
import { listeningLog } from '../support/doubles';
import { fastClock } from '../support/fast-clock';
import { tempDir } from '../support/temp-dir';
import { compare } from '../support/truth';

const workers = builtWorkers();
const small = { events: 4_000, eventsPerFile: 100 };
/** The files of the busier types are several chunks: a thread dies between two of them. */
const large = { events: 40_000, eventsPerFile: 40_000 };
const kinds = [
  ['decode-worker', 'small files', small], ['store-worker', 'small files', small], ['preview-worker', 'small files', small], ['history-worker', 'small files', small],
  ['decode-worker', 'large files', large], ['store-worker', 'large files', large],
] as const;

/** Every thread that is started while the test runs, by the file it runs. */
function watchThreads(): ReadonlyMap<string, readonly threads.Worker[]> {
  const started = new Map<string, threads.Worker[]>();
  const { Worker } = threads;
  class Watched extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      const name = path.basename(String(args[0]), '.js');
      started.set(name, [...(started.get(name) ?? []), this]);
    }
  }
  threads.Worker = Watched;
  syncBuiltinESMExports();
  onTestFinished(() => {
    threads.Worker = Worker;
    syncBuiltinESMExports();
  });
  return started;
}

async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a thread that dies of an error of its own', () => {
  it.each(kinds)('%s, %s: collection goes on, nothing is lost, nothing comes twice', async (kind, _files, events) => {
    const started = watchThreads();
    const clock = fastClock(20);
    const simulator = await startSimulator({ seed: 21, ...events, dlpEvents: 300, auditEvents: 300, heldMessages: 0, now: () => clock.now() });
    onTestFinished(() => simulator.close());
    const dir = tempDir();
    const out = path.join(dir, 'out');
    const logTypes: LogType[] = ['SIEM', 'DLP', 'Audit_Events'];
    const collector = createCollector({
      stateDir: path.join(dir, 'state'), workersDir: workers.dir, log: listeningLog(), clock, random: () => 0,
      secrets: { connectorSecret: () => Promise.resolve(new Secret('demo-client-secret')), outputSecret: () => Promise.resolve(null) },
      history: { config: { ...defaultHistorySettings, rules: [] }, onHits: () => undefined },
    });
    onTestFinished(() => collector.stop({ deadlineMs: 2_000 }));
    await collector.start({
      connectors: [{ id: 'hq', name: 'HQ', baseUrl: simulator.url, clientId: simulator.clientId, logTypes, platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: new Date(clock.now() - 2 * 86_400_000).toISOString(), pollSeconds: 60, outputs: ['files'], enabled: true }],
      outputs: [{ id: 'files', name: 'Files', enabled: true, format: 'both', type: 'file', path: out, rotateMiB: 8 }],
    });
    const fetched = (): number => collector.status().streams.reduce((sum, stream) => sum + stream.counts.fetched, 0);
    await eventually('the first events', () => fetched() > 100 && (started.get(kind)?.length ?? 0) > 0);
    const before = started.get(kind) ?? [];
    // What it cannot read is an error that nothing in it catches.
    for (const worker of before) worker.postMessage(null);
    await eventually('everything is delivered', async () => {
      for (const logType of logTypes) if ((await compare(out, simulator, logType)).missing.length > 0) return false;
      return collector.status().outputs.every((output) => output.waiting === 0);
    });
    for (const logType of logTypes) expect(await compare(out, simulator, logType)).toMatchObject({ missing: [], twice: [], invented: [] });
    expect(await collector.ledger.unbalanced()).toEqual([]);
    await eventually('every stream works', () => collector.status().streams.every(({ health }) => health.state === 'active'));
    expect(before.every((worker) => worker.threadId === -1), 'the threads that were there are gone').toBe(true);
  });
});
