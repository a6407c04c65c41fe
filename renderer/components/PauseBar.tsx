import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { Pause } from '../../shared/model/background';
import { formatDateTimeZone } from '../format/time';
import styles from './pause-bar.module.css';
import { StatusShape } from './StatusShape';
import { useZone } from './zone';

/** Above every screen while the whole collection is paused: nobody should look for missing events without knowing. */
export function PauseBar({ pause, onResume }: { readonly pause: Pause; readonly onResume: () => void }): ReactElement {
  const zone = useZone();
  return (
    <div className={styles.bar} role="region" aria-label="Pause">
      <StatusShape state="paused" />
      <span className={styles.text}>
        Collection is paused {pause.until === null ? 'until you resume it' : `until ${formatDateTimeZone(pause.until, zone)}`}. Mimecast keeps the logs meanwhile.
      </span>
      <Button size="small" onClick={onResume}>Resume</Button>
    </div>
  );
}
