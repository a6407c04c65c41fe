import { WorkerClient } from '../kit/worker-rpc';
import { buffersOf } from '../pipeline/work-pool';
import type { Acknowledgement, AcknowledgementResult, Commit, CommitResult, Lease, OutputMemory, QuarantineEntry, Spool, StateChange, StreamMemory, StreamRef } from './spool';
import type { SqliteSpoolOptions } from './sqlite-spool';

/** The spool in a thread of its own: SQLite is synchronous and a sync to disk may take a while. */
export class SpoolThread implements Spool {
  readonly #worker: WorkerClient;

  constructor(workerFile: string, options: SqliteSpoolOptions) {
    this.#worker = new WorkerClient(workerFile, options);
  }

  async open(): Promise<void> {
    await this.#worker.call('open', null);
  }

  memory(stream: StreamRef): Promise<StreamMemory> {
    return this.#worker.call('memory', stream) as Promise<StreamMemory>;
  }

  state(stream: StreamRef): Promise<readonly StateChange[]> {
    return this.#worker.call('state', stream) as Promise<readonly StateChange[]>;
  }

  /** The chunk's buffers move: the caller must not use them afterwards. */
  commit(commit: Commit): Promise<CommitResult> {
    const { chunk } = commit;
    return this.#worker.call('commit', commit, chunk === null ? [] : buffersOf(chunk.lines, chunk.ids)) as Promise<CommitResult>;
  }

  lease(outputId: string, maxBatches: number, maxBytes: number): Promise<Lease> {
    return this.#worker.call('lease', { outputId, maxBatches, maxBytes }) as Promise<Lease>;
  }

  acknowledge(acknowledgement: Acknowledgement): Promise<AcknowledgementResult> {
    return this.#worker.call('acknowledge', acknowledgement) as Promise<AcknowledgementResult>;
  }

  outputMemory(outputId: string): Promise<OutputMemory> {
    return this.#worker.call('outputMemory', outputId) as Promise<OutputMemory>;
  }

  async forgetOutput(outputId: string, at: number): Promise<void> {
    await this.#worker.call('forgetOutput', { outputId, at });
  }

  quarantine(limit: number): Promise<readonly QuarantineEntry[]> {
    return this.#worker.call('quarantine', limit) as Promise<readonly QuarantineEntry[]>;
  }

  size(): Promise<number> {
    return this.#worker.call('size', null) as Promise<number>;
  }

  async close(): Promise<void> {
    await this.#worker.call('close', null).catch(() => undefined);
    await this.#worker.terminate();
  }
}
