import { parentPort, workerData } from 'node:worker_threads';

import { serveMethods, Transfer } from '../kit/worker-rpc';
import { buffersOf } from '../pipeline/work-pool';
import type { Acknowledgement, Commit, StreamRef } from '../spool/spool';
import type { SqliteSpoolOptions } from '../spool/sqlite-spool';
import { SqliteSpool } from '../spool/sqlite-spool';

if (parentPort !== null) {
  let spool: SqliteSpool | null = null;
  // Opened by the first call, so that a failure to open is that call's answer and not the worker's death.
  const opened = (): SqliteSpool => (spool ??= new SqliteSpool(workerData as SqliteSpoolOptions));
  serveMethods(parentPort, {
    open: () => {
      opened();
    },
    memory: (stream: StreamRef) => opened().memory(stream),
    state: (stream: StreamRef) => opened().state(stream),
    commit: (commit: Commit) => opened().commit(commit),
    lease: (ask: { readonly outputId: string; readonly maxBatches: number; readonly maxBytes: number }) => {
      const lease = opened().lease(ask.outputId, ask.maxBatches, ask.maxBytes);
      return new Transfer(lease, lease.batches.flatMap((batch) => buffersOf(batch.lines, batch.ids)));
    },
    acknowledge: (ack: Acknowledgement) => opened().acknowledge(ack),
    outputMemory: (outputId: string) => opened().outputMemory(outputId),
    forgetOutput: (ask: { readonly outputId: string; readonly at: number }) => {
      opened().forgetOutput(ask.outputId, ask.at);
    },
    quarantine: (limit: number) => opened().quarantine(limit),
    size: () => opened().size(),
    close: () => {
      spool?.close();
      spool = null;
    },
  });
}
