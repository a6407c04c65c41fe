import { Button, Spinner } from '@fluentui/react-components';
import { History16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useEffect, useEffectEvent, useState } from 'react';

import type { Filter } from '../../../shared/filter/ast';
import { allOf, anyOf } from '../../../shared/filter/ast';
import { parseFilter } from '../../../shared/filter/parse';
import { printFilter } from '../../../shared/filter/print';
import type { HistoryRow } from '../../../shared/model/history';
import type { LogType } from '../../../shared/model/log-type';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { EventLines } from '../../components/EventLines';
import { FailureCard } from '../../components/FailureCard';
import { TitledModal } from '../../components/Modal';
import { UntrustedText } from '../../components/UntrustedText';
import styles from './history.module.css';

/** Rows that one look brings; "More" brings as many again. */
const pageRows = 100;
/** Rows that the dialog draws in all; more is what narrowing the filter is for. */
const mostRows = 1000;

/** Looks for the events of the filter beyond what the list holds: in the history on disk. */
export function HistorySearch({ text, logTypes, title = t('preview.history.title') }: { readonly text: string; readonly logTypes: readonly LogType[]; readonly title?: string }): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" appearance="subtle" className={styles.button ?? ''} icon={<History16Regular />} onClick={() => { setOpen(true); }}>{title}</Button>
      {open ? <HistoryDialog text={withTypes(text, logTypes)} onClose={() => { setOpen(false); }} /> : null}
    </>
  );
}

type Found = { readonly rows: readonly HistoryRow[]; readonly next: number | null; readonly running: boolean; readonly problem: string | null };

function HistoryDialog({ text, onClose }: { readonly text: string; readonly onClose: () => void }): ReactElement {
  const [found, setFound] = useState<Found>({ rows: [], next: null, running: true, problem: null });
  const [failure, setFailure] = useState<Parameters<typeof FailureCard>[0]['failure'] | null>(null);
  const [wanted, setWanted] = useState(pageRows);
  const search = useEffectEvent(async (signal: AbortSignal) => {
    let { rows, next }: { rows: readonly HistoryRow[]; next: number | null } = found;
    do {
      const outcome = await call('history.search', { text, from: 0, to: Date.now() + aheadMs, before: next, limit: pageRows }, signal);
      if (signal.aborted) return;
      if (outcome.kind === 'failed') {
        setFailure(outcome.failure);
        setFound({ rows, next, running: false, problem: null });
        return;
      }
      const { value } = outcome;
      rows = [...rows, ...value.rows].slice(0, mostRows);
      next = value.next;
      // A page may be empty and have more behind it: each answer is a slice of time, not of finds.
      setFound({ rows, next, running: next !== null && rows.length < wanted, problem: value.problem === null ? null : textOf(value.problem) });
    } while (next !== null && rows.length < wanted);
  });
  useEffect(() => {
    const gone = new AbortController();
    void search(gone.signal);
    return () => {
      gone.abort();
    };
  }, [wanted]);
  const { rows, next, running, problem } = found;
  const summary = problem ?? t(running ? 'preview.history.soFar' : next === null && rows.length < mostRows ? 'preview.history.inAll' : 'preview.history.newest', { count: rows.length });
  return (
    <TitledModal
      title={t('preview.history.title')}
      className={styles.dialog}
      contentClassName={styles.content}
      onClose={onClose}
      actions={(
        <>
          {next === null || rows.length >= mostRows ? null : <Button disabled={running} onClick={() => { setFound({ ...found, running: true }); setWanted(rows.length + pageRows); }}>{t('preview.history.more')}</Button>}
          <Button appearance="primary" onClick={onClose}>{t('common.close')}</Button>
        </>
      )}
    >
      <p className={styles.filter}>{text === '' ? t('preview.history.all') : <code><UntrustedText text={text} /></code>}</p>
      <div role="status" className={styles.summary}>{running ? <Spinner size="extra-tiny" /> : null}<span>{summary}</span></div>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {rows.length === 0 ? null : <EventLines events={rows} label={t('preview.history.found')} />}
    </TitledModal>
  );
}

/** Clocks differ; what seems to come from the next hour is found as well. */
const aheadMs = 3_600_000;

function withTypes(text: string, logTypes: readonly LogType[]): string {
  const parsed = parseFilter(text, 'utc');
  const chosen: readonly Filter[] = logTypes.map((logType) => ({ kind: 'is', field: 'logType', text: logType }));
  return parsed.kind === 'error' ? text : printFilter(allOf([parsed.filter, anyOf(chosen)]));
}
