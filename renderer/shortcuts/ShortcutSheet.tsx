import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
import { TitledModal } from '../components/Modal';
import { keysFor, shortcutGroups } from './shortcuts';
import styles from './shortcuts.module.css';

/** Every key of the window on one sheet. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  const mac = document.documentElement.dataset['platform'] === 'mac';
  return (
    <TitledModal title={t('shortcuts.title')} scrolls={t('shortcuts.list')} onClose={onClose} actions={<Button appearance="primary" onClick={onClose}>{t('common.close')}</Button>}>
      {shortcutGroups.map(({ title, shortcuts }) => (
        <section key={title} aria-label={title}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.list}>
            {shortcuts.map(({ keys, does }) => (
              <div key={keys} className={styles.line}>
                <dt><kbd className={styles.keys}>{keysFor(keys, mac)}</kbd></dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </TitledModal>
  );
}
