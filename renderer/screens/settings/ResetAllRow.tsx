import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { defaultSettings } from '../../../shared/model/settings';
import { t } from '../../../shared/text/text';
import { changeSettings } from '../../bridge/session';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useDoneToast } from '../../components/toasts';
import { Row } from './Row';
import styles from './settings.module.css';

/** What people made themselves is no preference: it stays. */
export function resetPatch({ liveLogs }: Settings): SettingsPatch {
  const { watchRules: _watchRules, liveLogs: usual, ...rest } = defaultSettings;
  return { ...rest, liveLogs: { ...liveLogs, letterKeys: usual.letterKeys, defang: usual.defang } };
}

/** All preferences of the screen at once, after a question. */
export function ResetAllRow({ settings, onFailure }: { readonly settings: Settings; readonly onFailure: (failure: Failure | null) => void }): ReactElement {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const done = useDoneToast();
  const reset = async (): Promise<void> => {
    setBusy(true);
    const outcome = await changeSettings(resetPatch(settings));
    setBusy(false);
    setAsking(false);
    onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    if (outcome.kind === 'ok') done(t('settings.resetAllDone'));
  };
  return (
    <Row label={t('settings.resetAll')}>
      <div className={styles.buttons}>
        <Button size="small" onClick={() => { setAsking(true); }}>{t('settings.resetAllButton')}</Button>
      </div>
      <p className={styles.hint}>{t('settings.resetAllHint')}</p>
      <ConfirmDialog
        open={asking}
        title={t('settings.resetAllTitle')}
        confirm={t('settings.resetAllConfirm')}
        busy={busy}
        onCancel={() => { setAsking(false); }}
        onConfirm={() => void reset()}
      >
        <p>{t('settings.resetAllText')}</p>
      </ConfirmDialog>
    </Row>
  );
}
