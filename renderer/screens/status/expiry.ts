import type { StreamStatus } from '../../../shared/model/collection';
import type { ConnectorConfig } from '../../../shared/model/connector';
import { logTypeTable } from '../../../shared/model/log-type';

const hourMs = 3_600_000;
/** What the streaming form of the SIEM API reaches back (24 hours, API.md §2.2) with the collector’s hour of headroom; batch reaches the days of the log type. */
const streamingHours = 23;

/** Milliseconds that Mimecast keeps what was not read yet; null where nothing is documented. */
export function horizonMs(logType: StreamStatus['logType'], siemDelivery: ConnectorConfig['siemDelivery'] | null): number | null {
  if (logType === 'SIEM' && siemDelivery === 'streaming') return streamingHours * hourMs;
  const hours = logTypeTable[logType].horizonHours;
  return hours === null ? null : hours * hourMs;
}

/** `idle`: nothing is read, but there is time. `soon`: the last quarter of the horizon. `now`: the last day, and nothing is read. */
export type Expiry = { readonly at: number; readonly urgency: 'none' | 'idle' | 'soon' | 'now' };

/** When logs that were not read yet begin to go, and how much that matters; null where Mimecast documents nothing. */
export function expiryOf(stream: StreamStatus, horizon: number | null, now: number): Expiry | null {
  const at = stream.dataExpiresAt;
  if (at === null) return null;
  // A stream that starts is about to read.
  const idle = stream.health.state !== 'active' && stream.health.state !== 'starting';
  const left = at - now;
  if (idle && left <= 24 * hourMs) return { at, urgency: 'now' };
  if (horizon !== null && left < horizon / 4) return { at, urgency: 'soon' };
  return { at, urgency: idle ? 'idle' : 'none' };
}
