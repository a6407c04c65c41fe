import { describeFailure } from '../../../shared/failures/catalogue';
import type { CollectionStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import type { HealthState } from '../../../shared/model/health';
import { healthSeverity } from '../../../shared/model/health';

/** The state of a connector is the worst of its log types; `note` says why when it is not active. */
export function connectorState(connector: ConnectorView, status: CollectionStatus | null): { readonly state: HealthState; readonly note: string | null } {
  if (!connector.enabled) return { state: 'paused', note: 'Switched off' };
  const streams = status?.streams.filter((stream) => stream.connectorId === connector.id) ?? [];
  const first = streams[0];
  if (first === undefined) return { state: 'starting', note: null };
  const worst = streams.reduce((left, right) => (healthSeverity[right.health.state] > healthSeverity[left.health.state] ? right : left), first);
  const { state, failure, note } = worst.health;
  return { state, note: failure === null ? note : `${worst.logType}: ${describeFailure(failure.code).title}` };
}

/** Events of the connector that are not settled by every output yet. */
export function waitingOf(connectorId: string, status: CollectionStatus | null): number {
  const streams = status?.streams.filter((stream) => stream.connectorId === connectorId) ?? [];
  return streams.reduce((sum, stream) => sum + stream.counts.spooled, 0);
}
