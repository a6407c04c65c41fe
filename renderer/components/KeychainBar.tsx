import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import styles from './pause-bar.module.css';
import { StatusShape } from './StatusShape';

type Props = {
  readonly keychainName: string;
  /** New secrets are kept in memory. */
  readonly sessionOnly: boolean;
  readonly onChoose: (on: boolean) => void;
  readonly onAskAgain: () => void;
};

/** Above every form while no keychain answers: what that means, and the one other way, which is a choice. */
export function KeychainBar({ keychainName, sessionOnly, onChoose, onAskAgain }: Props): ReactElement {
  return (
    <div className={styles.bar} role="region" aria-label="Keychain">
      <StatusShape state="degraded" />
      <span className={styles.text}>
        {sessionOnly
          ? 'New secrets are kept in memory only. They are gone when the program ends, and must be entered again at the next start.'
          : `The keychain (${keychainName}) does not answer, so no secret can be saved. They are never written to a file.`}
      </span>
      {sessionOnly ? null : <Button size="small" onClick={onAskAgain}>Try again</Button>}
      <Button size="small" onClick={() => { onChoose(!sessionOnly); }}>{sessionOnly ? 'Use the keychain again' : 'Keep for this session only'}</Button>
    </div>
  );
}
