import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { PreferencesPlan } from '../../../shared/model/preferences-file';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { importSettings } from '../../bridge/session';
import { useDoneToast } from '../../components/toasts';
import { ImportPreferencesDialog } from './ImportPreferencesDialog';
import { Row } from './Row';
import styles from './settings.module.css';

/** Carries the preferences to another computer and back. A file is read in main, shown here, and applied in main. */
export function PreferencesFileRow({ onFailure }: { readonly onFailure: (failure: Failure | null) => void }): ReactElement {
  const [plan, setPlan] = useState<PreferencesPlan | null>(null);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const done = useDoneToast();
  /** The value when all is well; else what is wrong is shown. */
  const settled = async <T,>(asked: Promise<Outcome<T>>): Promise<T | null> => {
    setBusy(true);
    setProblems([]);
    const outcome = await asked;
    setBusy(false);
    if (outcome.kind === 'ok') {
      onFailure(null);
      return outcome.value;
    }
    setProblems(outcome.problems.map(({ message }) => message));
    onFailure(outcome.problems.length > 0 ? null : outcome.failure);
    return null;
  };
  const save = async (): Promise<void> => {
    const saved = await settled(call('settings.export', undefined));
    if (saved !== null && saved.path !== null) done(t('settings.exported'));
  };
  const choose = async (): Promise<void> => {
    setPlan(await settled(call('settings.choose', undefined)));
  };
  const apply = async (reading: string): Promise<void> => {
    const applied = await settled(importSettings(reading));
    setPlan(null);
    if (applied !== null) done(t('settings.imported'));
  };
  return (
    <Row label={t('settings.preferences')}>
      <div className={styles.buttons}>
        <Button size="small" disabled={busy} onClick={() => void save()}>{t('settings.export')}</Button>
        <Button size="small" disabled={busy} onClick={() => void choose()}>{t('settings.import')}</Button>
      </div>
      <p className={styles.hint}>{t('settings.preferencesHint')}</p>
      {problems.length === 0 ? null : <div role="alert" className={styles.problem}>{problems.map((problem) => <p key={problem}>{problem}</p>)}</div>}
      {plan === null ? null : <ImportPreferencesDialog plan={plan} busy={busy} onApply={() => void apply(plan.reading)} onClose={() => { setPlan(null); }} />}
    </Row>
  );
}
