import type { StreamStatus } from '../../../shared/model/collection';
import { conditionSeverity, streamCondition } from '../../../shared/model/condition';
import { logTypes } from '../../../shared/model/log-type';

/** The worst first; among equals by connector name, then in the order of the log types, so that rows do not jump. */
export function worstFirst(streams: readonly StreamStatus[], now = Date.now()): readonly StreamStatus[] {
  const severity = (stream: StreamStatus): number => conditionSeverity[streamCondition(stream, now)];
  return [...streams].sort(
    (left, right) =>
      severity(right) - severity(left) ||
      left.connectorName.localeCompare(right.connectorName) ||
      logTypes.indexOf(left.logType) - logTypes.indexOf(right.logType),
  );
}

/** What reached every one of the outputs that want the stream: the smallest count, because an event is delivered when all have it. */
export function deliveredToAll(delivered: Readonly<Record<string, number>>, wanted: readonly string[]): number {
  const ids = wanted.length > 0 ? wanted : Object.keys(delivered);
  return ids.length === 0 ? 0 : Math.min(...ids.map((id) => delivered[id] ?? 0));
}

/** What outputs refused, all together. */
export function refusedTotal(refused: Readonly<Record<string, number>>): number {
  return Object.values(refused).reduce((sum, count) => sum + count, 0);
}
