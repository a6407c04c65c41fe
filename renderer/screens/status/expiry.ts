import type { StreamStatus } from '../../../shared/model/collection';

const hourMs = 3_600_000;
/** `idle`: nothing is read, but there is time. `soon`: the last quarter of the horizon. `now`: the last day, and nothing is read. */
export type Expiry = { readonly at: number; readonly urgency: 'none' | 'idle' | 'soon' | 'now' };

/** When logs that were not read yet begin to go, and how much that matters; null where Mimecast documents nothing. */
export function expiryOf(stream: StreamStatus, now: number): Expiry | null {
  const at = stream.dataExpiresAt;
  if (at === null) return null;
  // A stream that starts is about to read.
  const idle = stream.health.state !== 'active' && stream.health.state !== 'starting';
  const left = at - now;
  if (idle && left <= 24 * hourMs) return { at, urgency: 'now' };
  if (stream.horizonMs !== null && left < stream.horizonMs / 4) return { at, urgency: 'soon' };
  return { at, urgency: idle ? 'idle' : 'none' };
}
