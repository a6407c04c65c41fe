import { Dismiss12Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { UntrustedText } from '../../components/UntrustedText';
import { reveal } from '../../format/untrusted';
import styles from './filter.module.css';
import { filterParts } from './filter-text';

/** The parts of the filter, each of which can be taken away. */
export function FilterChips({ good, onRemove }: { readonly good: string; readonly onRemove: (index: number) => void }): ReactElement | null {
  const parts = filterParts(good);
  if (parts.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('preview.filter.parts')}>
      {parts.map(({ text, tree }, index) => (
        <li key={`${String(index)} ${text}`} className={tree.kind === 'not' ? styles.chipOut : styles.chipIn}>
          <span className={styles.chipText}><UntrustedText text={text} /></span>
          <button type="button" className={styles.chipButton} aria-label={t('preview.filter.remove', { text: reveal(text) })} onClick={() => { onRemove(index); }}><Dismiss12Regular aria-hidden="true" /></button>
        </li>
      ))}
    </ul>
  );
}
