import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import type { CheckItem, CheckReport, RunningCheck } from '../../shared/model/check-report';
import { textOf } from '../../shared/text/message';
import { t } from '../../shared/text/text';
import { formatDateTimeZone, formatDuration } from '../format/time';
import styles from './check-report.module.css';
import type { Redact } from './check-report-text';
import { reportAsText, verdictOf } from './check-report-text';
import { CopyButton } from './CopyButton';
import { Exchange } from './Exchange';
import { FailureCard } from './FailureCard';
import { StatusShape } from './StatusShape';
import { UntrustedText } from './UntrustedText';
import { useNow } from './use-now';
import { useZone } from './zone';

export const itemWords: { readonly [S in CheckItem['state']]: { readonly word: string; readonly shape: 'active' | 'failed' | 'degraded' | 'stopped' } } = {
  passed: { word: t('check.passed'), shape: 'active' },
  failed: { word: t('check.failed'), shape: 'failed' },
  warning: { word: t('check.warning'), shape: 'degraded' },
  skipped: { word: t('check.notRun'), shape: 'stopped' },
};

type RunningProps = {
  readonly title: string;
  readonly startedAt: number;
  readonly onCancel: () => void;
  readonly usual?: string;
  /** The checks under way, where that is known: the first to be given up is counted down. */
  readonly running?: readonly RunningCheck[];
};

/** From here on a person wonders whether anything happens. */
const longAfterSeconds = 5;

/** While a test runs: how long already, when it gives up, and the way to stop it. */
export function CheckRunning({ title, startedAt, onCancel, usual = t('check.usual'), running = [] }: RunningProps): ReactElement {
  const now = useNow();
  const seconds = Math.floor(Math.max(0, now - startedAt) / 1000);
  const next = running.reduce<RunningCheck | null>((first, each) => (first === null || each.endsAt < first.endsAt ? each : first), null);
  const long = next === null ? t('check.soFar', { seconds }) : t('check.givenUp', { check: textOf(next.title), seconds: Math.max(0, Math.ceil((next.endsAt - now) / 1000)) });
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.running}>
        <div className={styles.runningText}>
          <p role="status" className={styles.title}>{title}</p>
          <p className={styles.sub} aria-hidden="true">{seconds < longAfterSeconds ? usual : long}</p>
        </div>
        <Button size="small" onClick={onCancel}>{t('check.cancel')}</Button>
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
  const verdict = verdictOf(report.passed, report.items.map(({ failure, ...item }) => ({ ...item, code: failure?.code ?? null })), successTitle);
  const took = t('check.took', { time: formatDateTimeZone(endedAt, zone), duration: formatDuration(report.durationMs) });
  return (
    <section className={styles.panel} aria-label={t('check.result')}>
      <div role={report.passed ? 'status' : 'alert'} className={`${styles.verdict ?? ''} ${(report.passed ? styles.good : styles.bad) ?? ''}`}>
        <StatusShape state={report.passed ? 'active' : 'failed'} />
        <div>
          <p className={styles.title}>{verdict}</p>
          <p className={styles.sub}>
            {took}{outdated ? ` · ${t('check.outdated')}` : ''}
          </p>
        </div>
        <div className={styles.verdictActions}>
          {actions}
          <CopyButton label={t('check.copy')} caption={t('check.copy')} appearance="secondary" text={() => reportAsText(report, subject, verdict, zone, redact)} />
        </div>
      </div>
      <ul className={styles.items} aria-label={t('check.list')}>
        {report.items.map((item) => (
          <li key={item.id} className={styles.item}>
            <span className={styles.state}>
              <StatusShape state={itemWords[item.state].shape} />
              {itemWords[item.state].word}
            </span>
            <span className={styles.itemTitle}><UntrustedText text={textOf(item.title)} /></span>
            <span className={styles.message}><UntrustedText text={textOf(item.message)} /></span>
            <span className={styles.duration}>{item.state === 'skipped' ? '–' : formatDuration(item.durationMs)}</span>
            {item.exchange === undefined ? null : <div className={styles.failure}><Exchange exchange={item.exchange} /></div>}
            {item.failure === null ? null : <div className={styles.failure}><FailureCard staged failure={item.failure} /></div>}
          </li>
        ))}
      </ul>
    </section>
  );
}
