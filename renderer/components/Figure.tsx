import type { ReactElement } from 'react';

import { formatCount, formatFigure } from '../format/numbers';

/** A count in a column; a shortened one tells its exact value on hover. */
export function Figure({ value }: { readonly value: number }): ReactElement {
  return value < 1e6 ? <>{formatCount(value)}</> : <span title={formatCount(value)}>{formatFigure(value)}</span>;
}
