import type { Gap } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { Message } from '../../../shared/text/message';
import type { Clock } from '../kit/clock';
import type { BrokenItem, Chunk, RenderRequest } from '../pipeline/chunk';
import type { StateChange } from '../spool/spool';

/**
 * One step of reading: what was read, and the position that is true once exactly this is durable.
 * The runner commits both in one transaction, so a stream never needs to think about crashes.
 */
export type Step = {
  readonly chunk: Chunk | null;
  readonly broken: readonly BrokenItem[];
  readonly gaps: readonly Omit<Gap, 'at'>[];
  readonly state: readonly StateChange[];
  readonly cursor: unknown;
};

/** A step with nothing but what is given. */
export function step(cursor: unknown, parts: Partial<Omit<Step, 'cursor'>> = {}): Step {
  return { chunk: parts.chunk ?? null, broken: parts.broken ?? [], gaps: parts.gaps ?? [], state: parts.state ?? [], cursor };
}

export type PollContext = {
  /** What the last commit saved, parsed JSON; null for a stream that never read. */
  readonly cursor: unknown;
  /** Epoch ms from which a stream that never read starts. */
  readonly startFrom: number;
  /** Epoch ms of the newest event committed so far, for streams whose cursor was refused. */
  readonly newest: number | null;
  /** The stream's small state, loaded on demand. */
  readonly loadState: () => Promise<readonly StateChange[]>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What outputs will want of the events; absent: nothing that can be prepared. */
  readonly render?: RenderRequest;
};

/**
 * One log type of one connector. Law (test/laws/stream-law.ts):
 * - `poll` reads from the cursor until it has caught up, yielding steps; it stores nothing and keeps no position of
 *   its own: polling again with a step's cursor continues exactly behind that step (repeats are allowed, losses not);
 * - what it cannot understand becomes a broken item or a gap in a step, never an exception that stops the rest;
 * - what prevents reading (network, permission, a refused request) rejects with a FailureError;
 * - `notes` tells what it found out and remembers.
 */
export interface Stream {
  readonly logType: LogType;
  /** How far back the vendor still answers, ms; null where nothing is documented. What is older and unread is a gap. */
  readonly horizonMs: number | null;
  poll(context: PollContext): AsyncGenerator<Step, void, void>;
  notes(cursor: unknown): readonly Message[];
  /** Polling more often than this would run into the vendor's quota, ms. */
  floorMs(cursor: unknown): number;
}
