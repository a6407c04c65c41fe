import type { ReactElement } from 'react';

import type { Failure } from '../../shared/failures/failure';
import type { Condition } from '../../shared/model/condition';
import { wordOf } from '../format/words';
import styles from './status.module.css';
import { StatusShape } from './StatusShape';

type Props = {
  readonly state: Condition;
  readonly failure?: Failure | null;
  /** Instead of the word for the state, where more is known, e.g. "Rate-limited until 14:30". */
  readonly word?: string;
};

/** Shape and word of a state: either alone is enough. */
export function StatusBadge({ state, failure = null, word = wordOf(state, failure) }: Props): ReactElement {
  return (
    <span className={styles.badge}>
      <StatusShape state={state} />
      <span className={styles.word}>{word}</span>
    </span>
  );
}
