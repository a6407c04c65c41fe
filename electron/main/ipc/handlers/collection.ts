import { writeFile } from 'node:fs/promises';

import type { StreamStatus } from '../../../../shared/model/collection';
import { inEnglish, t } from '../../../../shared/text/text';
import { csv } from '../../kit/csv';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type CollectionHandlersOptions = {
  readonly workspace: () => Workspace;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
};

export function collectionHandlers({ workspace, chooseFile }: CollectionHandlersOptions): HandlersOf<'collection'> {
  return {
    'collection.pollNow': ({ connectorId, logType }) => {
      workspace().collector.pollNow(connectorId, logType);
    },
    'collection.export': async ({ streams }) => {
      const rows = streams.flatMap(({ connectorId, logType }) => workspace().status().streams.find((stream) => stream.connectorId === connectorId && stream.logType === logType) ?? []);
      const path = await chooseFile(t('desktop.dialog.exportStatus'), 'mimecast-status.csv');
      if (path !== null) await writeFile(path, statusCsv(rows), { mode: 0o600 });
      return { path };
    },
  };
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** One line per connector and log type; times in UTC, words in English: it is read by programs. */
export function statusCsv(rows: readonly StreamStatus[]): string {
  const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
  const head = [
    'connector', 'log type', 'state', 'since (UTC)', 'last proof (UTC)', 'failure', 'reason', 'last poll (UTC)', 'next poll (UTC)', 'last event (UTC)',
    'fetched', 'duplicates', 'quarantined', 'spooled', 'released', 'delivered, all outputs', 'refused, all outputs', 'left out by filters, all outputs', 'gaps',
  ];
  const lines = rows.map(({ health, counts, ...row }) => [
    row.connectorName, row.logType, health.state, time(health.since), time(health.provenAt), health.failure?.code ?? '',
    health.failure === null ? (health.note?.english ?? '') : inEnglish(`failure.${health.failure.code}.title`), time(row.lastPollAt), time(row.nextPollAt), time(row.lastEventAt),
    counts.fetched, counts.duplicates, counts.quarantined, counts.spooled, counts.released, sum(counts.delivered), sum(counts.refused), sum(counts.filtered ?? {}), row.gaps.length,
  ]);
  return csv([head, ...lines]);
}
