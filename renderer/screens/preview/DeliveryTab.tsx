import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { PreviewDetail } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatLogTime } from '../../format/time';
import { messageFilter } from './delivery';
import styles from './detail.module.css';
import { EventTrail } from './EventTrail';
import { HistorySearch } from './HistorySearch';
import { ShownText } from './ShownText';

/** What became of the event, and the other events of its message. */
export function DeliveryTab({ detail, onShow }: { readonly detail: PreviewDetail; readonly onShow: (seq: number) => void }): ReactElement {
  return (
    <div className={styles.delivery} role="region" aria-label={t('preview.detail.delivery')} tabIndex={0}>
      <EventTrail detail={detail} />
      <Related detail={detail} onShow={onShow} />
    </div>
  );
}

function Related({ detail: { seq, normalized }, onShow }: { readonly detail: PreviewDetail; readonly onShow: (seq: number) => void }): ReactElement {
  const message = messageFilter(normalized);
  const { state } = useCall('preview.related', { seq });
  const zone = useZone();
  return (
    <section className={styles.part}>
      <h3 className={styles.sideTitle}>{t('preview.related.title')}</h3>
      {state.kind === 'pending' ? <LoadingLines label={t('preview.related.looking')} /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'ok' && state.value.length <= 1 ? <p className={styles.quiet}>{t('preview.related.none')}</p> : null}
      {state.kind === 'ok' && state.value.length > 1 ? (
        <ol className={styles.timeline}>
          {state.value.map((row) => (
            <li key={row.seq} className={row.seq === seq ? styles.here : undefined} aria-current={row.seq === seq ? 'true' : undefined}>
              <span className={styles.when}>{row.time === null ? '–' : formatLogTime(row.time, zone)}</span>
              <span className={styles.what}><UntrustedText text={row.eventType} />{row.action === null ? '' : <> · <UntrustedText text={row.action} /></>}</span>
              <span className={styles.whom}><ShownText text={row.recipients ?? ''} /></span>
              {row.seq === seq ? <span className={styles.quiet}>{t('preview.related.this')}</span> : <Button size="small" appearance="subtle" onClick={() => { onShow(row.seq); }}>{t('preview.related.show')}</Button>}
            </li>
          ))}
        </ol>
      ) : null}
      {message === '' ? null : <div><HistorySearch text={message} logTypes={[]} title={t('preview.related.history')} /></div>}
    </section>
  );
}
