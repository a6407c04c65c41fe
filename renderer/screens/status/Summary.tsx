import type { ReactElement } from 'react';

import type { CollectionStatus } from '../../../shared/model/collection';
import { countOf, formatBytes, formatCount } from '../../format/numbers';
import styles from './status.module.css';

/** Four figures that answer: does it run, does it lag, does anything need a person. */
export function Summary({ status }: { readonly status: CollectionStatus }): ReactElement {
  const { streams, outputs, spoolBytes } = status;
  const fetched = streams.reduce((sum, stream) => sum + stream.counts.fetched, 0);
  const spooled = streams.reduce((sum, stream) => sum + stream.counts.spooled, 0);
  const delivered = outputs.reduce((sum, output) => sum + output.delivered, 0);
  const refused = outputs.reduce((sum, output) => sum + output.refused, 0);
  const parts = [...streams, ...outputs];
  const needing = parts.filter((part) => part.health.state === 'failed').length;
  const active = parts.filter((part) => part.health.state === 'active').length;
  const gaps = streams.reduce((sum, stream) => sum + stream.gaps.length, 0);
  return (
    <dl className={styles.summary}>
      <Figure label="Needs action" value={formatCount(needing)} sub={`${String(active)} of ${String(parts.length)} active`} tone={needing > 0 ? 'bad' : 'plain'} />
      <Figure label="Fetched" value={formatCount(fetched)} sub={gaps === 0 ? 'no gaps' : countOf(gaps, 'gap')} tone="plain" />
      <Figure label="Waiting in spool" value={formatCount(spooled)} sub={`${formatBytes(spoolBytes)} on disk`} tone="plain" />
      <Figure label="Delivered" value={formatCount(delivered)} sub={refused === 0 ? 'none refused' : `${formatCount(refused)} refused`} tone="plain" />
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
