import { Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { PreviewReply } from '../../../shared/model/preview';
import { Ago } from '../../components/Moment';
import { formatCount, formatRate } from '../../format/numbers';
import styles from './preview.module.css';

/** How fast, how much of it is shown, and what the view left out. */
export function Counters({ reply }: { readonly reply: PreviewReply | null }): ReactElement {
  if (reply === null) return <p className={styles.counters}>{'\u00a0'}</p>;
  const { rate, matched, buffered, capacity, skipped, evicted, lastArrivalAt } = reply;
  return (
    <p className={styles.counters}>
      <span><b>{formatRate(rate)}</b> events/s</span>
      <span><b>{formatCount(matched)}</b> of {formatCount(buffered)} shown</span>
      <span>view holds {formatCount(capacity)}{evicted === 0 ? '' : `, ${formatCount(evicted)} older ones left it`}</span>
      <Tooltip content="When events come too fast this view leaves some out. Collection and delivery never do." relationship="description">
        <span className={skipped > 0 ? styles.skipped : undefined}>{formatCount(skipped)} skipped</span>
      </Tooltip>
      <span className={styles.last}>{lastArrivalAt === null ? 'no event yet' : <>last event <Ago at={lastArrivalAt} /></>}</span>
    </p>
  );
}
