import type { ReactElement, ReactNode } from 'react';

import styles from './empty-state.module.css';

type Props = {
  readonly icon: ReactElement;
  readonly title: string;
  readonly text: ReactNode;
  readonly actions?: ReactNode;
};

/** What a list says when it has nothing to list, and what to do about it. */
export function EmptyState({ icon, title, text, actions }: Props): ReactElement {
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden="true">{icon}</span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
