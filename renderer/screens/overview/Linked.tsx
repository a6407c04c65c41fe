import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { formatCount } from '../../format/numbers';
import styles from './overview.module.css';

/** A figure that leads to its events. */
export function Linked({ count, href, what }: { readonly count: number; readonly href: string; readonly what: string }): ReactElement {
  if (count === 0) return <span className={styles.zero}>{formatCount(0)}</span>;
  return <a className={styles.figure} href={`#${href}`} aria-label={t('overview.showEvents', { what, count })}>{formatCount(count)}</a>;
}
