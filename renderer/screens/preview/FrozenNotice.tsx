import { Button } from '@fluentui/react-components';
import { ArrowDown16Filled, PauseCircle20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { Rich } from '../../text/Rich';
import styles from './preview.module.css';

/** Says beyond doubt that the list stands still, and that only the list does. */
export function PausedBanner({ newer, onResume }: { readonly newer: number; readonly onResume: () => void }): ReactElement {
  return (
    <div className={styles.banner}>
      <PauseCircle20Regular aria-hidden="true" />
      <span role="status" className="visually-hidden">{t('preview.paused.status')}</span>
      <span className={styles.bannerText}><Rich id="preview.paused.banner" values={{ count: newer, b: (text) => <b>{text}</b> }} /></span>
      <Button size="small" onClick={onResume}>{t('preview.resume')}</Button>
    </div>
  );
}

/** The way back to the newest event. */
export function LatestPill({ newer, onJump }: { readonly newer: number; readonly onJump: () => void }): ReactElement {
  return (
    <div className={styles.pill}>
      <Button appearance="primary" shape="circular" size="small" icon={<ArrowDown16Filled />} onClick={onJump}>
        {t('preview.jump', { count: newer })}
      </Button>
    </div>
  );
}
