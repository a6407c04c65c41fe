import { Button, Checkbox } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { StreamStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
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
      if (outcome.kind === 'ok' && outcome.value.path !== null) done(t('runs.saved', { path: outcome.value.path }));
    });
  };
  const number = `${table.number ?? ''} ${styles.colCount ?? ''}`;
  return (
    <section className={styles.runs} aria-label={t('runs.region', { logType, connector: connectorName })}>
      <div className={styles.head}>
        <h3 className={styles.title}>{t('runs.title')}</h3>
        <Checkbox label={t('runs.onlyFailed')} checked={onlyFailed} onChange={(_event, data) => { setOnlyFailed(data.checked === true); }} />
        <Button size="small" icon={<ArrowDownload16Regular />} disabledFocusable={page === null || page.runs.length === 0} onClick={save}>{t('runs.export')}</Button>
      </div>
      {exportFailure === null ? null : <FailureCard failure={exportFailure} urgency="alert" />}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {page === null && failure === null ? <LoadingLines label={t('runs.loading')} /> : null}
      {page !== null && page.runs.length === 0 ? <p className={styles.quiet}>{onlyFailed ? t('runs.noneFailed') : t('runs.none')}</p> : null}
      {page === null || page.runs.length === 0 ? null : (
        <div className={styles.frame} role="group" aria-label={t('runs.table')} tabIndex={0}>
          <table className={`${table.table ?? ''} ${styles.table ?? ''}`}>
            <thead>
              <tr>
                <th scope="col" className={styles.colStarted}>{t('runs.started')}</th>
                <th scope="col" className={styles.colOutcome}>{t('runs.outcome')}</th>
                <th scope="col" className={number}>{t('runs.duration')}</th>
                <th scope="col" className={number}>{t('runs.fetched')}</th>
                <th scope="col" className={number}>{t('runs.new')}</th>
                <th scope="col" className={number}>{t('runs.duplicates')}</th>
                <th scope="col" className={`${table.number ?? ''} ${styles.colQuarantined ?? ''}`}>{t('runs.quarantined')}</th>
              </tr>
            </thead>
            <tbody>
              {page.runs.map((run) => <RunRow key={run.id} run={run} />)}
            </tbody>
          </table>
        </div>
      )}
      {page?.next == null || wanted >= most ? null : (
        <div><Button size="small" onClick={() => { setWanted(wanted + step * 4); }}>{t('runs.showMore')}</Button></div>
      )}
    </section>
  );
}
