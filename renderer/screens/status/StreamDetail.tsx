import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { logTypeTable } from '../../../shared/model/log-type';
import { CopyButton } from '../../components/CopyButton';
import { FailureCard } from '../../components/FailureCard';
import { Until } from '../../components/Moment';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatCount } from '../../format/numbers';
import { formatDateTimeZone, formatSpan } from '../../format/time';
import { healthWords } from '../../format/words';
import { navigate } from '../../navigation';
import { pathTo } from '../../routes';
import { Backfill } from './Backfill';
import { ExpiryNote } from './ExpiryNote';
import { Gaps } from './Gaps';
import { NextStep } from './NextStep';
import styles from './status.module.css';

type Props = { readonly stream: StreamStatus; readonly connector: ConnectorView | null; readonly outputs: readonly OutputStatus[] };

/** Everything known about one log type: reason and remedy, what became of the records, gaps, findings. */
export function StreamDetail({ stream, connector, outputs }: Props): ReactElement {
  const zone = useZone();
  const wanted = connector?.outputs ?? [];
  const { health, counts } = stream;
  const permission = health.failure?.code === 'MC-PERM-403' || health.failure?.code === 'MC-PRODUCT-403' ? logTypeTable[stream.logType] : null;
  const edit = <Button size="small" onClick={() => { navigate(pathTo.connector(stream.connectorId)); }}>Open connector</Button>;
  return (
    <div className={styles.detail}>
      {health.failure === null ? null : <FailureCard staged failure={health.failure} actions={edit} />}
      <NextStep stream={stream} connector={connector} />
      <ExpiryNote stream={stream} />
      {permission === null ? null : (
        <dl className={styles.facts}>
          <dt>Permission</dt>
          <dd className={styles.copyLine}>
            <code>{permission.permission}</code>
            <CopyButton label="Copy permission" text={() => permission.permission} />
          </dd>
          <dt>API product</dt>
          <dd className={styles.copyLine}>
            <code>{permission.product}</code>
            <CopyButton label="Copy API product" text={() => permission.product} />
          </dd>
        </dl>
      )}
      <ol className={styles.pipeline} aria-label="What became of the records">
        <Step label="Fetched" value={counts.fetched} />
        <Step label="Duplicates" value={counts.duplicates} sign="−" />
        <Step label="Quarantined" value={counts.quarantined} sign="−" />
        <Step label="In spool" value={counts.spooled} sign="−" />
        <Step label="Settled" value={counts.released} sign="=" />
      </ol>
      <dl className={styles.facts}>
        <dt>{healthWords[health.state]} since</dt>
        <dd>{formatDateTimeZone(health.since, zone)}</dd>
        <dt>Last proof</dt>
        <dd>{health.provenAt === null ? 'Never' : formatDateTimeZone(health.provenAt, zone)}</dd>
        <dt>Last poll</dt>
        <dd>
          {stream.lastPollAt === null ? 'None yet' : formatDateTimeZone(stream.lastPollAt, zone)}
          {stream.nextPollAt === null ? '' : <>, next <Until at={stream.nextPollAt} /></>}
        </dd>
        {stream.lastPollAt === null || stream.lastEventAt === null ? null : (
          <>
            <dt>Lag</dt>
            <dd>The newest event was {formatSpan(stream.lastPollAt - stream.lastEventAt)} old at the last poll.</dd>
          </>
        )}
        {stream.dataExpiresAt === null ? null : (
          <>
            <dt>Unread logs expire</dt>
            <dd>{formatDateTimeZone(stream.dataExpiresAt, zone)} (<Until at={stream.dataExpiresAt} />)</dd>
          </>
        )}
        {wanted.map((id) => (
          <Delivery key={id} name={outputs.find((output) => output.outputId === id)?.name ?? id} delivered={counts.delivered[id] ?? 0} refused={counts.refused[id] ?? 0} filtered={counts.filtered?.[id] ?? 0} />
        ))}
        {stream.notes.length === 0 ? null : (
          <>
            <dt>Found out</dt>
            <dd>{stream.notes.map((note) => <span key={note} className={styles.line}><UntrustedText text={note} /></span>)}</dd>
          </>
        )}
        {stream.gaps.length === 0 ? null : (
          <>
            <dt>Gaps</dt>
            <dd><Gaps stream={stream} /></dd>
          </>
        )}
      </dl>
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
      <dd>{formatCount(delivered)} delivered{refused === 0 ? '' : `, ${formatCount(refused)} refused`}{filtered === 0 ? '' : `, ${formatCount(filtered)} left out by its filter`}</dd>
    </>
  );
}
