import { describeFailure } from '../../../shared/failures/catalogue';
import type { StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';

/** What the program does next by itself, and what a person can do (null: the card of the failure says it); `at`: when the next step is, null: it is not known or there is none. */
export type Next = { readonly does: string; readonly at: number | null; readonly person: string | null };

/** In words for one log type. `paused`: a person paused the whole collection. */
export function nextOf(stream: StreamStatus, connector: ConnectorView | null, paused: boolean): Next {
  const { health, nextPollAt } = stream;
  if (health.state === 'paused') {
    if (paused) return { does: 'Nothing is fetched while the whole collection is paused. Outputs go on with what waits.', at: null, person: 'Resume the collection, in the bar above or in the tray.' };
    if (connector?.enabled === false) return { does: 'Nothing is fetched while the connector is switched off.', at: null, person: 'Switch the connector on under Connectors.' };
  }
  if (health.state === 'stopping' || health.state === 'stopped') return { does: 'Collection has ended with the program.', at: null, person: 'Nothing.' };
  if (health.failure !== null) {
    const entry = describeFailure(health.failure.code);
    const freeAt = health.failure.retryAfterMs === null ? null : health.failure.at + health.failure.retryAfterMs;
    if (entry.kind === 'throttled') return { does: 'Mimecast allows no more requests for now. The next one is sent', at: nextPollAt ?? freeAt, person: 'Nothing, if it happens seldom. If it lasts, look for another program with the same Client ID.' };
    return { does: nextPollAt === null ? 'It is tried again.' : 'It is tried again', at: nextPollAt, person: null };
  }
  if (stream.polling) return { does: 'A poll is under way.', at: null, person: 'Nothing.' };
  return { does: nextPollAt === null ? 'It is polled again by itself.' : 'The next poll is', at: nextPollAt, person: 'Nothing.' };
}
