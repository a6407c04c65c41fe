import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { Pause } from '../../shared/model/background';
import { t } from '../../shared/text/text';
import { formatDateTimeZone } from '../format/time';
import styles from './pause-bar.module.css';
import { StatusShape } from './StatusShape';
import { useZone } from './zone';

/** Above every screen while the whole collection is paused: nobody should look for missing events without knowing. */
export function PauseBar({ pause, onResume }: { readonly pause: Pause; readonly onResume: () => void }): ReactElement {
  const zone = useZone();
  return (
    <div className={styles.bar} role="region" aria-label={t('components.pause.name')}>
      <StatusShape state="paused" />
      <span className={styles.text}>
        {pause.until === null ? t('components.pause.open') : t('components.pause.until', { time: formatDateTimeZone(pause.until, zone) })}
      </span>
      <Button size="small" onClick={onResume}>{t('components.pause.resume')}</Button>
    </div>
  );
}
