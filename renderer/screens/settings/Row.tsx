import type { ReactElement, ReactNode } from 'react';

import { ResetButton } from './ResetButton';
import styles from './settings.module.css';

type Props = {
  readonly label: string;
  /** The id that a control names as its label. */
  readonly labelId?: string;
  /** The id of the control, where it takes a real label. */
  readonly controlId?: string;
  readonly children: ReactNode;
  /** Absent while the setting is at its default, or has none. */
  readonly onReset?: (() => void) | undefined;
};

/** Name, control and the way back to the default of one setting. */
export function Row({ label, labelId, controlId, children, onReset }: Props): ReactElement {
  return (
    <div className={styles.row}>
      {controlId === undefined ? <span {...(labelId === undefined ? {} : { id: labelId })} className={styles.label}>{label}</span> : <label htmlFor={controlId} className={styles.label}>{label}</label>}
      <div className={styles.control}>{children}</div>
      {onReset === undefined ? null : <ResetButton field={label} onReset={onReset} />}
    </div>
  );
}
