import type { Failure } from '../../../shared/failures/failure';
import type { Counts, Gap, LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { QuarantinePage, RetryResult } from '../../../shared/model/quarantine';
import type { ResumeState } from '../outputs/output';
import type { BrokenItem, Chunk } from '../pipeline/chunk';

/** One connector's log type: the owner of a position, a dedupe window and a ledger. */
export type StreamRef = { readonly connectorId: string; readonly logType: LogType };

/** A change to the small state a stream keeps beside its position (the held messages it knows). */
export type StateChange = { readonly key: string; readonly value: string | null };

/** Everything that one step of collecting changes, written in ONE transaction. */
export type Commit = {
  readonly stream: StreamRef;
  /** As events carry it. */
  readonly connectorName: string;
  /** Position that is true once this commit is durable; undefined leaves it as it is. */
  readonly cursor?: unknown;
  readonly chunk: Chunk | null;
  readonly broken: readonly BrokenItem[];
  readonly gaps: readonly Omit<Gap, 'at'>[];
  readonly state: readonly StateChange[];
  /** Ids of the outputs that want these events. */
  readonly outputs: readonly string[];
  /** Epoch ms up to which the stream has read everything there was; undefined leaves it as it is. */
  readonly caughtUpAt?: number;
  /** Epoch ms. */
  readonly at: number;
};

export type CommitResult = {
  /** Records that were new. */
  readonly fresh: number;
  /** Their places in the chunk, or null when all were new. */
  readonly freshIndexes: readonly number[] | null;
  readonly duplicates: number;
  readonly counts: Counts;
};

/** What a stream finds again after a restart. */
export type StreamMemory = {
  readonly cursor: unknown;
  readonly counts: Counts;
  readonly gaps: readonly Gap[];
  /** Epoch ms of the newest event ever committed. */
  readonly newest: number | null;
  /** Epoch ms when the stream had last read everything there was. */
  readonly caughtUpAt: number | null;
};

export type LeasedBatch = {
  readonly seq: number;
  readonly stream: StreamRef;
  readonly connectorName: string;
  readonly count: number;
  readonly lines: Uint8Array;
  readonly ids: Uint8Array;
};

export type Lease = {
  readonly batches: readonly LeasedBatch[];
  /** Events of this output that wait behind these. */
  readonly waiting: number;
};

/** The receiver took the batches; some events may have been refused for good. */
export type Acknowledgement = {
  readonly outputId: string;
  readonly seqs: readonly number[];
  readonly refused: readonly { readonly seq: number; readonly events: readonly number[]; readonly failure: Failure }[];
  readonly resume?: ResumeState;
  readonly at: number;
};

export type AcknowledgementResult = {
  readonly streams: readonly { readonly stream: StreamRef; readonly counts: Counts }[];
  readonly waiting: number;
  readonly delivered: number;
  readonly refused: number;
};

export type OutputMemory = {
  readonly resume: ResumeState | null;
  readonly waiting: number;
  readonly delivered: number;
  readonly refused: number;
};

/**
 * The durable store between Mimecast and the outputs. Law (test/laws/spool-law.ts):
 * - when `commit` has resolved, a power cut loses neither the events nor the position; when it rejects, neither was taken;
 * - a record whose id is in the stream's dedupe window is counted as duplicate and not stored again;
 * - `lease` gives the oldest batches an output has not acknowledged, in order, again and again until `acknowledge`;
 * - a batch leaves when every output that wanted it has acknowledged it;
 * - after any sequence: fetched = duplicates + quarantined + spooled + released for every stream.
 */
export interface Spool {
  open(): Promise<void>;
  memory(stream: StreamRef): Promise<StreamMemory>;
  state(stream: StreamRef): Promise<readonly StateChange[]>;
  commit(commit: Commit): Promise<CommitResult>;
  lease(outputId: string, maxBatches: number, maxBytes: number): Promise<Lease>;
  acknowledge(acknowledgement: Acknowledgement): Promise<AcknowledgementResult>;
  outputMemory(outputId: string): Promise<OutputMemory>;
  /** The output is no more: what waits for it alone is counted as refused by it and leaves. */
  forgetOutput(outputId: string): Promise<void>;
  /** Newest first, those with an id below `before`. */
  quarantine(before: number | null, limit: number): Promise<QuarantinePage>;
  quarantineBytes(id: number): Promise<Uint8Array | null>;
  /** The entries go, the records stay counted as quarantined. */
  discardQuarantined(ids: readonly number[]): Promise<void>;
  /** `outputs`: those that want records which decode now. */
  retryQuarantined(ids: readonly number[], outputs: readonly string[]): Promise<RetryResult>;
  /** Hours from `from` to `to`, epoch ms, newest first. */
  ledger(from: number, to: number): Promise<readonly LedgerRow[]>;
  /** Streams whose figures do not add up: always empty. */
  unbalanced(): Promise<readonly string[]>;
  /** Bytes on disk. */
  size(): Promise<number>;
  close(): Promise<void>;
}
