import type { Failure } from '../../../shared/failures/failure';
import type { Counts, Gap, LedgerRow } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { QuarantinePage, RetryResult } from '../../../shared/model/quarantine';
import type { RunAsk, RunPage } from '../../../shared/model/run';
import type { TrailBatch } from '../../../shared/model/trail';
import { CodedError } from '../kit/failure-error';
import type { ResumeState } from '../outputs/output';
import type { BrokenItem, Chunk } from '../pipeline/chunk';

/** One connector's log type: the owner of a position, a dedupe window and a ledger. */
export type StreamRef = { readonly connectorId: string; readonly logType: LogType };

/** A change to the small state a stream keeps beside its position (the held messages it knows). */
export type StateChange = { readonly key: string; readonly value: string | null };

/** The key under which a stream keeps its backfill: work to be done, not a position, so it outlives a recovery. No NUL in it: libsql ends a text that it reads there. */
export const backfillKey = 'backfill';

/**
 * The spool was damaged and has repaired itself: what the caller remembers of it is of before. Nothing of the commit was
 * taken; read `memory` again and go on from there.
 */
export class SpoolRecoveredError extends CodedError {
  constructor(message = 'The local store was damaged and has been rebuilt; collecting goes on from the position that it knows now.', options?: ErrorOptions) {
    super('PC-SPOOL-RECOVERED', message, options);
    this.name = 'SpoolRecoveredError';
  }
}

/** What opening found to tell, in words; null: nothing. */
export type SpoolOpening = {
  /** A damaged file had to be rebuilt. */
  readonly recovered: string | null;
  /** The tables were brought up to date: what became of the copy of before. */
  readonly upgraded: string | null;
};

/** Everything that one step of collecting changes, written in ONE transaction. */
export type Commit = {
  readonly stream: StreamRef;
  /** `StreamMemory.epoch` of the memory that this step was made from; another one is rejected with SpoolRecoveredError. */
  readonly epoch: number;
  /** As events carry it. */
  readonly connectorName: string;
  /** Epoch ms of the oldest record that this work asks for: so far back a recovery starts over. */
  readonly reach?: number;
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
  /** Epoch ms when the poll began that this is a part of; absent: it belongs to none. */
  readonly run?: number;
};

/** How a poll ended. `startedAt` is the `run` of its commits. */
export type RunEnd = {
  readonly stream: StreamRef;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: 'done' | 'failed' | 'stopped';
  /** Failures in a row, this one among them. */
  readonly attempt: number;
  readonly failure: Failure | null;
  readonly nextPollAt: number | null;
};

export type CommitResult = {
  /** Records that were new. */
  readonly fresh: number;
  /** Their places in the chunk, or null when all were new. */
  readonly freshIndexes: readonly number[] | null;
  readonly duplicates: number;
  /** The batch that the new records became; null when there was none, or no output wants them. */
  readonly seq: number | null;
  /** Broken items that were new. */
  readonly quarantined: number;
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
  /** Epoch ms from which a stream without cursor reads again after a recovery; null when it never needed to. */
  readonly againFrom: number | null;
  /** Changes with every recovery: positions of another epoch mean nothing any more. */
  readonly epoch: number;
};

export type LeasedBatch = {
  readonly seq: number;
  readonly stream: StreamRef;
  readonly connectorName: string;
  readonly count: number;
  readonly lines: Uint8Array;
  readonly ids: Uint8Array;
};

/** Numbers of batches whose lines need not be read. */
export type HeldElsewhere = readonly number[] | 'all';

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
  /** Batches of which the output's filter left something out, with the places of the events that it kept. */
  readonly filtered?: readonly { readonly seq: number; readonly kept: Uint32Array }[];
  readonly resume?: ResumeState;
  readonly at: number;
};

/** Events of all streams that an output settled: sent, refused for good, left out by its filter. */
export type OutputTotals = { readonly delivered: number; readonly refused: number; readonly filtered: number };

export type AcknowledgementResult = OutputTotals & {
  readonly streams: readonly { readonly stream: StreamRef; readonly counts: Counts }[];
  readonly waiting: number;
};

export type OutputMemory = OutputTotals & {
  readonly resume: ResumeState | null;
  readonly waiting: number;
};

/** Totals after a retry, so that the status shows them at once. */
export type RetryOutcome = RetryResult & {
  readonly streams: AcknowledgementResult['streams'];
  readonly outputs: readonly (OutputTotals & { readonly outputId: string; readonly waiting: number })[];
};

export type TrailSlice = { readonly batches: readonly TrailBatch[]; readonly next: number | null };

/** The outputs that want a stream's events, by the connector's id. */
export type OutputsOfConnectors = Readonly<Record<string, Readonly<Partial<Record<LogType, readonly string[]>>>>>;

/**
 * The durable store between Mimecast and the outputs. Law (test/laws/spool-law.ts):
 * - when `commit` has resolved, a power cut loses neither the events nor the position; when it rejects, neither was taken;
 * - a record whose id is in the stream's dedupe window is counted as duplicate and not stored again;
 * - `lease` gives the oldest batches an output has not acknowledged, in order, again and again until `acknowledge`;
 * - a batch leaves when every output that wanted it has acknowledged it;
 * - a damaged file is moved aside and rebuilt without anybody's help; what is gone is counted as quarantined and collected
 *   again, and a commit made with a position of before that is rejected;
 * - after any sequence: fetched = duplicates + quarantined + spooled + released for every stream, and for an output that nothing
 *   waits for released = delivered + refused + filtered, in all and in every hour.
 */
export interface Spool {
  open(): Promise<SpoolOpening>;
  memory(stream: StreamRef): Promise<StreamMemory>;
  state(stream: StreamRef): Promise<readonly StateChange[]>;
  commit(commit: Commit): Promise<CommitResult>;
  /** The batches in `held` come without their lines (empty): the caller has them still, or does not need them. */
  lease(outputId: string, maxBatches: number, maxBytes: number, held?: HeldElsewhere): Promise<Lease>;
  acknowledge(acknowledgement: Acknowledgement): Promise<AcknowledgementResult>;
  outputMemory(outputId: string): Promise<OutputMemory>;
  /** The output is no more: what waits for it alone is counted as refused by it and leaves. */
  forgetOutput(outputId: string): Promise<void>;
  /** Forgets every output that it knows and that is not among these: it was removed while the program was off. */
  keepOutputs(outputIds: readonly string[]): Promise<void>;
  /** Newest first, those with an id below `before`. */
  quarantine(before: number | null, limit: number): Promise<QuarantinePage>;
  quarantineBytes(id: number): Promise<Uint8Array | null>;
  /** The entries go, the records stay counted as quarantined. */
  discardQuarantined(ids: readonly number[]): Promise<void>;
  retryQuarantined(ids: readonly number[], outputs: OutputsOfConnectors): Promise<RetryOutcome>;
  /** Hours from `from` to `to`, epoch ms, newest first. */
  ledger(from: number, to: number): Promise<readonly LedgerRow[]>;
  /** For the history of runs, which nothing depends on. */
  endRun(end: RunEnd): Promise<void>;
  runs(ask: RunAsk): Promise<RunPage>;
  /** One slice of the search for what became of an event (32 hexadecimal digits), newest first; `next` is the `before` to go on with. */
  trail(ask: { readonly stream: StreamRef; readonly id: string; readonly before: number | null }): Promise<TrailSlice>;
  /** Streams whose figures do not add up: always empty. */
  unbalanced(): Promise<readonly string[]>;
  /** Bytes in use; what the file keeps for later does not count. */
  size(): Promise<number>;
  close(): Promise<void>;
}
