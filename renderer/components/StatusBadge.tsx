import type { ReactElement } from 'react';

import type { Failure } from '../../shared/failures/failure';
import type { HealthState } from '../../shared/model/health';
import { wordOf } from '../format/words';
import styles from './status.module.css';
import { StatusShape } from './StatusShape';

/** Shape and word of a state: either alone is enough. */
export function StatusBadge({ state, failure = null }: { readonly state: HealthState; readonly failure?: Failure | null }): ReactElement {
  return (
    <span className={styles.badge}>
      <StatusShape state={state} />
      <span className={styles.word}>{wordOf(state, failure)}</span>
    </span>
  );
}
