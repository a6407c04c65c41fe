import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { PreviewReply } from '../../../shared/model/preview';
import { Ago } from '../../components/Moment';
import { formatBytes, formatCount, formatRate } from '../../format/numbers';
import styles from './preview.module.css';

type Props = {
  readonly reply: PreviewReply | null;
  /** Up to where the list was cleared; 0 when it was not. */
  readonly after: number;
  readonly onUndoClear: () => void;
};

/** How fast, how much of it is shown, and what the view left out. */
export function Counters({ reply, after, onUndoClear }: Props): ReactElement {
  if (reply === null) return <p className={styles.counters}>{'\u00a0'}</p>;
  const { rate, matched, buffered, capacity, bytes, bytesAtMost, skipped, evicted, lastArrivalAt, unsearched } = reply;
  return (
    <p className={styles.counters} data-counters="">
      <span><b>{formatRate(rate)}</b> events/s</span>
      <span><b>{formatCount(matched)}</b> of {formatCount(buffered)} shown</span>
      <span><b>{formatCount(buffered - matched - unsearched)}</b> filtered out</span>
      {unsearched > 0 ? <span className={styles.searching}>searching, {formatCount(unsearched)} to go</span> : null}
      <Tooltip content={`The view holds the newest ${formatCount(capacity)} events or ${formatBytes(bytesAtMost)}, whichever is less. What leaves it stays collected.`} relationship="description">
        <span>buffer {formatBytes(bytes)}{evicted === 0 ? '' : `, ${formatCount(evicted)} older left it`}</span>
      </Tooltip>
      <Tooltip content="When events come too fast this view leaves some out. Collection and delivery never do." relationship="description">
        <span className={skipped > 0 ? styles.skipped : undefined}>{formatCount(skipped)} skipped</span>
      </Tooltip>
      {after > 0 ? <span className={styles.cleared}>view cleared <Button size="small" appearance="transparent" className={styles.undo ?? ''} onClick={onUndoClear}>Undo</Button></span> : null}
      <span className={styles.last}>{lastArrivalAt === null ? 'no event yet' : <>last event <Ago at={lastArrivalAt} /></>}</span>
    </p>
  );
}
