import type { ReactElement } from 'react';

import { formatCount } from '../../format/numbers';
import styles from './ledger.module.css';

type Props = { readonly released: number; readonly refused: number; readonly filtered: number };

/** Settled events, and beneath them what of these was never sent. */
export function Settled({ released, refused, filtered }: Props): ReactElement {
  return (
    <>
      {formatCount(released)}
      {refused === 0 ? null : <span className={styles.refused}>{formatCount(refused)} refused</span>}
      {filtered === 0 ? null : <span className={styles.filtered} title="Left out by the filter of an output: neither sent nor delivered">{formatCount(filtered)} left out</span>}
    </>
  );
}
