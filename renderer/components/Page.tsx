import type { ReactElement, ReactNode } from 'react';

import styles from './page.module.css';

type Props = {
  readonly children: ReactNode;
  /** `read` keeps forms and text at a readable width, `wide` is for tables, `fill` leaves scrolling to the content. */
  readonly width: 'read' | 'wide' | 'fill';
};

/** The scrolling area of one screen. */
export function Page({ children, width }: Props): ReactElement {
  if (width === 'fill') return <div className={styles.fill}>{children}</div>;
  return (
    <div className={styles.scroll}>
      <div className={width === 'read' ? styles.read : styles.wide}>{children}</div>
    </div>
  );
}
