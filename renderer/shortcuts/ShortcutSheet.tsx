import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../shared/text/text';
import { keysFor, shortcutGroups } from './shortcuts';
import styles from './shortcuts.module.css';

/** Every key of the window on one sheet. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }): ReactElement {
  const mac = document.documentElement.dataset['platform'] === 'mac';
  return (
    <Dialog
      open
      onOpenChange={(_event, data) => {
        if (!data.open) onClose();
      }}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('shortcuts.title')}</DialogTitle>
          <DialogContent tabIndex={0} role="group" aria-label={t('shortcuts.list')} className={styles.content ?? ''}>
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
          </DialogContent>
          <DialogActions><Button appearance="primary" onClick={onClose}>{t('common.close')}</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
