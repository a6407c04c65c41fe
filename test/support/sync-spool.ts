import type { Spool } from '../../electron/collector/spool/spool';
import type { SqliteSpoolOptions } from '../../electron/collector/spool/sqlite-spool';
import { SqliteSpool } from '../../electron/collector/spool/sqlite-spool';

/** The spool without its thread: the same calls, answered here. */
export function syncSpool(options: SqliteSpoolOptions): Spool {
  let spool: SqliteSpool | null = null;
  const call = <T>(work: (spool: SqliteSpool) => T): Promise<T> =>
    new Promise((resolve) => {
      if (spool === null) throw new Error('The spool is not open.');
      resolve(work(spool));
    });
  return {
    open: () =>
      new Promise((resolve) => {
        spool = new SqliteSpool(options);
        resolve(spool.opening);
      }),
    memory: (stream) => call((open) => open.memory(stream)),
    state: (stream) => call((open) => open.state(stream)),
    commit: (commit) => call((open) => open.commit(commit)),
    lease: (outputId, maxBatches, maxBytes, held) => call((open) => open.lease(outputId, maxBatches, maxBytes, held)),
    acknowledge: (ack) => call((open) => open.acknowledge(ack)),
    outputMemory: (outputId) => call((open) => open.outputMemory(outputId)),
    forgetOutput: (outputId) => call((open) => open.forgetOutput(outputId)),
    keepOutputs: (outputIds) => call((open) => open.keepOutputs(outputIds)),
    quarantine: (before, limit) => call((open) => open.quarantine(before, limit)),
    quarantineBytes: (id) => call((open) => open.quarantineBytes(id)),
    discardQuarantined: (ids) => call((open) => open.discardQuarantined(ids)),
    retryQuarantined: (ids, outputs) => call((open) => open.retryQuarantined(ids, outputs)),
    ledger: (from, to) => call((open) => open.ledger(from, to)),
    endRun: (end) => call((open) => { open.endRun(end); }),
    runs: (ask) => call((open) => open.runs(ask)),
    trail: (ask) => call((open) => open.trail(ask)),
    unbalanced: () => call((open) => open.unbalanced()),
    size: () => call((open) => open.size()),
    close: () => {
      spool?.close();
      spool = null;
      return Promise.resolve();
    },
  };
}
