import { Spinner } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

import { t } from '../../shared/text/text';
import styles from './loading.module.css';

/** Grey lines where a list will be. Shown after a moment only: most answers are there at once, and a flash disturbs. */
export function LoadingLines({ label }: { readonly label: string }): ReactElement {
  const late = useLate(200);
  return (
    <div role="status" className={styles.lines}>
      <span className="visually-hidden">{late ? label : ''}</span>
      {late ? ['w1', 'w2', 'w3'].map((width) => <span key={width} className={`${styles.line ?? ''} ${styles[width] ?? ''}`} />) : null}
    </div>
  );
}

/** The whole window before anything is known. */
export function LoadingWindow(): ReactElement | null {
  const late = useLate(400);
  return late ? <div className={styles.window}><Spinner label={t('components.starting')} labelPosition="below" /></div> : null;
}

function useLate(afterMs: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, afterMs);
    return () => {
      clearTimeout(timer);
    };
  }, [afterMs]);
  return late;
}
