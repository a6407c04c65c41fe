import { create } from 'zustand';

import type { StreamStatus } from '../../../shared/model/collection';

export const statusFilters = ['all', 'active', 'inactive'] as const;
export type StatusFilter = (typeof statusFilters)[number];

/** What the screen shows; kept while the administrator looks at other screens. */
export type StatusView = { readonly filter: StatusFilter; readonly search: string };
export const useStatusView = create<StatusView>(() => ({ filter: 'all', search: '' }));

const isActive = (stream: StreamStatus): boolean => stream.health.state === 'active';

/** Whether a search finds a row: by connector or log type, letter case apart. */
export function isFound(stream: StreamStatus, search: string): boolean {
  const wanted = search.trim().toLocaleLowerCase();
  return wanted === '' || `${stream.connectorName} ${stream.logType}`.toLocaleLowerCase().includes(wanted);
}

/** The rows of the view, and how many each choice of the filter would show among those that the search finds. */
export function viewOf(streams: readonly StreamStatus[], view: StatusView): { readonly rows: readonly StreamStatus[]; readonly counts: Readonly<Record<StatusFilter, number>> } {
  const found = streams.filter((stream) => isFound(stream, view.search));
  const active = found.filter(isActive);
  const inactive = found.filter((stream) => !isActive(stream));
  return { rows: { all: found, active, inactive }[view.filter], counts: { all: found.length, active: active.length, inactive: inactive.length } };
}
