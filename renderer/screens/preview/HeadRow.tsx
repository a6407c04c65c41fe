import type { PointerEvent, ReactElement } from 'react';
import { useRef } from 'react';

import type { ColumnLayout } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { zoneName } from '../../format/time';
import { columnInfo, resized } from './columns';
import styles from './rows.module.css';

type Props = {
  readonly columns: readonly ColumnLayout[];
  readonly zone: Zone;
  /** Epoch ms: the zone has a name at a moment only. */
  readonly at: number;
  readonly onColumns: (columns: readonly ColumnLayout[]) => void;
};

/** The titles; an edge can be dragged, the same can be done with keys in "Columns". */
export function HeadRow({ columns, zone, at, onColumns }: Props): ReactElement {
  const drag = useRef<{ readonly field: string; readonly startX: number; readonly startWidth: number } | null>(null);
  const start = (field: string) => (event: PointerEvent<HTMLElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { field, startX: event.clientX, startWidth: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0 };
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (drag.current === null) return;
    const { field, startX, startWidth } = drag.current;
    onColumns(resized(columns, field, startWidth + event.clientX - startX));
  };
  const end = (): void => {
    drag.current = null;
  };
  return (
    <div role="row" aria-rowindex={1} className={styles.head}>
      {columns.map(({ field }) => {
        const { title } = columnInfo(field);
        return (
          <span key={field} role="columnheader" className={styles.headCell} data-field={field}>
            <span className={styles.headText}>{field === 'time' || field === 'arrived' ? t('preview.column.withZone', { title, zone: zoneName(at, zone) }) : title}</span>
            <span className={styles.edge} aria-hidden="true" onPointerDown={start(field)} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />
          </span>
        );
      })}
    </div>
  );
}
