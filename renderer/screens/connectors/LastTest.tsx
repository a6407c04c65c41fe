import type { ReactElement } from 'react';

import type { LastTest } from '../../../shared/model/check-report';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { verdictOf } from '../../components/check-report-text';
import { itemWords } from '../../components/CheckReportPanel';
import { Disclosure } from '../../components/Disclosure';
import { StatusShape } from '../../components/StatusShape';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone, formatDuration, formatShort } from '../../format/time';
import styles from './connectors.module.css';

function useTestText(test: LastTest | null): string {
  const zone = useZone();
  return test === null ? t('connectors.test.none') : t('connectors.test.last', { verdict: verdict(test), time: formatDateTimeZone(test.at, zone) });
}

const verdict = (test: LastTest): string => verdictOf(test.passed, test.items, t('connectors.test.success'));

/** Where there is no cell for it. */
export function LastTestLine({ test }: { readonly test: LastTest | null }): ReactElement {
  const text = useTestText(test);
  return <span title={text}>{text}</span>;
}

/** In a cell of the list: the verdict and its time. */
export function LastTestCell({ test }: { readonly test: LastTest | null }): ReactElement {
  const zone = useZone();
  if (test === null) return <span className={table.muted}>{t('connectors.test.none')}</span>;
  return (
    <>
      <span className={styles.testLine} title={verdict(test)}><StatusShape state={test.passed ? 'active' : 'failed'} /><span>{verdict(test)}</span></span>
      <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`} title={formatDateTimeZone(test.at, zone)}>{formatShort(test.at, zone)}</span>
    </>
  );
}

/** On the form: what the last test of the saved connector found, check by check. */
export function LastTestNote({ test }: { readonly test: LastTest | null }): ReactElement {
  const text = useTestText(test);
  if (test === null) return <p className={styles.lastTest}><StatusShape state="stopped" />{t('connectors.test.noneText')}</p>;
  return (
    <div className={styles.lastTestBox}>
      <p className={styles.lastTest}>
        <StatusShape state={test.passed ? 'active' : 'failed'} />
        {text}
      </p>
      <Disclosure title={t('connectors.test.checks')} hint={t('connectors.test.version', { version: test.version })}>
        <ul className={styles.lastChecks} aria-label={t('connectors.test.checks')}>
          {test.items.map((item) => (
            <li key={item.id}>
              <span className={styles.checkState}><StatusShape state={itemWords[item.state].shape} />{itemWords[item.state].word}</span>
              <span className={styles.checkTitle}><UntrustedText text={textOf(item.title)} /></span>
              <span><UntrustedText text={textOf(item.message)} /></span>
              <span className={styles.checkTime}>{item.state === 'skipped' ? '–' : formatDuration(item.durationMs)}</span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}
