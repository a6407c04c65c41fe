import { LockClosed16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import styles from './settings.module.css';

/** Stands where a setting was decided by the policy of the organization. */
export function ManagedNote(): ReactElement {
  return (
    <p className={styles.managed}>
      <LockClosed16Regular aria-hidden="true" />
      {t('settings.managed')}
    </p>
  );
}
