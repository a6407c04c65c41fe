import { Bookmark12Filled, CheckmarkCircle12Regular, DismissCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { memo } from 'react';

import type { ColumnLayout } from '../../../shared/model/live-logs-settings';
import type { PreviewRow } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { formatLogTime } from '../../format/time';
import { cellText } from './columns';
import styles from './rows.module.css';
import { ShownText } from './ShownText';
import { rowHeight } from './view';

type Props = {
  readonly row: PreviewRow;
  readonly index: number;
  readonly zone: Zone;
  readonly columns: readonly ColumnLayout[];
  readonly extra: readonly string[];
  readonly selected: boolean;
  readonly focused: boolean;
  readonly marked: boolean;
};

export const rowId = (seq: number): string => `event-${String(seq)}`;

// A row never changes once it has its number; everything else it depends on is compared here.
export const EventRow = memo(Row, (before, after) =>
  before.row.seq === after.row.seq && before.row.extra.length === after.row.extra.length && before.index === after.index && before.zone === after.zone && before.columns === after.columns &&
  before.selected === after.selected && before.focused === after.focused && before.marked === after.marked);

function Row({ row, index, zone, columns, extra, selected, focused, marked }: Props): ReactElement {
  const looks = [styles.row, index % 2 === 1 ? styles.odd : '', selected ? styles.chosen : '', focused ? styles.focused : '', marked ? styles.marked : ''].join(' ');
  return (
    <div role="row" id={rowId(row.seq)} aria-rowindex={index + 2} aria-selected={selected} data-seq={row.seq} data-index={index} className={looks} style={{ transform: `translateY(${String(index * rowHeight)}px)` }}>
      {columns.map(({ field }, place) => <Cell key={field} field={field} text={cellText(row, field, extra)} zone={zone} marked={marked && place === 0} />)}
    </div>
  );
}

function Cell({ field, text, zone, marked }: { readonly field: string; readonly text: string | null; readonly zone: Zone; readonly marked: boolean }): ReactElement {
  const mark = marked ? <Bookmark12Filled className={styles.bookmark ?? ''} aria-label={t('preview.row.bookmarked')} /> : null;
  if (field === 'time' || field === 'arrived') return <span role="gridcell" className={`${styles.cell ?? ''} ${styles.time ?? ''}`}>{mark}{text === null ? '–' : formatLogTime(text, zone)}</span>;
  if (field === 'status' && text !== null) {
    return (
      <span role="gridcell" className={styles.cell}>
        {mark}
        {text === 'passed'
          ? <span className={styles.passed}><CheckmarkCircle12Regular aria-hidden="true" />{t('preview.row.passed')}</span>
          : <span className={styles.failed}><DismissCircle12Filled aria-hidden="true" />{t('preview.row.failed')}</span>}
      </span>
    );
  }
  return <span role="gridcell" className={styles.cell} title={text ?? undefined}>{mark}{text === null ? '' : <ShownText text={text} />}</span>;
}
