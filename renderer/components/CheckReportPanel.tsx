import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import { describeFailure } from '../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../shared/model/check-report';
import { formatDateTimeZone, formatDuration } from '../format/time';
import styles from './check-report.module.css';
import type { Redact } from './check-report-text';
import { reportAsText } from './check-report-text';
import { CopyButton } from './CopyButton';
import { Exchange } from './Exchange';
import { FailureCard } from './FailureCard';
import { StatusShape } from './StatusShape';
import { UntrustedText } from './UntrustedText';
import { useNow } from './use-now';
import { useZone } from './zone';

const itemWords: { readonly [S in CheckItem['state']]: { readonly word: string; readonly shape: 'active' | 'failed' | 'degraded' | 'stopped' } } = {
  passed: { word: 'Passed', shape: 'active' },
  failed: { word: 'Failed', shape: 'failed' },
  warning: { word: 'Warning', shape: 'degraded' },
  skipped: { word: 'Skipped', shape: 'stopped' },
};

/** While a test runs: how long already, and the way to stop it. */
export function CheckRunning({ title, startedAt, onCancel, usual = 'Usually takes a few seconds.' }: { readonly title: string; readonly startedAt: number; readonly onCancel: () => void; readonly usual?: string }): ReactElement {
  const now = useNow();
  const seconds = Math.floor(Math.max(0, now - startedAt) / 1000);
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.running}>
        <div className={styles.runningText}>
          <p role="status" className={styles.title}>{title}</p>
          <p className={styles.sub} aria-hidden="true">{seconds < 5 ? usual : `${String(seconds)} s so far.`}</p>
        </div>
        <Button size="small" onClick={onCancel}>Cancel test</Button>
      </div>
      <ProgressBar aria-label={title} />
    </section>
  );
}

type Props = {
  readonly report: CheckReport;
  /** What was tested, for the copied report. */
  readonly subject: string;
  readonly successTitle: string;
  /** Values changed since the test. */
  readonly outdated: boolean;
  readonly redact: Redact;
  readonly actions?: ReactNode;
};

/** The result of a test: a verdict with its time, the reason in words, and every check with its own result. */
export function CheckReportPanel({ report, subject, successTitle, outdated, redact, actions }: Props): ReactElement {
  const zone = useZone();
  const endedAt = report.startedAt + report.durationMs;
  const logTypes = report.items.filter((item) => item.logType !== null);
  const broken = logTypes.filter((item) => item.state === 'failed');
  const cause = report.items.find((item) => item.state === 'failed' && item.failure !== null);
  const causeTitle = cause?.failure == null ? 'Test failed' : describeFailure(cause.failure.code).title;
  const partly = broken.length > 0 && broken.length === report.items.filter((item) => item.state === 'failed').length;
  const verdict = report.passed
    ? successTitle
    : partly
      ? `${String(broken.length)} of ${String(logTypes.length)} log types cannot be read`
      : causeTitle;
  return (
    <section className={styles.panel} aria-label="Test result">
      <div role={report.passed ? 'status' : 'alert'} className={`${styles.verdict ?? ''} ${(report.passed ? styles.good : styles.bad) ?? ''}`}>
        <StatusShape state={report.passed ? 'active' : 'failed'} />
        <div>
          <p className={styles.title}>{verdict}</p>
          <p className={styles.sub}>
            {formatDateTimeZone(endedAt, zone)} · took {formatDuration(report.durationMs)}
            {outdated ? ' · values changed since this test' : ''}
          </p>
        </div>
        <div className={styles.verdictActions}>
          {actions}
          <CopyButton label="Copy report" caption="Copy report" appearance="secondary" text={() => reportAsText(report, subject, verdict, zone, redact)} />
        </div>
      </div>
      <ul className={styles.items} aria-label="Checks">
        {report.items.map((item) => (
          <li key={item.id} className={styles.item}>
            <span className={styles.state}>
              <StatusShape state={itemWords[item.state].shape} />
              {itemWords[item.state].word}
            </span>
            <span className={styles.itemTitle}><UntrustedText text={item.title} /></span>
            <span className={styles.message}><UntrustedText text={item.message} /></span>
            <span className={styles.duration}>{item.state === 'skipped' ? '–' : formatDuration(item.durationMs)}</span>
            {item.exchange === undefined ? null : <div className={styles.failure}><Exchange exchange={item.exchange} /></div>}
            {item.failure === null ? null : <div className={styles.failure}><FailureCard staged failure={item.failure} /></div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
