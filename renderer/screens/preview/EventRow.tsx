import { Bookmark12Filled, CheckmarkCircle12Regular, DismissCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { memo } from 'react';

import type { ColumnLayout, TimeForm } from '../../../shared/model/live-logs-settings';
import type { PreviewRow } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { reveal } from '../../format/untrusted';
import { cellText, isTime } from './columns';
import styles from './rows.module.css';
import { RowTime } from './RowTime';
import { ShownText } from './ShownText';
import { rowHeight } from './view';

type Props = {
  readonly row: PreviewRow;
  readonly index: number;
  /** The row above, for times that count from it. */
  readonly before: PreviewRow | null;
  readonly times: TimeForm;
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
  before.row.seq === after.row.seq && before.row.extra.length === after.row.extra.length && before.index === after.index && before.zone === after.zone && before.times === after.times && before.before?.seq === after.before?.seq && before.columns === after.columns &&
  before.selected === after.selected && before.focused === after.focused && before.marked === after.marked);

function Row({ row, index, before, times, zone, columns, extra, selected, focused, marked }: Props): ReactElement {
  const looks = [styles.row, index % 2 === 1 ? styles.odd : '', selected ? styles.chosen : '', focused ? styles.focused : '', marked ? styles.marked : ''].join(' ');
  return (
    <div role="row" id={rowId(row.seq)} aria-rowindex={index + 2} aria-selected={selected} data-seq={row.seq} data-index={index} className={looks} style={{ transform: `translateY(${String(index * rowHeight)}px)` }}>
      {columns.map(({ field }, place) => (
        isTime(field)
          ? <span key={field} role="gridcell" className={`${styles.cell ?? ''} ${styles.time ?? ''}`}>{marked && place === 0 ? <Mark /> : null}<RowTime text={cellText(row, field, extra)} before={before === null ? null : cellText(before, field, extra)} form={times} zone={zone} /></span>
          : <Cell key={field} field={field} text={cellText(row, field, extra)} marked={marked && place === 0} />
      ))}
    </div>
  );
}

function Mark(): ReactElement {
  return <Bookmark12Filled className={styles.bookmark ?? ''} aria-label={t('preview.row.bookmarked')} />;
}

function Cell({ field, text, marked }: { readonly field: string; readonly text: string | null; readonly marked: boolean }): ReactElement {
  const mark = marked ? <Mark /> : null;
  if (field === 'status' && text !== null) {
    return (
      <span role="gridcell" className={`${styles.cell ?? ''} ${styles.own ?? ''}`}>
        {mark}
        {text === 'passed'
          ? <span className={styles.passed}><CheckmarkCircle12Regular aria-hidden="true" />{t('preview.row.passed')}</span>
          : <span className={styles.failed}><DismissCircle12Filled aria-hidden="true" />{t('preview.row.failed')}</span>}
      </span>
    );
  }
  return <span role="gridcell" className={styles.cell} title={text === null ? undefined : reveal(text)}>{mark}{text === null ? '' : <ShownText text={text} />}</span>;
}
