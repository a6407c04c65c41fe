import type { CollectionStatus, OutputStatus, StreamStatus } from '../../../../shared/model/collection';
import type { Health, HealthState } from '../../../../shared/model/health';

export const emptyStatus: CollectionStatus = { streams: [], outputs: [], spoolBytes: 0 };

/** Proven at `now` = 1 000 000 unless told otherwise. */
export function health(state: HealthState, provenAt: number | null = 1_000_000): Health {
  const failure = state === 'failed' || state === 'degraded' ? { code: 'NET-TIMEOUT' as const, detail: null, retryAfterMs: null, at: 0, ref: 'r' } : null;
  return { state, since: 0, provenAt, failure, note: null };
}

export function streamStatus(overrides: Partial<StreamStatus> = {}): StreamStatus {
  return {
    connectorId: 'c1',
    connectorName: 'Head office',
    logType: 'SIEM',
    health: health('active'),
    polling: false,
    lastPollAt: null,
    nextPollAt: null,
    lastEventAt: null,
    counts: { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} },
    gaps: [],
    dataExpiresAt: null,
    horizonMs: null,
    backfill: null,
    notes: [],
    ...overrides,
  };
}

export function outputStatus(overrides: Partial<OutputStatus> = {}): OutputStatus {
  return { outputId: 'o1', name: 'Local files', health: health('active'), waiting: 0, delivered: 0, refused: 0, lastDeliveredAt: null, ...overrides };
}
