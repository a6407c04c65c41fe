import type { ReactElement, ReactNode } from 'react';
import { useId } from 'react';

import styles from './card.module.css';

type Props = {
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** `flush` lets a table reach the edges. */
  readonly padding?: 'normal' | 'flush';
};

/** A titled block on a screen. */
export function Card({ title, lead, children, padding = 'normal' }: Props): ReactElement {
  const id = useId();
  return (
    <section className={styles.card} {...(title === undefined ? {} : { 'aria-labelledby': id })}>
      {title === undefined ? null : (
        <div className={styles.head}>
          <h2 id={id} className={styles.title}>{title}</h2>
          {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
        </div>
      )}
      <div className={padding === 'flush' ? styles.flush : styles.body}>{children}</div>
    </section>
  );
}
