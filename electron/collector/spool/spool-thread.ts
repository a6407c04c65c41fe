import type { LedgerRow } from '../../../shared/model/collection';
import type { QuarantinePage } from '../../../shared/model/quarantine';
import type { RunAsk, RunPage } from '../../../shared/model/run';
import { CodedError } from '../kit/failure-error';
import type { KillAt } from '../kit/probe';
import { WorkerCallError, WorkerClient } from '../kit/worker-rpc';
import { bodyOf } from '../pipeline/chunk';
import { buffersOf } from '../pipeline/work-pool';
import type { Acknowledgement, AcknowledgementResult, Commit, CommitResult, HeldElsewhere, Lease, OutputMemory, OutputsOfConnectors, RetryOutcome, RunEnd, Spool, SpoolOpening, StateChange, StreamMemory, StreamRef, TrailSlice } from './spool';
import { SpoolRecoveredError } from './spool';
import type { SqliteSpoolOptions } from './sqlite-spool';

/** What the thread is started with: functions do not travel, so it makes its own probe. */
export type SpoolThreadData = SqliteSpoolOptions & { readonly killAt?: KillAt };

/** The spool in a thread of its own: SQLite is synchronous and a sync to disk may take a while. */
export class SpoolThread implements Spool {
  readonly #worker: WorkerClient;
  #closed = false;

  constructor(workerFile: string, options: SqliteSpoolOptions, killAt?: KillAt) {
    this.#worker = new WorkerClient(workerFile, { ...options, ...(killAt === undefined ? {} : { killAt }) } satisfies SpoolThreadData);
  }

  open(): Promise<SpoolOpening> {
    return this.#call('open', null) as Promise<SpoolOpening>;
  }

  memory(stream: StreamRef): Promise<StreamMemory> {
    return this.#call('memory', stream) as Promise<StreamMemory>;
  }

  state(stream: StreamRef): Promise<readonly StateChange[]> {
    return this.#call('state', stream) as Promise<readonly StateChange[]>;
  }

  /** The chunk's buffers move: the caller must not use them afterwards. */
  commit(commit: Commit): Promise<CommitResult> {
    const { chunk } = commit;
    return this.#call('commit', commit, chunk === null ? [] : buffersOf(chunk.lines, chunk.ids, ...bodyOf(chunk.packed))) as Promise<CommitResult>;
  }

  lease(outputId: string, maxBatches: number, maxBytes: number, held: HeldElsewhere = []): Promise<Lease> {
    return this.#call('lease', { outputId, maxBatches, maxBytes, held }) as Promise<Lease>;
  }

  acknowledge(acknowledgement: Acknowledgement): Promise<AcknowledgementResult> {
    return this.#call('acknowledge', acknowledgement) as Promise<AcknowledgementResult>;
  }

  outputMemory(outputId: string): Promise<OutputMemory> {
    return this.#call('outputMemory', outputId) as Promise<OutputMemory>;
  }

  async forgetOutput(outputId: string): Promise<void> {
    await this.#call('forgetOutput', outputId);
  }

  async keepOutputs(outputIds: readonly string[]): Promise<void> {
    await this.#call('keepOutputs', outputIds);
  }

  quarantine(before: number | null, limit: number): Promise<QuarantinePage> {
    return this.#call('quarantine', { before, limit }) as Promise<QuarantinePage>;
  }

  quarantineBytes(id: number): Promise<Uint8Array | null> {
    return this.#call('quarantineBytes', id) as Promise<Uint8Array | null>;
  }

  async discardQuarantined(ids: readonly number[]): Promise<void> {
    await this.#call('discardQuarantined', ids);
  }

  retryQuarantined(ids: readonly number[], outputs: OutputsOfConnectors): Promise<RetryOutcome> {
    return this.#call('retryQuarantined', { ids, outputs }) as Promise<RetryOutcome>;
  }

  ledger(from: number, to: number): Promise<readonly LedgerRow[]> {
    return this.#call('ledger', { from, to }) as Promise<readonly LedgerRow[]>;
  }

  async endRun(end: RunEnd): Promise<void> {
    await this.#call('endRun', end);
  }

  runs(ask: RunAsk): Promise<RunPage> {
    return this.#call('runs', ask) as Promise<RunPage>;
  }

  trail(ask: Parameters<Spool['trail']>[0]): Promise<TrailSlice> {
    return this.#call('trail', ask) as Promise<TrailSlice>;
  }

  unbalanced(): Promise<readonly string[]> {
    return this.#call('unbalanced', null) as Promise<readonly string[]>;
  }

  size(): Promise<number> {
    return this.#call('size', null) as Promise<number>;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#worker.end('close');
  }

  /** Every failure of the store has its sentence in the catalogue; a late call must not start the thread again. */
  async #call(method: string, argument: unknown, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#closed) throw new CodedError('PC-SPOOL', 'The spool is closed.');
    try {
      return await this.#worker.call(method, argument, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof WorkerCallError ? error.code : null;
      if (error instanceof Error && error.name === 'SpoolRecoveredError') throw new SpoolRecoveredError(message, { cause: error });
      // node:sqlite names every error ERR_SQLITE_ERROR and tells them apart in words only.
      const full = code === 'SQLITE_FULL' || code === 'ENOSPC' || /database or disk is full/i.test(message);
      throw new CodedError(full ? 'PC-DISK-FULL' : 'PC-SPOOL', message, { cause: error });
    }
  }
}
