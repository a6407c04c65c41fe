import { Badge, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { t } from '../../../shared/text/text';
import { Figure } from '../../components/Figure';
import { Ago, Until } from '../../components/Moment';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useNow } from '../../components/use-now';
import { useZone } from '../../components/zone';
import { formatCount, formatFigure, formatRate } from '../../format/numbers';
import { formatShort } from '../../format/time';
import { Rich } from '../../text/Rich';
import { backfillWords } from './backfill-words';
import type { Columns } from './columns';
import { expiryOf } from './expiry';
import type { Rate } from './rates';
import { RowActions } from './RowActions';
import { RowState } from './RowState';
import { Sparkline } from './Sparkline';
import styles from './status.module.css';
import { deliveredToAll, refusedTotal } from './stream-order';

type Props = {
  /** Records fetched in each of the last 24 hours, oldest first; null while not known. */
  readonly hours: readonly number[] | null;
  readonly rate: Rate | null;
  readonly stream: StreamStatus;
  readonly columns: Columns;
  readonly connector: ConnectorView | null;
  readonly outputs: readonly OutputStatus[];
  readonly open: boolean;
  readonly detailId: string;
  readonly onToggle: () => void;
};

export function StreamRow({ hours, rate, stream, columns, connector, outputs, open, detailId, onToggle }: Props): ReactElement {
  const { counts } = stream;
  const wanted = connector?.outputs ?? [];
  const zone = useZone();
  const refused = refusedTotal(counts.refused);
  const figures = `${table.number ?? ''} ${styles.figures ?? ''}`;
  return (
    <tr>
      <td><RowState stream={stream} /></td>
      <td>
        <span className={`${table.main ?? ''} ${styles.logType ?? ''}`}>{stream.logType}</span>
        <span className={styles.nameLine}>
          <span className={table.sub} title={stream.connectorName}><UntrustedText text={stream.connectorName} /></span>
          {stream.gaps.length === 0 ? null : <Badge size="small" appearance="tint" color="warning">{t('status.row.gaps', { count: stream.gaps.length })}</Badge>}
          {stream.backfill === null ? null : <Badge size="small" appearance="tint" color="informative">{backfillWords(stream.backfill)}</Badge>}
          <Expiry stream={stream} />
          {columns.quarantined || counts.quarantined === 0 ? null : (
            <Badge size="small" appearance="tint" color="warning">{t('status.row.quarantined', { count: formatCount(counts.quarantined) })}</Badge>
          )}
        </span>
      </td>
      <td className={table.tabular}>
        {stream.lastEventAt === null ? (
          <span className={table.muted}>{t('status.row.noneYet')}</span>
        ) : (
          <>
            <Ago at={stream.lastEventAt} />
            <span className={table.sub}>{formatShort(stream.lastEventAt, zone)}</span>
          </>
        )}
      </td>
      {columns.poll ? (
        <td className={table.tabular}>
          {stream.polling ? t('status.row.polling') : stream.lastPollAt === null ? <span className={table.muted}>{t('status.row.noneYet')}</span> : <Ago at={stream.lastPollAt} />}
          <span className={table.sub}>{stream.nextPollAt === null || stream.polling ? '\u00a0' : <Rich id="status.row.next" values={{ when: <Until at={stream.nextPollAt} /> }} />}</span>
        </td>
      ) : null}
      <td className={figures}>
        <Figure value={counts.fetched} />
        {rate === null || rate.perSecond === 0 ? null : <span className={table.sub} title={t('status.row.perSecondTitle')}>{t('status.row.perSecond', { rate: formatRate(rate.perSecond) })}</span>}
        <Sparkline hours={hours} />
      </td>
      {columns.duplicates ? <td className={figures}><Figure value={counts.duplicates} /></td> : null}
      {columns.quarantined ? <td className={`${figures} ${counts.quarantined > 0 ? (styles.warn ?? '') : ''}`}><Figure value={counts.quarantined} /></td> : null}
      <td className={figures}><Figure value={counts.spooled} /></td>
      <td className={figures}>
        <Delivered stream={stream} wanted={wanted} outputs={outputs} />
        {refused === 0 ? null : <span className={`${table.sub ?? ''} ${styles.warn ?? ''}`}>{t('status.row.refused', { count: formatCount(refused) })}</span>}
      </td>
      <td className={table.tight}><RowActions stream={stream} open={open} detailId={detailId} onToggle={onToggle} /></td>
    </tr>
  );
}

/** The short form of the countdown: the last day of a log type that stands still, and the last quarter of any. */
function Expiry({ stream }: { readonly stream: StreamStatus }): ReactElement | null {
  const now = useNow();
  const expiry = expiryOf(stream, now);
  if (expiry?.urgency !== 'soon' && expiry?.urgency !== 'now') return null;
  return (
    <Badge size="small" appearance="tint" color={expiry.urgency === 'now' ? 'danger' : 'warning'}>
      <span>{expiry.at <= now ? t('status.row.expiring') : <Rich id="status.row.expires" values={{ when: <Until at={expiry.at} /> }} />}</span>
    </Badge>
  );
}

/** One figure for all outputs, each output's own in the tooltip. */
function Delivered({ stream, wanted, outputs }: Pick<Props, 'stream' | 'outputs'> & { readonly wanted: readonly string[] }): ReactElement {
  const figure = deliveredToAll(stream.counts.delivered, wanted);
  if (wanted.length < 2) return <Figure value={figure} />;
  const lines = wanted.map((id) => t('status.row.outputCount', { output: outputs.find((output) => output.outputId === id)?.name ?? id, count: formatCount(stream.counts.delivered[id] ?? 0) }));
  return (
    <Tooltip content={{ children: lines.join(', ') }} relationship="description">
      <span>{formatFigure(figure)}</span>
    </Tooltip>
  );
}
