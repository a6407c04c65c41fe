import type { ReactElement, ReactNode } from 'react';

import { describeFailure } from '../../shared/failures/catalogue';
import type { Failure } from '../../shared/failures/failure';
import { formatDateTimeZone } from '../format/time';
import { whoActs } from '../format/words';
import { CopyButton } from './CopyButton';
import { Disclosure } from './Disclosure';
import styles from './failure-card.module.css';
import { StatusShape } from './StatusShape';
import { UntrustedText } from './UntrustedText';
import { useZone } from './zone';

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
    [`${failure.code} ${entry.title}`, failure.detail ?? '', `Reference ${failure.ref}`, time].filter((line) => line !== '').join('\n');
  return (
    <div className={`${styles.card ?? ''} ${(heals ? styles.heals : styles.needs) ?? ''}`} {...(urgency === 'alert' ? { role: 'alert' } : {})}>
      <StatusShape state={heals ? 'degraded' : 'failed'} />
      <div className={styles.main}>
        {staged ? <p className={styles.stage}>{entry.stage} stage</p> : null}
        <p className={styles.title}>{entry.title}</p>
        <p>{entry.sentence}</p>
        <dl className={styles.facts}>
          <dt>Who acts</dt>
          <dd>{whoActs(entry)}</dd>
          <dt>What to do</dt>
          <dd>{entry.remedy}</dd>
        </dl>
        <Disclosure title="Technical details" hint={`${failure.code} · ${failure.ref}`}>
          <div className={styles.details}>
            <dl className={styles.detailFacts}>
              <dt>Code</dt>
              <dd>{failure.code}</dd>
              <dt>Reference</dt>
              <dd>{failure.ref}</dd>
              <dt>Time</dt>
              <dd>{time}</dd>
              {failure.detail === null ? null : (
                <>
                  <dt>Detail</dt>
                  <dd className={styles.code}><UntrustedText text={failure.detail} keep={'\n'} /></dd>
                </>
              )}
            </dl>
            <CopyButton label="Copy details" caption="Copy details" text={details} appearance="secondary" />
          </div>
        </Disclosure>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
