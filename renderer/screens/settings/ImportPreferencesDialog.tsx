import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import type { PreferencesPlan } from '../../../shared/model/preferences-file';
import type { Settings } from '../../../shared/model/settings';
import type { TextId } from '../../../shared/text/catalogue';
import { t } from '../../../shared/text/text';
import { ChangeList } from '../../components/ChangeList';
import { TitledModal } from '../../components/Modal';
import { UntrustedText } from '../../components/UntrustedText';
import { Rich } from '../../text/Rich';
import styles from './settings.module.css';

type Props = { readonly plan: PreferencesPlan; readonly busy: boolean; readonly onApply: () => void; readonly onClose: () => void };

const fieldNames: { readonly [K in keyof Settings]?: TextId } = {
  theme: 'settings.theme',
  language: 'settings.language',
  timeZone: 'settings.timeZone',
  closeToTray: 'settings.close',
  askBeforeQuit: 'settings.quit',
  notifications: 'settings.notifications',
  logLevel: 'settings.logLevel',
  history: 'settings.field.history',
  liveLogs: 'settings.field.liveLogs',
  updates: 'updates.title',
  watchRules: 'settings.field.watchRules',
};

function nameOf(field: string): string {
  const id = (fieldNames as Readonly<Record<string, TextId | undefined>>)[field];
  return id === undefined ? field : t(id);
}

/** What a file would change, before it does it. */
export function ImportPreferencesDialog({ plan, busy, onApply, onClose }: Props): ReactElement {
  return (
    <TitledModal
      title={t('settings.import.title')}
      scrolls={t('settings.import.list')}
      contentClassName={styles.importContent}
      busy={busy}
      onClose={onClose}
      actions={(
        <>
          <Button appearance="secondary" disabled={busy} onClick={onClose}>{t('common.cancel')}</Button>
          <Button appearance="primary" disabled={busy || plan.changes.length === 0} onClick={onApply}>{t('desktop.dialog.import')}</Button>
        </>
      )}
    >
      <p className={styles.hint}><Rich id="settings.import.from" values={{ file: <UntrustedText text={plan.fileName} /> }} /></p>
      {plan.changes.length === 0 ? <p>{t('settings.import.nothing')}</p> : <ChangeList changes={plan.changes} nameOf={nameOf} />}
      {plan.notes.map((note) => <p key={note} className={styles.hint}><UntrustedText text={note} /></p>)}
    </TitledModal>
  );
}
