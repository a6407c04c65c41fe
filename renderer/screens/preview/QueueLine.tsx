import { Tooltip } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import type { OutputStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { useSession } from '../../bridge/session';
import { Ago } from '../../components/Moment';
import { Rich } from '../../text/Rich';
import { slowestOf } from './delivery';
import styles from './preview.module.css';

const none: readonly OutputStatus[] = [];
const bold = (text: readonly ReactNode[]): ReactNode => <b>{text}</b>;

/** What is collected and waits for an output, and how long the slowest of them has taken nothing. */
export function QueueLine(): ReactElement | null {
  const outputs = useSession((session) => session.status?.outputs ?? none);
  if (outputs.length === 0) return null;
  const slowest = slowestOf(outputs);
  if (slowest === null) return <span className={styles.queue}>{t('preview.queue.none')}</span>;
  const waiting = outputs.reduce((sum, output) => sum + output.waiting, 0);
  const { lastDeliveredAt, name } = slowest;
  return (
    <Tooltip content={t('preview.queue.hint', { name })} relationship="description">
      <span className={styles.queue}>
        <Rich id="preview.queue.waiting" values={{ count: waiting, b: bold }} />{' '}
        {lastDeliveredAt === null ? t('preview.queue.never') : <Rich id="preview.queue.last" values={{ ago: <Ago at={lastDeliveredAt} /> }} />}
      </span>
    </Tooltip>
  );
}
