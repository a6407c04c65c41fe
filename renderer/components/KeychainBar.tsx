import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
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
    <div className={styles.bar} role="region" aria-label={t('components.keychain.name')}>
      <StatusShape state="degraded" />
      <span className={styles.text}>
        {sessionOnly ? t('components.keychain.memory') : t('components.keychain.silent', { name: keychainName })}
      </span>
      {sessionOnly ? null : <Button size="small" onClick={onAskAgain}>{t('common.tryAgain')}</Button>}
      <Button size="small" onClick={() => { onChoose(!sessionOnly); }}>{t(sessionOnly ? 'components.keychain.useAgain' : 'components.keychain.sessionOnly')}</Button>
    </div>
  );
}
