import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { StoragePart as Part } from '../../../shared/model/diagnostics';
import { call } from '../../bridge/client';
import { useCall } from '../../bridge/use-call';
import { Card } from '../../components/Card';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { formatBytes } from '../../format/numbers';
import styles from './help.module.css';

const words: { readonly [I in Part['id']]: { readonly title: string; readonly text: string } } = {
  spool: { title: 'Spool', text: 'Events that are not delivered everywhere yet, positions, the ledger and quarantine. It empties by itself; never delete it by hand.' },
  events: { title: 'Local files', text: 'Events that the output Local files wrote. You decide how long they are kept.' },
  logs: { title: 'Program log', text: 'At most five files of 5 MiB.' },
  configuration: { title: 'Configuration', text: 'Settings, connectors and outputs, without secrets.' },
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
  if (state.kind === 'pending') return <LoadingLines label="Measuring" />;
  if (state.kind === 'failed') return <FailureCard failure={state.failure} urgency="alert" actions={<Button onClick={reload}>Try again</Button>} />;
  const { parts, freeBytes } = state.value;
  return (
    <>
      <div className={styles.bar}>
        <span role="status" className={styles.soft}>{formatBytes(parts.reduce((sum, { bytes }) => sum + bytes, 0))} in use, {formatBytes(freeBytes)} free on this disk. Collection pauses before the disk is full.</span>
        <Button size="small" onClick={reload}>Measure again</Button>
      </div>
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      <Card padding="flush" title="On this computer">
        <ul className={styles.steps} aria-label="Storage">
          {parts.map(({ id, path, bytes, files }) => (
            <li key={id} className={styles.stored}>
              <div className={styles.stepMain}>
                <p className={styles.stepTitle}>{words[id].title}</p>
                <p>{words[id].text}</p>
                <p className={`${styles.path ?? ''} selectable`}>{path}</p>
              </div>
              <span className={styles.size}>{formatBytes(bytes)}<span className={styles.soft}>{files === 1 ? '1 file' : `${String(files)} files`}</span></span>
              <Button size="small" aria-label={`Open folder of ${words[id].title}`} onClick={() => { open(id); }}>Open folder</Button>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
