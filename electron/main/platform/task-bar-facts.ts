import type { CollectionStatus } from '../../../shared/model/collection';

/** Parts that need a person: what the badge counts, and nothing else. */
export function needingPerson(status: CollectionStatus): number {
  return [...status.streams, ...status.outputs].filter(({ health }) => health.state === 'failed').length;
}

/** Work that a person started and may wait for. `indeterminate`: it is not known how much there is. */
export type Progress = { readonly kind: 'none' } | { readonly kind: 'indeterminate' } | { readonly kind: 'part'; readonly done: number };

/** The export under way, else the past that is being read: the least advanced one, because all have to end. */
export function progressOf(status: CollectionStatus, exporting: boolean): Progress {
  if (exporting) return { kind: 'indeterminate' };
  const running = status.streams.flatMap(({ backfill }) => (backfill?.state === 'running' ? [backfill.progress] : []));
  if (running.length === 0) return { kind: 'none' };
  const known = running.filter((part) => part !== null);
  return known.length < running.length ? { kind: 'indeterminate' } : { kind: 'part', done: Math.min(...known) };
}
