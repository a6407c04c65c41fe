import type { ReactElement } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import { Until } from '../../components/Moment';
import { StatusShape } from '../../components/StatusShape';
import { useNow } from '../../components/use-now';
import { expiryOf } from './expiry';
import styles from './status.module.css';

/** A log type that stands still loses what Mimecast gives up: counted down in words. Nothing while there is no reason to worry. */
export function ExpiryNote({ stream }: { readonly stream: StreamStatus }): ReactElement | null {
  const now = useNow();
  const expiry = expiryOf(stream, now);
  if (expiry === null || expiry.urgency === 'none') return null;
  return (
    <p className={`${styles.expiry ?? ''} ${expiry.urgency === 'now' ? (styles.expiryNow ?? '') : ''}`}>
      <StatusShape state={expiry.urgency === 'now' ? 'failed' : 'degraded'} />
      <span>
        {expiry.at <= now
          ? 'Mimecast gives up logs that were not read yet. What is lost is written down as a gap.'
          : <>Mimecast starts to give up logs that were not read yet <Until at={expiry.at} />.</>}
      </span>
    </p>
  );
}
