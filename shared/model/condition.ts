import { describeFailure } from '../failures/catalogue';
import type { CollectionStatus, OutputStatus, StreamStatus } from './collection';
import type { Health, HealthState } from './health';
import { isConcern } from './health';

/** The states a person reads: those of the machine, and two that say more than "Retrying" or "Active" would. */
export type Condition = HealthState | 'rate-limited' | 'catching-up';

/** Worst first. What only a person can mend comes before what heals, and what heals before what somebody chose. */
export const conditionSeverity: { readonly [C in Condition]: number } = {
  failed: 8,
  degraded: 7,
  'rate-limited': 6,
  'catching-up': 5,
  paused: 4,
  stopping: 3,
  stopped: 3,
  starting: 2,
  active: 1,
};

/** A poll that takes no longer than this is an ordinary one. */
const longPollMs = 30_000;
/** Events younger than this are present ones: Mimecast itself is minutes behind with batches. */
const behindMs = 15 * 60_000;

/**
 * What a log type is about, from what was observed. `catching-up`: a read of the past runs, or a poll that began a while
 * ago has not come to the present yet. A quiet account is not behind: its polls end at once.
 */
export function streamCondition(stream: StreamStatus, now: number): Condition {
  const { health, backfill } = stream;
  if (isRateLimited(health)) return 'rate-limited';
  if (health.state !== 'active' && health.state !== 'starting') return health.state;
  if (isBehind(stream, now)) return 'catching-up';
  // Reading the past says nothing about the present, which must be proven first.
  return health.state === 'active' && backfill?.state === 'running' && backfill.failure === null ? 'catching-up' : health.state;
}

/** The same for an output. Volume limits are concerns of their own: sending goes on. */
export function outputCondition({ health }: OutputStatus): Condition {
  return isRateLimited(health) ? 'rate-limited' : health.state;
}

/** Epoch ms when requests are allowed again; null: nobody said. */
export function rateLimitEnds({ health, nextPollAt }: Pick<StreamStatus, 'health' | 'nextPollAt'>): number | null {
  const { failure } = health;
  return nextPollAt ?? (failure?.retryAfterMs == null ? null : failure.at + failure.retryAfterMs);
}

/** Of every part that collects or delivers, streams first. */
export function conditionsOf(status: CollectionStatus, now: number): readonly Condition[] {
  return [...status.streams.map((stream) => streamCondition(stream, now)), ...status.outputs.map(outputCondition)];
}

/** The worst of some; null for none. */
export function worstOf(conditions: readonly Condition[]): Condition | null {
  return conditions.reduce<Condition | null>((worst, each) => (worst === null || conditionSeverity[each] > conditionSeverity[worst] ? each : worst), null);
}

function isRateLimited({ state, failure }: Health): boolean {
  return state === 'degraded' && failure !== null && !isConcern(failure) && describeFailure(failure.code).kind === 'throttled';
}

/** While a poll runs, `nextPollAt` is still the moment for which it was planned. */
function isBehind({ polling, nextPollAt, lastEventAt }: StreamStatus, now: number): boolean {
  return polling && nextPollAt !== null && now - nextPollAt > longPollMs && lastEventAt !== null && now - lastEventAt > behindMs;
}
