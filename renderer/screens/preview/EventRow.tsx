import { CheckmarkCircle12Regular, DismissCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { memo } from 'react';

import type { PreviewRow } from '../../../shared/model/preview';
import { UntrustedText } from '../../components/UntrustedText';
import type { Zone } from '../../format/time';
import { formatLogTime } from '../../format/time';
import styles from './preview.module.css';
import { rowHeight } from './view';

type Props = {
  readonly row: PreviewRow;
  readonly index: number;
  readonly zone: Zone;
  readonly selected: boolean;
};

export const rowId = (seq: number): string => `event-${String(seq)}`;

// A row never changes once it has its number: what it looks like depends on its place, zone and selection only.
export const EventRow = memo(Row, (before, after) => before.row.seq === after.row.seq && before.index === after.index && before.zone === after.zone && before.selected === after.selected);

function Row({ row, index, zone, selected }: Props): ReactElement {
  return (
    <div
      role="row"
      id={rowId(row.seq)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-seq={row.seq}
      data-index={index}
      className={`${styles.row ?? ''} ${index % 2 === 1 ? (styles.odd ?? '') : ''} ${selected ? (styles.chosen ?? '') : ''}`}
      style={{ transform: `translateY(${String(index * rowHeight)}px)` }}
    >
      <span role="gridcell" className={`${styles.cell ?? ''} ${styles.time ?? ''}`}>{row.time === null ? '–' : formatLogTime(row.time, zone)}</span>
      <span role="gridcell" className={styles.cell}>{row.logType}</span>
      <Cell text={row.eventType} />
      <Cell text={row.action} />
      <span role="gridcell" className={styles.cell}>
        {row.status === null ? '' : row.status === 'passed' ? (
          <span className={styles.passed}><CheckmarkCircle12Regular aria-hidden="true" />passed</span>
        ) : (
          <span className={styles.failed}><DismissCircle12Filled aria-hidden="true" />failed</span>
        )}
      </span>
      <Cell text={row.sender} />
      <Cell text={row.recipients} />
      <Cell text={row.subject} />
    </div>
  );
}

function Cell({ text }: { readonly text: string | null }): ReactElement {
  return <span role="gridcell" className={styles.cell} title={text ?? undefined}>{text === null ? '' : <UntrustedText text={text} />}</span>;
}
