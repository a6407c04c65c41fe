import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { formatCount } from '../../format/numbers';
import styles from './ledger.module.css';

type Props = { readonly released: number; readonly refused: number; readonly filtered: number };

/** Settled events, and beneath them what of these was never sent. */
export function Settled({ released, refused, filtered }: Props): ReactElement {
  return (
    <>
      {formatCount(released)}
      {refused === 0 ? null : <span className={styles.refused}>{t('ledger.refused', { count: refused })}</span>}
      {filtered === 0 ? null : <span className={styles.filtered} title={t('ledger.leftOutHint')}>{t('ledger.leftOut', { count: filtered })}</span>}
    </>
  );
}
