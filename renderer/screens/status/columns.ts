import { useMedia } from '../../theme/use-media';

/** The columns there is room for. What is left out is in the details of the row. */
export type Columns = { readonly poll: boolean; readonly duplicates: boolean; readonly quarantined: boolean };

export function useColumns(): Columns {
  const roomy = useMedia('(min-width: 1341px)');
  const normal = useMedia('(min-width: 1041px)');
  return { duplicates: roomy, quarantined: roomy, poll: normal };
}

export function countColumns(columns: Columns): number {
  return 7 + [columns.poll, columns.duplicates, columns.quarantined].filter(Boolean).length;
}
