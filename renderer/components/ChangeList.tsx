import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
import styles from './change-list.module.css';
import { UntrustedText } from './UntrustedText';

type Change = { readonly field: string; readonly before: string | null; readonly after: string | null };
type Props = { readonly changes: readonly Change[]; readonly nameOf: (field: string) => string; readonly className?: string | undefined };

/** What a file would change, field by field: the value of before and the one after. */
export function ChangeList({ changes, nameOf, className = '' }: Props): ReactElement {
  return (
    <dl className={`${styles.changes ?? ''} ${className}`}>
      {changes.map(({ field, before, after }) => (
        <div key={field} className={styles.change}>
          <dt>{nameOf(field)}</dt>
          <dd>
            {before === null ? null : <><del><UntrustedText text={before} /></del><span aria-hidden="true"> → </span></>}
            {after === null ? <em>{t('components.change.removed')}</em> : <ins><UntrustedText text={after} /></ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
