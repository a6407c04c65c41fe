import type { ReactElement } from 'react';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { PastTest } from '../../../shared/model/check-report';
import type { ConnectorView } from '../../../shared/model/connector';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { verdictOf } from '../../components/check-report-text';
import { Disclosure } from '../../components/Disclosure';
import { StatusShape } from '../../components/StatusShape';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { Rich } from '../../text/Rich';
import styles from './connectors.module.css';

/** The tests before the last one, folded: when, with which version, and what failed. */
export function EarlierTests({ connector: { lastTest, tests = [] } }: { readonly connector: Pick<ConnectorView, 'lastTest' | 'tests'> }): ReactElement | null {
  const earlier = tests.filter(({ at }) => at !== lastTest?.at);
  if (earlier.length === 0) return null;
  return (
    <div className={styles.lastTestBox}>
      <Disclosure title={t('connectors.test.earlier')} hint={t('connectors.test.earlierHint', { count: earlier.length })}>
        <ul className={styles.earlier} aria-label={t('connectors.test.earlier')}>
          {earlier.map((test) => <li key={test.at}><EarlierTest test={test} /></li>)}
        </ul>
      </Disclosure>
    </div>
  );
}

function EarlierTest({ test: { at, passed, version, items } }: { readonly test: PastTest }): ReactElement {
  const zone = useZone();
  const failed = items.filter(({ state }) => state === 'failed');
  return (
    <>
      <p className={styles.lastTest}>
        <StatusShape state={passed ? 'active' : 'failed'} />
        {t('connectors.test.earlierLine', { verdict: verdictOf(passed, items, t('connectors.test.success')), time: formatDateTimeZone(at, zone), version })}
      </p>
      {failed.length === 0 ? null : (
        <ul className={styles.earlierFailed}>
          {failed.map(({ id, title, code }) => (
            <li key={id}>
              {code === null ? <UntrustedText text={textOf(title)} /> : <Rich id="connectors.test.earlierFailed" values={{ check: <UntrustedText text={textOf(title)} />, reason: describeFailure(code).title, code: <code>{code}</code> }} />}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
