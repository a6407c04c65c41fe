import type { Collector, CollectorConfig } from '../../../../electron/collector/collector';
import type { CheckReport } from '../../../../shared/model/check-report';
import type { CollectionStatus } from '../../../../shared/model/collection';
import type { LogType } from '../../../../shared/model/log-type';
import type { OutputSample } from '../../../../shared/model/output-sample';
import type { PreviewDetail, PreviewReply, PreviewRow, PreviewValue } from '../../../../shared/model/preview';
import type { EventTrail } from '../../../../shared/model/trail';
import { emptyStatus, streamStatus } from './status';

/** A collector that does nothing but remember what it was told. */
export class FakeCollector implements Collector {
  readonly told: string[] = [];
  readonly history = null;
  config: CollectorConfig = { connectors: [], outputs: [] };
  /** Set to make the next `start` reject. */
  startError: Error | null = null;
  #listeners = new Set<(status: CollectionStatus) => void>();

  start(config: CollectorConfig): Promise<void> {
    this.told.push('start');
    if (this.startError !== null) return Promise.reject(this.startError);
    this.config = config;
    return Promise.resolve();
  }

  apply(config: CollectorConfig): Promise<void> {
    this.told.push('apply');
    this.config = config;
    for (const listener of this.#listeners) listener(this.status());
    return Promise.resolve();
  }

  runOnce(): Promise<boolean> {
    return Promise.reject(new Error('the app collects without an end'));
  }

  stop(): Promise<void> {
    this.told.push('stop');
    return Promise.resolve();
  }

  status(): CollectionStatus {
    return {
      ...emptyStatus,
      streams: this.config.connectors.flatMap((connector) =>
        connector.logTypes.map((logType) => streamStatus({ connectorId: connector.id, connectorName: connector.name, logType })),
      ),
    };
  }

  onStatus(listener: (status: CollectionStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  pollNow(connectorId: string, logType: LogType): void {
    this.told.push(`poll ${connectorId} ${logType}`);
  }

  deliverNow(outputId: string): void {
    this.told.push(`deliver ${outputId}`);
  }

  check(): Promise<CheckReport> {
    return Promise.resolve({ passed: true, startedAt: 0, durationMs: 1, items: [] });
  }

  checkOutput(): Promise<CheckReport> {
    return this.check();
  }

  sampleOutput(): OutputSample {
    return { kind: 'left-out' };
  }

  proveOutput(): Promise<CheckReport> {
    return this.check();
  }

  readonly ledger = { rows: () => Promise.resolve([]), unbalanced: () => Promise.resolve([]) };
  runs() {
    return Promise.resolve({ runs: [], next: null });
  }

  trail(): Promise<EventTrail> {
    return Promise.resolve({ batches: [], complete: true });
  }

  readonly quarantine = {
    page: () => Promise.resolve({ total: 0, items: [] }),
    bytes: () => Promise.resolve(null),
    retry: () => Promise.resolve({ requeued: 0, duplicates: 0, kept: 0 }),
    discard: () => Promise.resolve(),
  };
  readonly backfill = { start: () => Promise.resolve(true), pause: () => Promise.resolve(true), cancel: () => Promise.resolve(true) };

  readonly preview = {
    rows: (): Promise<PreviewReply> => Promise.resolve({
      rows: [],
      firstIndex: 0,
      matched: 0,
      buffered: 0,
      capacity: 100,
      bytes: 0,
      bytesAtMost: 0,
      latestSeq: 0,
      newer: 0,
      skipped: 0,
      evicted: 0,
      rate: 0,
      lastArrivalAt: null,
      unsearched: 0,
      problem: null,
      pausedBy: null,
      histogram: null,
    }),
    detail: (): Promise<PreviewDetail | null> => Promise.resolve(null),
    related: (): Promise<readonly PreviewRow[]> => Promise.resolve([]),
    values: (): Promise<readonly PreviewValue[]> => Promise.resolve([]),
    text: () => Promise.resolve({ text: '', events: 0, next: null }),
  };
}
