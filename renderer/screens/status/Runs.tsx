import { Button, Checkbox } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { StreamStatus } from '../../../shared/model/collection';
import { call } from '../../bridge/client';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import table from '../../components/table.module.css';
import { useDoneToast } from '../../components/toasts';
import { RunRow } from './RunRow';
import styles from './runs.module.css';
import { useRuns } from './use-runs';

/** Runs shown at first, and with each "Show more"; 500 are kept. */
const step = 8;
const most = 500;

/** What every poll of one log type brought, newest first. */
export function Runs({ stream }: { readonly stream: StreamStatus }): ReactElement {
  const { connectorId, connectorName, logType } = stream;
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [wanted, setWanted] = useState(step);
  const [exportFailure, setExportFailure] = useState<Failure | null>(null);
  const done = useDoneToast();
  const of = { connectorId, logType, onlyFailed };
  // A poll that ended is a new run, one that began may be one soon.
  const { page, failure } = useRuns(of, Math.min(wanted, most), stream.lastPollAt);
  const save = (): void => {
    void call('runs.export', of).then((outcome) => {
      setExportFailure(outcome.kind === 'failed' ? outcome.failure : null);
      if (outcome.kind === 'ok' && outcome.value.path !== null) done(`Runs saved to ${outcome.value.path}`);
    });
  };
  const number = `${table.number ?? ''} ${styles.colCount ?? ''}`;
  return (
    <section className={styles.runs} aria-label={`Runs of ${logType} of ${connectorName}`}>
      <div className={styles.head}>
        <h3 className={styles.title}>Runs</h3>
        <Checkbox label="Only failed" checked={onlyFailed} onChange={(_event, data) => { setOnlyFailed(data.checked === true); }} />
        <Button size="small" icon={<ArrowDownload16Regular />} disabledFocusable={page === null || page.runs.length === 0} onClick={save}>Export CSV…</Button>
      </div>
      {exportFailure === null ? null : <FailureCard failure={exportFailure} urgency="alert" />}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {page === null && failure === null ? <LoadingLines label="Loading the runs" /> : null}
      {page !== null && page.runs.length === 0 ? <p className={styles.quiet}>{onlyFailed ? 'No run failed in the last 30 days.' : 'No run yet.'}</p> : null}
      {page === null || page.runs.length === 0 ? null : (
        <div className={styles.frame} role="group" aria-label="Table of runs" tabIndex={0}>
          <table className={`${table.table ?? ''} ${styles.table ?? ''}`}>
            <thead>
              <tr>
                <th scope="col" className={styles.colStarted}>Started</th>
                <th scope="col" className={styles.colOutcome}>Outcome</th>
                <th scope="col" className={number}>Duration</th>
                <th scope="col" className={number}>Fetched</th>
                <th scope="col" className={number}>New</th>
                <th scope="col" className={number}>Duplicates</th>
                <th scope="col" className={`${table.number ?? ''} ${styles.colQuarantined ?? ''}`}>Quarantined</th>
              </tr>
            </thead>
            <tbody>
              {page.runs.map((run) => <RunRow key={run.id} run={run} />)}
            </tbody>
          </table>
        </div>
      )}
      {page?.next == null || wanted >= most ? null : (
        <div><Button size="small" onClick={() => { setWanted(wanted + step * 4); }}>Show more</Button></div>
      )}
    </section>
  );
}
