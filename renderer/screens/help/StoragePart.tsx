import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { StoragePart as Part } from '../../../shared/model/diagnostics';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { formatBytes } from '../../format/numbers';
import styles from './help.module.css';
import { SpoolCopy } from './SpoolCopy';

const words: { readonly [I in Part['id']]: { readonly title: string; readonly text: string } } = {
  spool: { title: t('help.spool'), text: t('help.spoolText') },
  events: { title: t('help.localFiles'), text: t('help.localFilesText') },
  logs: { title: t('help.log'), text: t('help.logText') },
  configuration: { title: t('help.configuration'), text: t('help.configurationText') },
};

/** What lies on the disk, how much of it, and how much room is left. */
export function StoragePart(): ReactElement {
  const { state, reload } = useCall('support.storage', undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  const open = (id: Part['id']): void => {
    void call('support.openFolder', { id }).then((outcome) => {
      setFailure(outcome.kind === 'failed' ? outcome.failure : null);
    });
  };
  if (state.kind === 'pending') return <LoadingLines label={t('help.measuring')} />;
  if (state.kind === 'failed') return <FailureCard failure={state.failure} urgency="alert" actions={<Button onClick={reload}>{t('common.tryAgain')}</Button>} />;
  const { parts, spoolCopy, freeBytes } = state.value;
  const used = parts.reduce((sum, { bytes }) => sum + bytes, spoolCopy?.bytes ?? 0);
  return (
    <>
      <div className={styles.bar}>
        <span role="status" className={styles.soft}>{t('help.used', { used: formatBytes(used), free: formatBytes(freeBytes) })}</span>
        <Button size="small" onClick={reload}>{t('help.measure')}</Button>
      </div>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <Card padding="flush" title={t('help.onComputer')}>
        <ul className={styles.steps} aria-label={t('help.storage')}>
          {parts.map(({ id, path, bytes, files }) => (
            <li key={id} className={styles.stored}>
              <div className={styles.stepMain}>
                <p id={`stored-${id}`} className={styles.stepTitle}>{words[id].title}</p>
                <p>{words[id].text}</p>
                <p className={`${styles.path ?? ''} selectable`}>{path}</p>
              </div>
              <span className={styles.size}>{formatBytes(bytes)}<span className={styles.soft}>{t('help.files', { count: files })}</span></span>
              <Button size="small" id={`open-${id}`} aria-labelledby={`open-${id} stored-${id}`} onClick={() => { open(id); }}>{t('help.openFolder')}</Button>
            </li>
          ))}
          {spoolCopy === null ? null : <SpoolCopy copy={spoolCopy} onRemoved={reload} onFailure={setFailure} />}
        </ul>
      </Card>
    </>
  );
}
