import type { Failure } from '../../../shared/failures/failure';
import type { Health } from '../../../shared/model/health';

/**
 * The health of an output that works, but not as it should. What the delivery itself reports goes first: a concern
 * never hides that nothing is sent at all, and never wakes what is paused or stopped.
 */
export function withConcern(health: Health, concern: Failure | null): Health {
  if (concern === null || (health.state !== 'active' && health.state !== 'starting')) return health;
  return { ...health, state: 'degraded', since: Math.max(health.since, concern.at), failure: concern, note: null };
}
