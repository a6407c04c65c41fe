import type { ReactElement } from 'react';

import type { StreamStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { Until } from '../../components/Moment';
import { StatusShape } from '../../components/StatusShape';
import { useNow } from '../../components/use-now';
import { Rich } from '../../text/Rich';
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
      <span>{expiry.at <= now ? t('status.expiry.passed') : <Rich id="status.expiry.coming" values={{ when: <Until at={expiry.at} /> }} />}</span>
    </p>
  );
}
