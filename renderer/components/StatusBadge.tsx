import type { ReactElement } from 'react';

import type { HealthState } from '../../shared/model/health';
import { healthWords } from '../format/words';
import styles from './status.module.css';
import { StatusShape } from './StatusShape';

/** Shape and word of a state: either alone is enough. */
export function StatusBadge({ state }: { readonly state: HealthState }): ReactElement {
  return (
    <span className={styles.badge}>
      <StatusShape state={state} />
      <span className={styles.word}>{healthWords[state]}</span>
    </span>
  );
}
