import type { Failure } from '../../../shared/failures/failure';
import type { CollectionStatus, Counts } from '../../../shared/model/collection';
import type { Health } from '../../../shared/model/health';
import { say } from '../../../shared/text/message';
import type { CollectorConfig } from '../../collector/collector';

const nothing: Counts = { fetched: 0, duplicates: 0, quarantined: 0, spooled: 0, released: 0, delivered: {}, refused: {} };

/**
 * What is shown while no collector runs: every stream that should run, as starting, or as failed with the reason. An
 * empty list would look as if there were nothing to do.
 */
export function statusWhenDown(config: CollectorConfig, problem: Failure | null, since: number): CollectionStatus {
  const health: Health =
    problem === null
      ? { state: 'starting', since, provenAt: null, failure: null, note: say('collector.opening') }
      : { state: 'failed', since, provenAt: null, failure: problem, note: null };
  const paused: Health = { state: 'paused', since, provenAt: null, failure: null, note: say('health.paused') };
  const notes = problem === null ? [] : [say('collector.note.countsLater')];
  return {
    streams: config.connectors.flatMap((connector) =>
      connector.logTypes.map((logType) => ({
        connectorId: connector.id,
        connectorName: connector.name,
        logType,
        health: connector.enabled ? health : paused,
        polling: false,
        lastPollAt: null,
        nextPollAt: null,
        lastEventAt: null,
        counts: nothing,
        gaps: [],
        dataExpiresAt: null,
        horizonMs: null,
        backfill: null,
        notes,
      })),
    ),
    outputs: config.outputs.map((output) => ({
      outputId: output.id,
      name: output.name,
      health: output.enabled ? health : paused,
      waiting: 0,
      delivered: 0,
      refused: 0,
      lastDeliveredAt: null,
    })),
    spoolBytes: 0,
  };
}

/** The same counts, without the claim that anything still runs. What needs a person still needs one. */
export function statusWhenStopped(status: CollectionStatus, at: number): CollectionStatus {
  const stopped = (health: Health): Health => (health.state === 'failed' ? health : { ...health, state: 'stopped', since: at, failure: null, note: null });
  return {
    ...status,
    streams: status.streams.map((stream) => ({ ...stream, health: stopped(stream.health), polling: false, nextPollAt: null })),
    outputs: status.outputs.map((output) => ({ ...output, health: stopped(output.health) })),
  };
}
