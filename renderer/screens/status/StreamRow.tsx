import { Badge, Button, Tooltip } from '@fluentui/react-components';
import { ArrowSync16Regular, ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { call } from '../../bridge/client';
import { Figure } from '../../components/Figure';
import { Ago, Until } from '../../components/Moment';
import { StatusBadge } from '../../components/StatusBadge';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useNow } from '../../components/use-now';
import { useZone } from '../../components/zone';
import { countOf, formatCount, formatFigure } from '../../format/numbers';
import { formatShort } from '../../format/time';
import { backfillWords } from './backfill-words';
import type { Columns } from './columns';
import { expiryOf } from './expiry';
import { Sparkline } from './Sparkline';
import styles from './status.module.css';
import { deliveredToAll, refusedTotal } from './stream-order';

type Props = {
  /** Records fetched in each of the last 24 hours, oldest first; null while not known. */
  readonly hours: readonly number[] | null;
  readonly stream: StreamStatus;
  readonly columns: Columns;
  readonly connector: ConnectorView | null;
  readonly outputs: readonly OutputStatus[];
  readonly open: boolean;
  readonly detailId: string;
  readonly onToggle: () => void;
};

export function StreamRow({ hours, stream, columns, connector, outputs, open, detailId, onToggle }: Props): ReactElement {
  const { health, counts } = stream;
  const wanted = connector?.outputs ?? [];
  const zone = useZone();
  const [asked, setAsked] = useState(false);
  const name = `${stream.logType} of ${stream.connectorName}`;
  const pollNow = (): void => {
    setAsked(true);
    void call('collection.pollNow', { connectorId: stream.connectorId, logType: stream.logType }).then(() => {
      setAsked(false);
    });
  };
  const resting = health.state === 'paused' || health.state === 'stopping' || health.state === 'stopped';
  const refused = refusedTotal(counts.refused);
  const figures = `${table.number ?? ''} ${styles.figures ?? ''}`;
  return (
    <tr>
      <td>
        <StatusBadge state={health.state} />
        <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`}><Reason stream={stream} /></span>
      </td>
      <td>
        <span className={table.main}>{stream.logType}</span>
        <span className={styles.nameLine}>
          <span className={table.sub} title={stream.connectorName}><UntrustedText text={stream.connectorName} /></span>
          {stream.gaps.length === 0 ? null : <Badge size="small" appearance="tint" color="warning">{countOf(stream.gaps.length, 'gap')}</Badge>}
          {stream.backfill === null ? null : <Badge size="small" appearance="tint" color="informative">{backfillWords(stream.backfill)}</Badge>}
          <Expiry stream={stream} />
          {columns.quarantined || counts.quarantined === 0 ? null : (
            <Badge size="small" appearance="tint" color="warning">{formatCount(counts.quarantined)} quarantined</Badge>
          )}
        </span>
      </td>
      <td className={table.tabular}>
        {stream.lastEventAt === null ? (
          <span className={table.muted}>None yet</span>
        ) : (
          <>
            <Ago at={stream.lastEventAt} />
            <span className={table.sub}>{formatShort(stream.lastEventAt, zone)}</span>
          </>
        )}
      </td>
      {columns.poll ? (
        <td className={table.tabular}>
          {stream.polling ? 'Polling now' : stream.lastPollAt === null ? <span className={table.muted}>None yet</span> : <Ago at={stream.lastPollAt} />}
          <span className={table.sub}>{stream.nextPollAt === null || stream.polling ? '\u00a0' : <>next <Until at={stream.nextPollAt} /></>}</span>
        </td>
      ) : null}
      <td className={figures}><Figure value={counts.fetched} /><Sparkline hours={hours} /></td>
      {columns.duplicates ? <td className={figures}><Figure value={counts.duplicates} /></td> : null}
      {columns.quarantined ? <td className={`${figures} ${counts.quarantined > 0 ? (styles.warn ?? '') : ''}`}><Figure value={counts.quarantined} /></td> : null}
      <td className={figures}><Figure value={counts.spooled} /></td>
      <td className={figures}>
        <Delivered stream={stream} wanted={wanted} outputs={outputs} />
        {refused === 0 ? null : <span className={`${table.sub ?? ''} ${styles.warn ?? ''}`}>{formatCount(refused)} refused</span>}
      </td>
      <td className={table.tight}>
        <span className={table.actions}>
          <Tooltip content={resting ? 'Collection of this connector is paused' : 'Poll now'} relationship="description">
            <Button
              size="small"
              appearance="subtle"
              icon={<ArrowSync16Regular />}
              aria-label={`Poll now: ${name}`}
              disabledFocusable={asked || stream.polling || resting}
              onClick={pollNow}
            />
          </Tooltip>
          <Button
            size="small"
            appearance="subtle"
            icon={open ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
            aria-label={`Details: ${name}`}
            aria-expanded={open}
            {...(open ? { 'aria-controls': detailId } : {})}
            onClick={onToggle}
          />
        </span>
      </td>
    </tr>
  );
}

/** The line under the state: why, or what proves it. */
function Reason({ stream }: { readonly stream: StreamStatus }): ReactElement {
  const { health } = stream;
  if (health.failure !== null && (health.state === 'failed' || health.state === 'degraded')) return <Short text={describeFailure(health.failure.code).title} />;
  if (stream.lastPollAt === null && (health.state === 'active' || health.state === 'starting')) return <Short text="Waiting for the first poll" />;
  if (health.state === 'active' && health.provenAt !== null) return <>proven <Ago at={health.provenAt} /></>;
  if (health.note !== null) return <Short text={health.note} />;
  return <>since <Ago at={health.since} /></>;
}

/** Text that may be cut off: whole on hover. */
function Short({ text }: { readonly text: string }): ReactElement {
  return <span title={text}>{text}</span>;
}

/** The short form of the countdown: the last day of a log type that stands still, and the last quarter of any. */
function Expiry({ stream }: { readonly stream: StreamStatus }): ReactElement | null {
  const now = useNow();
  const expiry = expiryOf(stream, now);
  if (expiry?.urgency !== 'soon' && expiry?.urgency !== 'now') return null;
  return (
    <Badge size="small" appearance="tint" color={expiry.urgency === 'now' ? 'danger' : 'warning'}>
      <span>{expiry.at <= now ? 'logs expiring' : <>expires <Until at={expiry.at} /></>}</span>
    </Badge>
  );
}

/** One figure for all outputs, each output's own in the tooltip. */
function Delivered({ stream, wanted, outputs }: Pick<Props, 'stream' | 'outputs'> & { readonly wanted: readonly string[] }): ReactElement {
  const figure = deliveredToAll(stream.counts.delivered, wanted);
  if (wanted.length < 2) return <Figure value={figure} />;
  const lines = wanted.map((id) => `${outputs.find((output) => output.outputId === id)?.name ?? id}: ${formatCount(stream.counts.delivered[id] ?? 0)}`);
  return (
    <Tooltip content={{ children: lines.join(', ') }} relationship="description">
      <span>{formatFigure(figure)}</span>
    </Tooltip>
  );
}
