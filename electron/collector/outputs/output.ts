import type { Failure } from '../../../shared/failures/failure';
import type { LogType } from '../../../shared/model/log-type';

/** JSON an output wants to find again after a restart; saved in the same transaction as the acknowledgement. */
export type ResumeState = Readonly<Record<string, unknown>>;

/** A batch as an output receives it: already serialized in the output's format. */
export type RenderedBatch = {
  readonly seq: number;
  readonly connectorName: string;
  readonly logType: LogType;
  /** Events in the batch. */
  readonly count: number;
  /** One JSON text per event, each followed by "\n". */
  readonly lines: Uint8Array;
  /** For event i, the offset just behind its "\n" in `lines`. */
  readonly ends: Uint32Array;
  /** 16 bytes per event, in the order of the lines. */
  readonly ids: Uint8Array;
};

/** What became of a delivery. A refusal is a value; an exception is a bug of the output. */
export type Delivery =
  /** All of it is safe at the receiver. `resume` replaces the saved state. */
  | { readonly kind: 'delivered'; readonly resume?: ResumeState }
  /** Nothing may be assumed to have arrived: try the same batches again, not before `failure.retryAfterMs`. */
  | { readonly kind: 'retry'; readonly failure: Failure }
  /**
   * The receiver refuses some events for good (`events`: indexes per batch seq); all others arrived.
   * They go to quarantine with the failure, the batch is done.
   */
  | {
      readonly kind: 'refused';
      readonly failure: Failure;
      readonly events: ReadonlyMap<number, readonly number[]>;
      readonly resume?: ResumeState;
    };

/**
 * A way out. Law (test/laws/output-law.ts):
 * - `open` is called once, before anything else, with the state of the last acknowledged delivery (null at first);
 *   whatever an interrupted earlier run wrote beyond that state must not appear twice at a receiver that can tell.
 * - `deliver` gets batches in spool order, one call at a time; it answers within the signal's life and rejects
 *   only with the signal's reason.
 * - "delivered" means: a power cut at the receiver's side of the contract (file: fdatasync, http: 2xx) loses nothing.
 * - `close` may be called twice, or without `open`; after it nothing is called again.
 */
export interface Output {
  /** Rejects with a FailureError when the output cannot be used now; it is tried again later. */
  open(resume: ResumeState | null, signal: AbortSignal): Promise<void>;
  deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery>;
  /**
   * True: when `deliver` has settled, neither this output nor a write of the system reads the batches' lines any more, so that
   * their memory can be given back at once. A socket may still be sending then.
   */
  readonly isDoneWithLines?: boolean;
  close(): Promise<void>;
}
