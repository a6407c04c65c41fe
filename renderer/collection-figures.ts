import type { CollectionStatus } from '../shared/model/collection';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** Changes exactly when a figure of the collection does: what is derived from the figures is asked for again then, not at every tick. */
export function figuresOf(status: CollectionStatus | null): string {
  if (status === null) return '';
  return status.streams
    .map(({ connectorId, logType, counts, gaps }) => {
      const figures = [counts.fetched, counts.duplicates, counts.quarantined, counts.spooled, counts.released, sum(counts.delivered), sum(counts.refused), sum(counts.filtered ?? {}), gaps.length];
      return `${connectorId} ${logType} ${figures.join(' ')}`;
    })
    .join('\n');
}
