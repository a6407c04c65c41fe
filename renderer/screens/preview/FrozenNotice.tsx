import { Button } from '@fluentui/react-components';
import { ArrowDown16Filled, PauseCircle20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { formatCount } from '../../format/numbers';
import styles from './preview.module.css';

/** Says beyond doubt that the list stands still, and that only the list does. */
export function PausedBanner({ newer, onResume }: { readonly newer: number; readonly onResume: () => void }): ReactElement {
  return (
    <div className={styles.banner}>
      <PauseCircle20Regular aria-hidden="true" />
      <span role="status" className="visually-hidden">The list is paused</span>
      <span className={styles.bannerText}><b>Paused · {formatCount(newer)} new</b> Only this list stands still; collection and delivery go on.</span>
      <Button size="small" onClick={onResume}>Resume</Button>
    </div>
  );
}

/** The way back to the newest event. */
export function LatestPill({ newer, onJump }: { readonly newer: number; readonly onJump: () => void }): ReactElement {
  return (
    <div className={styles.pill}>
      <Button appearance="primary" shape="circular" size="small" icon={<ArrowDown16Filled />} onClick={onJump}>
        Jump to latest{newer === 0 ? '' : ` (${formatCount(newer)} new)`}
      </Button>
    </div>
  );
}
