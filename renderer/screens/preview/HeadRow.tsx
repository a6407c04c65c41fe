import type { PointerEvent, ReactElement } from 'react';
import { useRef } from 'react';

import type { ColumnLayout, TimeForm } from '../../../shared/model/live-logs-settings';
import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import type { Zone } from '../../format/time';
import { zoneName } from '../../format/time';
import { columnInfo, isTime, resized } from './columns';
import styles from './rows.module.css';

type Props = {
  readonly columns: readonly ColumnLayout[];
  readonly zone: Zone;
  readonly times: TimeForm;
  /** Epoch ms: the zone has a name at a moment only. */
  readonly at: number;
  readonly onColumns: (columns: readonly ColumnLayout[]) => void;
  /** The other mouse button: everything about columns. */
  readonly onMenu: () => void;
};

const timeTitles: { readonly [F in TimeForm]: (title: string, zone: string) => string } = {
  moment: (title, zone) => t('preview.column.withZone', { title, zone }),
  age: (title) => t('preview.column.age', { title }),
  step: (title) => t('preview.column.step', { title }),
};

/** The titles; an edge can be dragged, the same can be done with keys in "Columns". */
export function HeadRow({ columns, zone, times, at, onColumns, onMenu }: Props): ReactElement {
  const drag = useRef<{ readonly field: string; readonly startX: number; readonly startWidth: number; readonly outwards: 1 | -1 } | null>(null);
  const start = (field: string) => (event: PointerEvent<HTMLElement>): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { field, startX: event.clientX, outwards: getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1, startWidth: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0 };
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (drag.current === null) return;
    const { field, startX, startWidth, outwards } = drag.current;
    onColumns(resized(columns, field, startWidth + (event.clientX - startX) * outwards));
  };
  const end = (): void => {
    drag.current = null;
  };
  return (
    <div role="row" aria-rowindex={1} className={styles.head} onContextMenu={(event) => { event.preventDefault(); onMenu(); }}>
      {columns.map(({ field }) => {
        const { title } = columnInfo(field);
        return (
          <span key={field} role="columnheader" className={styles.headCell} data-field={field}>
            <span className={styles.headText}>{isTime(field) ? timeTitles[times](title, zoneName(at, zone)) : <UntrustedText text={title} />}</span>
            <span className={styles.edge} aria-hidden="true" onPointerDown={start(field)} onPointerMove={move} onPointerUp={end} onPointerCancel={end} />
          </span>
        );
      })}
    </div>
  );
}
