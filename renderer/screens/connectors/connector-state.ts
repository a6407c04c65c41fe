import { describeFailure } from '../../../shared/failures/catalogue';
import type { CollectionStatus, StreamStatus } from '../../../shared/model/collection';
import type { Condition } from '../../../shared/model/condition';
import { conditionSeverity, streamCondition } from '../../../shared/model/condition';
import type { ConnectorView } from '../../../shared/model/connector';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';

/** The state of a connector is the worst of its log types; `note` says why when it is not active. */
export function connectorState(connector: ConnectorView, status: CollectionStatus | null, now = Date.now()): { readonly state: Condition; readonly note: string | null } {
  if (!connector.enabled) return { state: 'paused', note: t('connectors.switchedOff') };
  const streams = status?.streams.filter((stream) => stream.connectorId === connector.id) ?? [];
  const first = streams[0];
  if (first === undefined) return { state: 'starting', note: null };
  const severity = (stream: StreamStatus): number => conditionSeverity[streamCondition(stream, now)];
  const worst = streams.reduce((left, right) => (severity(right) > severity(left) ? right : left), first);
  const { failure, note } = worst.health;
  return { state: streamCondition(worst, now), note: failure === null ? note === null ? null : textOf(note) : t('connectors.stateNote', { logType: worst.logType, reason: describeFailure(failure.code).title }) };
}

/** Events of the connector that are not settled by every output yet. */
export function waitingOf(connectorId: string, status: CollectionStatus | null): number {
  const streams = status?.streams.filter((stream) => stream.connectorId === connectorId) ?? [];
  return streams.reduce((sum, stream) => sum + stream.counts.spooled, 0);
}
