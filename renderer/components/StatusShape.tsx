import type { ReactElement } from 'react';

import type { Condition } from '../../shared/model/condition';
import styles from './status.module.css';

type Mark = 'active' | 'degraded' | 'failed' | 'limited' | 'behind' | 'paused' | 'starting' | 'stopped';

const markOf: { readonly [C in Condition]: Mark } = {
  active: 'active',
  degraded: 'degraded',
  failed: 'failed',
  'rate-limited': 'limited',
  'catching-up': 'behind',
  paused: 'paused',
  starting: 'starting',
  stopping: 'stopped',
  stopped: 'stopped',
};

// Every state has an outline of its own: disc, triangle, octagon, hourglass, arrowheads, rounded square, dashed ring, square ring.
const drawings: { readonly [M in Mark]: ReactElement } = {
  active: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.2l2.2 2.2 4.2-4.4" className={styles.cut} />
    </>
  ),
  degraded: (
    <>
      <path d="M8 1.2c.5 0 .9.2 1.1.7l5.7 10.8c.4.8-.2 1.8-1.1 1.8H2.3c-.9 0-1.5-1-1.1-1.8L6.9 1.9c.2-.5.6-.7 1.1-.7z" fill="currentColor" />
      <path d="M8 5.4v4M8 11.6v.5" className={styles.cut} />
    </>
  ),
  failed: (
    <>
      <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
      <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" className={styles.cut} />
    </>
  ),
  limited: <path d="M2.6 1.4h10.8c.5 0 .8.6.5 1L9.6 8l4.3 5.6c.3.4 0 1-.5 1H2.6c-.5 0-.8-.6-.5-1L6.4 8 2.1 2.4c-.3-.4 0-1 .5-1z" fill="currentColor" />,
  behind: <path d="M2.4 8.2L8 2.6l5.6 5.6M2.4 13.4L8 7.8l5.6 5.6" fill="none" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round" />,
  paused: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="3.4" fill="currentColor" />
      <path d="M6 5v6M10 5v6" className={styles.cut} />
    </>
  ),
  starting: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.2 3.08" />,
  stopped: <rect x="2.4" y="2.4" width="11.2" height="11.2" rx="1.6" fill="none" stroke="currentColor" strokeWidth="2" />,
};

/** The shape of a state, in its colour. The word belongs beside it. */
export function StatusShape({ state }: { readonly state: Condition }): ReactElement {
  const mark = markOf[state];
  return (
    <svg className={`${styles.shape ?? ''} ${styles[mark] ?? ''}`} viewBox="0 0 16 16" aria-hidden="true" data-shape={mark}>
      {drawings[mark]}
    </svg>
  );
}
