import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { SpoolCopyView } from '../../../shared/model/diagnostics';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useDoneToast } from '../../components/toasts';
import { useZone } from '../../components/zone';
import { formatBytes } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import styles from './help.module.css';

type Props = { readonly copy: SpoolCopyView; readonly onRemoved: () => void; readonly onFailure: (failure: Failure) => void };

/** The spool as it was before an update, and the way to have its room back at once. */
export function SpoolCopy({ copy, onRemoved, onFailure }: Props): ReactElement {
  const zone = useZone();
  const done = useDoneToast();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const outcome = await call('support.removeSpoolCopy', undefined);
    setBusy(false);
    setAsking(false);
    if (outcome.kind === 'failed') onFailure(outcome.failure);
    else {
      if (outcome.value.spoolCopy === null) done(t('help.copyRemoved'));
      onRemoved();
    }
  };
  return (
    <li className={styles.stored}>
      <div className={styles.stepMain}>
        <p className={styles.stepTitle}>{t('help.copy')}</p>
        <p>{t('help.copyText', { at: formatDateTimeZone(copy.at, zone) })}</p>
        <p className={`${styles.path ?? ''} selectable`}>{copy.path}</p>
      </div>
      <span className={styles.size}>{formatBytes(copy.bytes)}</span>
      <Button size="small" onClick={() => { setAsking(true); }}>{t('help.copyRemove')}</Button>
      <ConfirmDialog open={asking} title={t('help.copyQuestion')} confirm={t('help.copyConfirm')} busy={busy} onConfirm={() => void remove()} onCancel={() => { setAsking(false); }}>
        {t('help.copyConsequence')}
      </ConfirmDialog>
    </li>
  );
}
