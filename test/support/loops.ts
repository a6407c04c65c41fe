import { onTestFinished } from 'vitest';

import { noProbe } from '../../electron/collector/kit/probe';
import type { DeliveryWorkerSettings } from '../../electron/collector/outputs/delivery-worker';
import { DeliveryWorker } from '../../electron/collector/outputs/delivery-worker';
import type { Output } from '../../electron/collector/outputs/output';
import type { StreamRunnerSettings } from '../../electron/collector/pipeline/stream-runner';
import { StreamRunner } from '../../electron/collector/pipeline/stream-runner';
import { inlinePreview } from '../../electron/collector/preview/store';
import { Tap } from '../../electron/collector/preview/tap';
import type { Stream } from '../../electron/collector/sources/source';
import type { Spool } from '../../electron/collector/spool/spool';
import type { FileOutputConfig } from '../../shared/model/output';
import { siem } from './chunks';
import { listeningLog, roomyGuard } from './doubles';
import { FakeClock } from './fake-clock';
import { inlinePool } from './inline-pool';
import { syncSpool } from './sync-spool';
import { tempDir } from './temp-dir';

export async function openedSpool(): Promise<Spool> {
  const spool = syncSpool({ dir: tempDir() });
  await spool.open();
  onTestFinished(() => spool.close());
  return spool;
}

export const fileConfig: FileOutputConfig = { id: 'file', name: 'Files', enabled: true, format: 'raw', type: 'file', path: '/nowhere', rotateMiB: 1 };

/** A runner with everything a test did not name; it is stopped with the test. */
export function runnerOf(stream: Stream, spool: Spool, more: Partial<StreamRunnerSettings> = {}): StreamRunner {
  const clock = more.clock ?? new FakeClock();
  const runner = new StreamRunner({
    ref: siem, connectorName: 'Head office', stream, spool, tap: new Tap(100, clock, inlinePreview({ events: 100, bytes: 1e8 }, clock)), guard: roomyGuard(clock), probe: noProbe, clock, random: () => 0.5, log: listeningLog(),
    pollMs: 60_000, startFrom: 0, outputs: ['file'], changed: () => undefined, ...more,
  });
  onTestFinished(() => runner.stop());
  return runner;
}

/** A worker with everything a test did not name; it is stopped with the test. */
export function workerOf(output: Output, spool: Spool, more: Partial<DeliveryWorkerSettings> = {}): DeliveryWorker {
  const worker = new DeliveryWorker({
    config: fileConfig, output, spool, pool: inlinePool, clock: new FakeClock(), random: () => 0.5, log: listeningLog(), probe: noProbe,
    acknowledged: () => undefined, changed: () => undefined, ...more,
  });
  onTestFinished(() => worker.stop(AbortSignal.abort()));
  return worker;
}
