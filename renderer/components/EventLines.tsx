import type { ReactElement } from 'react';

import type { HistoryRow } from '../../shared/model/history';
import { formatShort } from '../format/time';
import styles from './event-lines.module.css';
import { UntrustedText } from './UntrustedText';
import { useZone } from './zone';

/** A few events, one line each. */
export function EventLines({ events, label }: { readonly events: readonly HistoryRow[]; readonly label: string }): ReactElement {
  const zone = useZone();
  return (
    <ul className={styles.events} aria-label={label} tabIndex={0}>
      {events.map((event, index) => (
        <li key={`${event.id} ${String(index)}`} className={styles.event}>
          <span className={styles.when}>{formatShort(event.time === null ? event.arrivedAt : Date.parse(event.time), zone)}</span>
          <span className={styles.what}><UntrustedText text={event.eventType} /></span>
          <span className={styles.who}><UntrustedText text={[event.sender, event.recipients].filter((each) => each !== null).join(' → ')} /></span>
          <span className={styles.about}><UntrustedText text={event.subject ?? ''} /></span>
        </li>
      ))}
    </ul>
  );
}
