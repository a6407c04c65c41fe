import type { ReactElement } from 'react';

import { ImportDialog } from './ImportDialog';
import styles from './setup-file.module.css';
import type { Transfer } from './use-transfer';

/** What export and import have to say on a screen: problems, and the dialog of a file that was chosen. */
export function TransferPart({ transfer }: { readonly transfer: Transfer }): ReactElement {
  return (
    <>
      {transfer.problems.length === 0 ? null : (
        <div role="alert" className={styles.problems}>
          {transfer.problems.map((problem) => <p key={problem}>{problem}</p>)}
        </div>
      )}
      {transfer.plan === null ? null : (
        <ImportDialog key={transfer.plan.reading} plan={transfer.plan} busy={transfer.busy} onApply={transfer.apply} onClose={transfer.close} />
      )}
    </>
  );
}
