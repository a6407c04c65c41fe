import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import type { PreviewReply } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { Ago } from '../../components/Moment';
import { formatBytes, formatRate } from '../../format/numbers';
import { Rich } from '../../text/Rich';
import styles from './preview.module.css';

type Props = {
  readonly reply: PreviewReply | null;
  /** Up to where the list was cleared; 0 when it was not. */
  readonly after: number;
  readonly onUndoClear: () => void;
};

const bold = (text: readonly ReactNode[]): ReactNode => <b>{text}</b>;

/** How fast, how much of it is shown, and what the view left out. */
export function Counters({ reply, after, onUndoClear }: Props): ReactElement {
  if (reply === null) return <p className={styles.counters}>{'\u00a0'}</p>;
  const { rate, matched, buffered, capacity, bytes, bytesAtMost, skipped, evicted, lastArrivalAt, unsearched } = reply;
  return (
    <p className={styles.counters} data-counters="">
      <span><Rich id="preview.counter.rate" values={{ rate: formatRate(rate), b: bold }} /></span>
      <span><Rich id="preview.counter.shown" values={{ matched, buffered, b: bold }} /></span>
      <span><Rich id="preview.counter.filtered" values={{ count: buffered - matched - unsearched, b: bold }} /></span>
      {unsearched > 0 ? <span className={styles.searching}>{t('preview.counter.searching', { count: unsearched })}</span> : null}
      <Tooltip content={t('preview.counter.bufferHint', { events: capacity, bytes: formatBytes(bytesAtMost) })} relationship="description">
        <span>{evicted === 0 ? t('preview.counter.buffer', { bytes: formatBytes(bytes) }) : t('preview.counter.bufferLeft', { bytes: formatBytes(bytes), count: evicted })}</span>
      </Tooltip>
      <Tooltip content={t('preview.counter.skippedHint')} relationship="description">
        <span className={skipped > 0 ? styles.skipped : undefined}>{t('preview.counter.skipped', { count: skipped })}</span>
      </Tooltip>
      {after > 0 ? <span className={styles.cleared}>{t('preview.counter.cleared')} <Button size="small" appearance="transparent" className={styles.undo ?? ''} onClick={onUndoClear}>{t('preview.undo')}</Button></span> : null}
      <span className={styles.last}>{lastArrivalAt === null ? t('preview.counter.none') : <Rich id="preview.counter.last" values={{ ago: <Ago at={lastArrivalAt} /> }} />}</span>
    </p>
  );
}
