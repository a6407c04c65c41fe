import type { Gap, StreamStatus } from '../../../shared/model/collection';
import type { LogType } from '../../../shared/model/log-type';
import type { Span } from './time-range';

export type PlacedGap = Gap & { readonly connectorName: string; readonly connectorId: string; readonly logType: LogType };

/** The gaps that reach into the time or were found in it, newest first. */
export function gapsIn(streams: readonly StreamStatus[], span: Span, connectorId: string | null, logType: LogType | null): readonly PlacedGap[] {
  return streams
    .filter((stream) => (connectorId === null || stream.connectorId === connectorId) && (logType === null || stream.logType === logType))
    .flatMap((stream) => stream.gaps.map((gap) => ({ ...gap, connectorId: stream.connectorId, connectorName: stream.connectorName, logType: stream.logType })))
    .filter((gap) => touches(gap, span))
    .sort((left, right) => right.at - left.at);
}

function touches(gap: Gap, { from, to }: Span): boolean {
  if (gap.at >= from && gap.at <= to) return true;
  const [begin, end] = [Date.parse(gap.from), Date.parse(gap.to)];
  // A gap whose times cannot be read is shown rather than hidden.
  return !(begin > to || end < from);
}
