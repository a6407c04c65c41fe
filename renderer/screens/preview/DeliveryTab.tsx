import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { OutputStatus } from '../../../shared/model/collection';
import type { PreviewDetail } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useNow } from '../../components/use-now';
import { useZone } from '../../components/zone';
import { formatDateTimeZone, formatLogTime } from '../../format/time';
import { passageOf } from './delivery';
import styles from './detail.module.css';
import { EventTrail } from './EventTrail';
import { ShownText } from './ShownText';

/** What became of the event, as far as it is known, and the other events of its message. */
export function DeliveryTab({ detail, onShow }: { readonly detail: PreviewDetail; readonly onShow: (seq: number) => void }): ReactElement {
  const zone = useZone();
  const { connectors, outputs, status } = useSession();
  const now = useNow();
  const wanted = valueOr(connectors, null)?.find((connector) => connector.id === detail.connectorId)?.outputs ?? [];
  const configs = valueOr(outputs, null) ?? [];
  const names = new Map<string, string>(configs.map(({ config }) => [config.id, config.name]));
  return (
    <div className={styles.delivery} role="region" aria-label={t('preview.detail.delivery')} tabIndex={0}>
      <section className={styles.part}>
        <h3 className={styles.sideTitle}>{t('preview.delivery.way')}</h3>
        <ol className={styles.way}>
          <li><b>{t('preview.delivery.received')}</b><span>{t('preview.delivery.receivedText', { time: formatDateTimeZone(detail.arrivedAt, zone) })}</span></li>
          {wanted.map((id) => {
            const output = status?.outputs.find((each) => each.outputId === id);
            return <li key={id}><b>{names.get(id) ?? id}</b><span>{wordsOf(output, passageOf(output, now, detail.arrivedAt), (at) => formatDateTimeZone(at, zone))}</span></li>;
          })}
          {wanted.length === 0 ? <li><b>{t('preview.delivery.noOutput')}</b><span>{t('preview.delivery.noOutputText')}</span></li> : null}
        </ol>
        <p className={styles.quiet}>{t('preview.delivery.batches')}</p>
      </section>
      <EventTrail detail={detail} />
      <Related seq={detail.seq} onShow={onShow} />
    </div>
  );
}

function wordsOf(output: OutputStatus | undefined, passage: ReturnType<typeof passageOf>, time: (at: number) => string): string {
  const last = output?.lastDeliveredAt ?? null;
  const withLast = (sentence: string): string => (last === null ? sentence : `${sentence} ${t('preview.delivery.last', { time: time(last) })}`);
  switch (passage) {
    case 'through':
      return withLast(t('preview.delivery.through'));
    case 'open':
      return withLast(t('preview.delivery.open', { count: output?.waiting ?? 0 }));
    case 'unknown':
      return t('preview.delivery.unknown');
  }
}

function Related({ seq, onShow }: { readonly seq: number; readonly onShow: (seq: number) => void }): ReactElement {
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
    </section>
  );
}
