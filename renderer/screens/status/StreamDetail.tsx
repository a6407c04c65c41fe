import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { logTypeTable } from '../../../shared/model/log-type';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { Until } from '../../components/Moment';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatCount, formatRate } from '../../format/numbers';
import { formatDateTimeZone, formatSpan } from '../../format/time';
import { healthWords } from '../../format/words';
import { navigate } from '../../navigation';
import { pathTo } from '../../routes';
import { Rich } from '../../text/Rich';
import { Backfill } from './Backfill';
import { ExpiryNote } from './ExpiryNote';
import { Gaps } from './Gaps';
import { NextStep } from './NextStep';
import type { Rate } from './rates';
import { Runs } from './Runs';
import styles from './status.module.css';

type Props = { readonly stream: StreamStatus; readonly rate: Rate | null; readonly connector: ConnectorView | null; readonly outputs: readonly OutputStatus[] };

/** Everything known about one log type: reason and remedy, what became of the records, gaps, findings. */
export function StreamDetail({ stream, rate, connector, outputs }: Props): ReactElement {
  const zone = useZone();
  const wanted = connector?.outputs ?? [];
  const polled = stream.lastPollAt === null ? t('status.row.noneYet') : formatDateTimeZone(stream.lastPollAt, zone);
  const { health, counts } = stream;
  const permission = health.failure?.code === 'MC-PERM-403' || health.failure?.code === 'MC-PRODUCT-403' ? logTypeTable[stream.logType] : null;
  const edit = <Button size="small" onClick={() => { navigate(pathTo.connector(stream.connectorId)); }}>{t('status.openConnector')}</Button>;
  return (
    <div className={styles.detail}>
      {health.failure === null ? null : <FailureCard staged failure={health.failure} actions={edit} />}
      <NextStep stream={stream} connector={connector} />
      <ExpiryNote stream={stream} />
      {permission === null ? null : (
        <dl className={styles.facts}>
          <dt>{t('status.detail.permission')}</dt>
          <dd className={styles.copyLine}>
            <code>{permission.permission}</code>
            <CopyButton label={t('status.detail.copyPermission')} text={() => permission.permission} />
          </dd>
          <dt>{t('status.detail.product')}</dt>
          <dd className={styles.copyLine}>
            <code>{permission.product}</code>
            <CopyButton label={t('status.detail.copyProduct')} text={() => permission.product} />
          </dd>
        </dl>
      )}
      <ol className={styles.pipeline} aria-label={t('status.detail.records')}>
        <Step label={t('status.column.fetched')} value={counts.fetched} />
        <Step label={t('status.column.duplicates')} value={counts.duplicates} sign="−" />
        <Step label={t('status.column.quarantined')} value={counts.quarantined} sign="−" />
        <Step label={t('status.detail.inSpool')} value={counts.spooled} sign="−" />
        <Step label={t('status.detail.settled')} value={counts.released} sign="=" />
      </ol>
      <dl className={styles.facts}>
        <dt>{t('status.detail.stateSince', { state: healthWords[health.state] })}</dt>
        <dd>{formatDateTimeZone(health.since, zone)}</dd>
        <dt>{t('status.detail.lastProof')}</dt>
        <dd>{health.provenAt === null ? t('status.detail.never') : formatDateTimeZone(health.provenAt, zone)}</dd>
        <dt>{t('status.column.lastPoll')}</dt>
        <dd>
          {stream.nextPollAt === null ? polled : <Rich id="status.detail.polled" values={{ time: polled, when: <Until at={stream.nextPollAt} /> }} />}
        </dd>
        {stream.lastPollAt === null || stream.lastEventAt === null ? null : (
          <>
            <dt>{t('status.detail.lag')}</dt>
            <dd>{t('status.detail.lagText', { span: formatSpan(stream.lastPollAt - stream.lastEventAt) })}</dd>
          </>
        )}
        {rate === null ? null : (
          <>
            <dt>{t('status.detail.rate')}</dt>
            <dd>{t('status.detail.rateText', { rate: formatRate(rate.perSecond), span: formatSpan(rate.overMs) })}</dd>
          </>
        )}
        {stream.dataExpiresAt === null ? null : (
          <>
            <dt>{t('status.detail.expire')}</dt>
            <dd><Rich id="status.detail.expireText" values={{ time: formatDateTimeZone(stream.dataExpiresAt, zone), when: <Until at={stream.dataExpiresAt} /> }} /></dd>
          </>
        )}
        {wanted.map((id) => (
          <Delivery key={id} name={outputs.find((output) => output.outputId === id)?.name ?? id} delivered={counts.delivered[id] ?? 0} refused={counts.refused[id] ?? 0} filtered={counts.filtered?.[id] ?? 0} />
        ))}
        {stream.notes.length === 0 ? null : (
          <>
            <dt>{t('status.detail.foundOut')}</dt>
            <dd>{stream.notes.map((note) => <span key={note.english} className={styles.line}><UntrustedText text={textOf(note)} /></span>)}</dd>
          </>
        )}
        {stream.gaps.length === 0 ? null : (
          <>
            <dt>{t('status.detail.gaps')}</dt>
            <dd><Gaps stream={stream} /></dd>
          </>
        )}
      </dl>
      <Runs stream={stream} />
      <Backfill stream={stream} />
    </div>
  );
}

function Step({ label, value, sign }: { readonly label: string; readonly value: number; readonly sign?: string }): ReactElement {
  return (
    <li className={styles.step}>
      {sign === undefined ? null : <span className={styles.sign} aria-hidden="true">{sign}</span>}
      <span>
        <span className={styles.stepValue}>{formatCount(value)}</span>
        <span className={styles.stepLabel}>{label}</span>
      </span>
    </li>
  );
}

function Delivery({ name, delivered, refused, filtered }: { readonly name: string; readonly delivered: number; readonly refused: number; readonly filtered: number }): ReactElement {
  return (
    <>
      <dt><UntrustedText text={name} /></dt>
      <dd>{t('status.detail.delivery', { delivered: formatCount(delivered), refused, filtered })}</dd>
    </>
  );
}
