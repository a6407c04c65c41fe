import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { StatusShape } from '../../components/StatusShape';
import styles from './ledger.module.css';

/** Shape and word: either alone is enough. */
export function BalanceMark({ balanced }: { readonly balanced: boolean }): ReactElement {
  return (
    <span className={styles.mark}>
      <StatusShape state={balanced ? 'active' : 'failed'} />
      <span className={balanced ? undefined : styles.bad}>{t(balanced ? 'ledger.balanced.yes' : 'ledger.balanced.no')}</span>
    </span>
  );
}
