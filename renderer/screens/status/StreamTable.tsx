import type { ReactElement } from 'react';
import { useState } from 'react';

import type { OutputStatus, StreamStatus } from '../../../shared/model/collection';
import type { ConnectorView } from '../../../shared/model/connector';
import table from '../../components/table.module.css';
import type { Activity } from './activity';
import { countColumns, useColumns } from './columns';
import styles from './status.module.css';
import { StreamDetail } from './StreamDetail';
import { StreamRow } from './StreamRow';

type Props = {
  readonly activity: Activity;
  readonly streams: readonly StreamStatus[];
  readonly outputs: readonly OutputStatus[];
  readonly connectors: readonly ConnectorView[];
};

const keyOf = (stream: StreamStatus): string => `${stream.connectorId} ${stream.logType}`;

/** One row per connector and log type; what needs a person is open from the start. */
export function StreamTable({ activity, streams, outputs, connectors }: Props): ReactElement {
  const columns = useColumns();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  return (
    <div className={styles.tableFrame} role="group" aria-label="Table of log types" tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.streams ?? ''}`}>
        <thead>
          <tr>
            <th scope="col" className={styles.colStatus}>Status</th>
            <th scope="col">Log type</th>
            <th scope="col" className={styles.colEvent}>Last event</th>
            {columns.poll ? <th scope="col" className={styles.colPoll}>Last poll</th> : null}
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>Fetched</th>
            {columns.duplicates ? <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colDuplicates ?? ''}`}>Duplicates</th> : null}
            {columns.quarantined ? <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colQuarantined ?? ''}`}>Quarantined</th> : null}
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>Spooled</th>
            <th scope="col" className={`${table.number ?? ''} ${styles.figures ?? ''} ${styles.colCount ?? ''}`}>Delivered</th>
            <th scope="col" className={styles.colActions}><span className="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          {streams.map((stream) => {
            const key = keyOf(stream);
            const open = toggled.get(key) ?? stream.health.state === 'failed';
            const connector = connectors.find((each) => each.id === stream.connectorId) ?? null;
            return [
              <StreamRow
                key={key}
                stream={stream}
                columns={columns}
                hours={activity.get(key) ?? null}
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
                  <td colSpan={countColumns(columns)}><StreamDetail stream={stream} connector={connector} outputs={outputs} /></td>
                </tr>
              ) : null,
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}
