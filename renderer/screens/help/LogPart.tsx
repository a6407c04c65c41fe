import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { LogLevel } from '../../../shared/model/diagnostics';
import { call } from '../../bridge/client';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import styles from './help.module.css';

const levels: readonly (readonly [LogLevel, string])[] = [['info', 'Everything'], ['warn', 'Warnings and errors'], ['error', 'Errors']];
const levelWords: { readonly [L in LogLevel]: string } = { info: 'Info', warn: 'Warning', error: 'Error' };
const shown = 500;

/** The program's own log: what it did, never what is in the events. */
export function LogPart(): ReactElement {
  const zone = useZone();
  const [level, setLevel] = useState<LogLevel>('info');
  const { state, reload } = useCall('support.log', { level, limit: shown });
  return (
    <>
      <div className={styles.bar}>
        <RadioGroup layout="horizontal" aria-label="Level" value={level} onChange={(_event, data) => { setLevel(levels.find(([each]) => each === data.value)?.[0] ?? 'info'); }}>
          {levels.map(([value, text]) => <Radio key={value} value={value} label={text} />)}
        </RadioGroup>
        <Button size="small" onClick={reload}>Refresh</Button>
        <Button size="small" onClick={() => void call('support.openFolder', { id: 'logs' })}>Open folder</Button>
      </div>
      {state.kind === 'pending' ? <LoadingLines label="Loading the log" /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'ok' ? (
        <>
          <p role="status" className={styles.soft}>{state.value.length === 0 ? 'No line of this level.' : `${String(state.value.length)} newest lines, newest first. Five files of 5 MiB are kept.`}</p>
          <div className={styles.logBox} role="region" aria-label="Program log lines" tabIndex={0}>
            <table className={styles.log}>
              <thead><tr><th scope="col">Time</th><th scope="col">Level</th><th scope="col">What</th><th scope="col">Details</th></tr></thead>
              <tbody>
                {state.value.map((line, index) => (
                  <tr key={`${line.at} ${String(index)}`} data-level={line.level}>
                    <td className={styles.time}>{formatDateTimeZone(Date.parse(line.at), zone)}</td>
                    <td className={styles[line.level]}>{levelWords[line.level]}</td>
                    <td><UntrustedText text={line.event} /></td>
                    <td className={styles.fields}><UntrustedText text={line.fields} /></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </>
  );
}
