import { parentPort, workerData } from 'node:worker_threads';

import type { RunAsk } from '../../../shared/model/run';
import { killProbe } from '../kit/probe';
import { release } from '../kit/release';
import { serveMethods, Transfer } from '../kit/worker-rpc';
import { bodyOf } from '../pipeline/chunk';
import { buffersOf } from '../pipeline/work-pool';
import type { Acknowledgement, Commit, HeldElsewhere, OutputsOfConnectors, RunEnd, Spool, StreamRef } from '../spool/spool';
import type { SpoolThreadData } from '../spool/spool-thread';
import { SqliteSpool } from '../spool/sqlite-spool';

if (parentPort !== null) {
  let spool: SqliteSpool | null = null;
  // Opened by the first call, so that a failure to open is that call's answer and not the worker's death.
  const { killAt, ...options } = workerData as SpoolThreadData;
  const probe = killProbe(killAt);
  const opened = (): SqliteSpool => (spool ??= new SqliteSpool(options, probe));
  serveMethods(parentPort, {
    open: () => opened().opening,
    memory: (stream: StreamRef) => opened().memory(stream),
    state: (stream: StreamRef) => opened().state(stream),
    commit: (commit: Commit) => {
      const result = opened().commit(commit);
      if (commit.chunk !== null) release(commit.chunk.lines, ...bodyOf(commit.chunk.packed));
      return result;
    },
    lease: (ask: { readonly outputId: string; readonly maxBatches: number; readonly maxBytes: number; readonly held: HeldElsewhere }) => {
      const lease = opened().lease(ask.outputId, ask.maxBatches, ask.maxBytes, ask.held);
      return new Transfer(lease, lease.batches.flatMap((batch) => buffersOf(batch.lines, batch.ids)));
    },
    acknowledge: (ack: Acknowledgement) => opened().acknowledge(ack),
    outputMemory: (outputId: string) => opened().outputMemory(outputId),
    forgetOutput: (outputId: string) => {
      opened().forgetOutput(outputId);
    },
    keepOutputs: (outputIds: readonly string[]) => {
      opened().keepOutputs(outputIds);
    },
    quarantine: (ask: { readonly before: number | null; readonly limit: number }) => opened().quarantine(ask.before, ask.limit),
    quarantineBytes: (id: number) => opened().quarantineBytes(id),
    discardQuarantined: (ids: readonly number[]) => {
      opened().discardQuarantined(ids);
    },
    retryQuarantined: (ask: { readonly ids: readonly number[]; readonly outputs: OutputsOfConnectors }) => opened().retryQuarantined(ask.ids, ask.outputs),
    ledger: (ask: { readonly from: number; readonly to: number }) => opened().ledger(ask.from, ask.to),
    endRun: (end: RunEnd) => {
      opened().endRun(end);
    },
    runs: (ask: RunAsk) => opened().runs(ask),
    trail: (ask: Parameters<Spool['trail']>[0]) => opened().trail(ask),
    unbalanced: () => opened().unbalanced(),
    size: () => opened().size(),
    close: () => {
      spool?.close();
      spool = null;
    },
  });
}
