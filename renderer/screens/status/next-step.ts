import { describeFailure } from '../../../shared/failures/catalogue';
import type { StreamStatus } from '../../../shared/model/collection';
import { rateLimitEnds } from '../../../shared/model/condition';
import type { ConnectorView } from '../../../shared/model/connector';
import type { TextId } from '../../../shared/text/catalogue';

/** What the program does next by itself, and what a person can do (null: the card of the failure says it); `at`: when the next step is, named `when` by the text; null: the text names none. */
export type Next = { readonly nextId: TextId; readonly at: number | null; readonly personId: TextId | null };

const nothing = 'status.next.nothing';

/** In words for one log type. `paused`: a person paused the whole collection. */
export function nextOf(stream: StreamStatus, connector: ConnectorView | null, paused: boolean): Next {
  const { health, nextPollAt, pausedUntil } = stream;
  if (health.state === 'paused') {
    if (paused) return { nextId: 'status.next.allPaused', at: null, personId: 'status.next.resume' };
    if (pausedUntil !== undefined) return { nextId: pausedUntil === null ? 'status.next.connectorPaused' : 'status.next.connectorPausedUntil', at: pausedUntil, personId: 'status.next.resumeConnector' };
    if (connector?.enabled === false) return { nextId: 'status.next.switchedOff', at: null, personId: 'status.next.switchOn' };
  }
  if (health.state === 'stopping' || health.state === 'stopped') return { nextId: 'status.next.ended', at: null, personId: nothing };
  if (health.failure !== null) {
    if (describeFailure(health.failure.code).kind === 'throttled') {
      const at = rateLimitEnds(stream);
      return { nextId: at === null ? 'status.next.throttledUnknown' : 'status.next.throttled', at, personId: 'status.next.seldom' };
    }
    return { nextId: nextPollAt === null ? 'status.next.triedAgain' : 'status.next.triedAgainAt', at: nextPollAt, personId: null };
  }
  if (stream.polling) return { nextId: 'status.next.polling', at: null, personId: nothing };
  return { nextId: nextPollAt === null ? 'status.next.polledAgain' : 'status.next.pollAt', at: nextPollAt, personId: nothing };
}
