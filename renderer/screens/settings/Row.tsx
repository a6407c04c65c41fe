import type { ReactElement, ReactNode } from 'react';
import { useRef } from 'react';

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
  const control = useRef<HTMLDivElement>(null);
  // The button goes with what it undoes; who works by keyboard must not lose the place.
  const reset = onReset === undefined ? undefined : () => {
    control.current?.querySelector<HTMLElement>('input:checked, input, select, button')?.focus();
    onReset();
  };
  return (
    <div className={styles.row}>
      {controlId === undefined ? <span {...(labelId === undefined ? {} : { id: labelId })} className={styles.label}>{label}</span> : <label htmlFor={controlId} className={styles.label}>{label}</label>}
      <div ref={control} className={styles.control}>{children}</div>
      {reset === undefined ? null : <ResetButton field={label} onReset={reset} />}
    </div>
  );
}
