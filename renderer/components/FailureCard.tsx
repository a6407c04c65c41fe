import type { ReactElement, ReactNode } from 'react';

import type { FailureStage } from '../../shared/failures/catalogue';
import { describeFailure } from '../../shared/failures/catalogue';
import type { Failure } from '../../shared/failures/failure';
import { t } from '../../shared/text/text';
import { formatDateTimeZone } from '../format/time';
import { whoActs } from '../format/words';
import { pathTo } from '../routes';
import { CopyButton } from './CopyButton';
import { Disclosure } from './Disclosure';
import styles from './failure-card.module.css';
import { StatusShape } from './StatusShape';
import { UntrustedText } from './UntrustedText';
import { useZone } from './zone';

const stageWords: { readonly [S in FailureStage]: string } = {
  Configuration: t('components.failure.stage.configuration'),
  Authentication: t('components.failure.stage.authentication'),
  'Fetch Logs': t('components.failure.stage.fetchLogs'),
  Validation: t('components.failure.stage.validation'),
};

type Props = {
  readonly failure: Failure;
  readonly actions?: ReactNode;
  /** Name the stage of collection it belongs to; an action in the window has none. */
  readonly staged?: boolean;
  /** `alert` is read out at once; `quiet` for what was on screen before. */
  readonly urgency?: 'alert' | 'quiet';
};

/** One failure in the words of the catalogue: what happened, who acts, what to do, and the details for support. */
export function FailureCard({ failure, actions, staged = false, urgency = 'quiet' }: Props): ReactElement {
  const zone = useZone();
  const entry = describeFailure(failure.code);
  const heals = entry.kind === 'transient' || entry.kind === 'throttled';
  const time = formatDateTimeZone(failure.at, zone);
  const details = (): string =>
    [`${failure.code} ${entry.title}`, failure.detail ?? '', t('components.failure.referenceLine', { reference: failure.ref }), time].filter((line) => line !== '').join('\n');
  return (
    <div className={`${styles.card ?? ''} ${(heals ? styles.heals : styles.needs) ?? ''}`} {...(urgency === 'alert' ? { role: 'alert' } : {})}>
      <StatusShape state={heals ? 'degraded' : 'failed'} />
      <div className={styles.main}>
        {staged ? <p className={styles.stage}>{stageWords[entry.stage]}</p> : null}
        <p className={styles.title}>{entry.title}</p>
        <p>{entry.sentence}</p>
        <dl className={styles.facts}>
          <dt>{t('components.failure.whoActs')}</dt>
          <dd>{whoActs(entry)}</dd>
          <dt>{t('components.failure.whatToDo')}</dt>
          <dd>{entry.remedy}</dd>
        </dl>
        <div className={styles.foot}>
          <Disclosure title={t('components.failure.technical')} hint={`${failure.code} · ${failure.ref}`}>
            <div className={styles.details}>
              <dl className={styles.detailFacts}>
                <dt>{t('components.failure.code')}</dt>
                <dd>{failure.code}</dd>
                <dt>{t('components.failure.reference')}</dt>
                <dd>{failure.ref}</dd>
                <dt>{t('components.failure.time')}</dt>
                <dd>{time}</dd>
                {failure.detail === null ? null : (
                  <>
                    <dt>{t('components.failure.detail')}</dt>
                    <dd className={styles.code}><UntrustedText text={failure.detail} keep={'\n'} /></dd>
                  </>
                )}
              </dl>
              <CopyButton label={t('components.failure.copy')} caption={t('components.failure.copy')} text={details} appearance="secondary" />
            </div>
          </Disclosure>
          <a className={styles.more} href={`#${pathTo.helpFailure(failure.code)}`}>{t('components.failure.more', { code: failure.code })}</a>
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
