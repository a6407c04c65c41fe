import type { ReactElement } from 'react';
import { useState } from 'react';

import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import { t } from '../../../shared/text/text';
import table from '../../components/table.module.css';
import { useNow } from '../../components/use-now';
import type { Activity } from './activity';
import { countColumns, useColumns } from './columns';
import type { Samples } from './rates';
import { rateOf } from './rates';
import styles from './status.module.css';
import { StreamDetail } from './StreamDetail';
import { StreamRow } from './StreamRow';

type Props = {
  readonly activity: Activity;
  readonly samples: Samples;
  readonly streams: readonly StreamStatus[];
  readonly outputs: readonly OutputStatus[];
  readonly connectors: readonly ConnectorView[];
};

const keyOf = (stream: StreamStatus): string => `${stream.connectorId} ${stream.logType}`;

/** One row per connector and log type; what needs a person is open from the start. */
export function StreamTable({ activity, samples, streams, outputs, connectors }: Props): ReactElement {
  const columns = useColumns();
  const now = useNow();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  return (
    <div className={styles.tableFrame} role="group" aria-label={t('status.table.logTypes')} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.streams ?? ''}`}>
        <thead>
          <tr>
            <th scope="col" className={styles.colStatus}>{t('status.column.status')}</th>
            <th scope="col">{t('status.column.logType')}</th>
            <th scope="col" className={styles.colEvent}>{t('status.column.lastEvent')}</th>
            {columns.poll ? <th scope="col" className={styles.colPoll}>{t('status.column.lastPoll')}</th> : null}
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>{t('status.column.fetched')}</th>
            {columns.duplicates ? <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colDuplicates ?? ''}`}>{t('status.column.duplicates')}</th> : null}
            {columns.quarantined ? <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colQuarantined ?? ''}`}>{t('status.column.quarantined')}</th> : null}
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>{t('status.column.spooled')}</th>
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>{t('status.column.delivered')}</th>
            <th scope="col" className={styles.colActions}><span className="visually-hidden">{t('status.column.actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => {
            const key = keyOf(stream);
            const open = toggled.get(key) ?? stream.health.state === 'failed';
            const connector = connectors.find((each) => each.id === stream.connectorId) ?? null;
            const rate = rateOf(samples, stream, now);
            return [
              <StreamRow
                key={key}
                stream={stream}
                columns={columns}
                hours={activity.get(key) ?? null}
                rate={rate}
                connector={connector}
                outputs={outputs}
                open={open}
                detailId={`detail-${key.replaceAll(' ', '-')}`}
                onToggle={() => {
                  setToggled(new Map(toggled).set(key, !open));
                }}
              />,
              open ? (
                <tr key={`${key} detail`} id={`detail-${key.replaceAll(' ', '-')}`} className={styles.detailRow}>
                  <td colSpan={countColumns(columns)}><StreamDetail stream={stream} rate={rate} connector={connector} outputs={outputs} /></td>
                </tr>
              ) : null,
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}
