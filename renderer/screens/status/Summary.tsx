import type { ReactElement } from 'react';

import type { CollectionStatus } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { useNow } from '../../components/use-now';
import { formatBytes, formatCount, formatRate } from '../../format/numbers';
import type { Samples } from './rates';
import { rateOf } from './rates';
import styles from './status.module.css';

/** Four figures that answer: does it run, does it lag, does anything need a person. */
export function Summary({ status, samples }: { readonly status: CollectionStatus; readonly samples: Samples }): ReactElement {
  const { streams, outputs, spoolBytes } = status;
  const fetched = streams.reduce((sum, stream) => sum + stream.counts.fetched, 0);
  const spooled = streams.reduce((sum, stream) => sum + stream.counts.spooled, 0);
  const delivered = outputs.reduce((sum, output) => sum + output.delivered, 0);
  const refused = outputs.reduce((sum, output) => sum + output.refused, 0);
  const parts = [...streams, ...outputs];
  const needing = parts.filter((part) => part.health.state === 'failed').length;
  const active = parts.filter((part) => part.health.state === 'active').length;
  const now = useNow();
  const rates = streams.flatMap((stream) => rateOf(samples, stream, now) ?? []);
  const gaps = streams.reduce((sum, stream) => sum + stream.gaps.length, 0);
  return (
    <dl className={styles.summary}>
      <Figure label={t('status.summary.needsAction')} value={formatCount(needing)} sub={t('status.activeOf', { active, all: parts.length })} tone={needing > 0 ? 'bad' : 'plain'} />
      <Figure label={t('status.summary.fetched')} value={formatCount(fetched)} sub={rates.length === 0 ? t('status.summary.gaps', { count: gaps }) : t('status.summary.rateAndGaps', { rate: formatRate(rates.reduce((sum, { perSecond }) => sum + perSecond, 0)), count: gaps })} tone="plain" />
      <Figure label={t('status.summary.waiting')} value={formatCount(spooled)} sub={t('status.summary.onDisk', { size: formatBytes(spoolBytes) })} tone="plain" />
      <Figure label={t('status.summary.delivered')} value={formatCount(delivered)} sub={t('status.summary.refused', { count: refused })} tone="plain" />
    </dl>
  );
}

type FigureProps = { readonly label: string; readonly value: string; readonly sub: string; readonly tone: 'plain' | 'bad' };

function Figure({ label, value, sub, tone }: FigureProps): ReactElement {
  return (
    <div className={styles.figure}>
      <dt className={styles.figureLabel}>{label}</dt>
      <dd className={`${styles.figureValue ?? ''} ${tone === 'bad' ? (styles.figureBad ?? '') : ''}`}>{value}</dd>
      <dd className={styles.figureSub}>{sub}</dd>
    </div>
  );
}
