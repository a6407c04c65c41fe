import { Button, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { LogLevel } from '../../../shared/model/diagnostics';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { useSession, valueOr } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import styles from './help.module.css';

const levels: readonly (readonly [LogLevel, string])[] = [['info', t('help.levelAll')], ['warn', t('help.levelWarnings')], ['error', t('help.levelErrors')]];
const levelWords: { readonly [L in LogLevel]: string } = { info: t('help.levelInfo'), warn: t('help.warning'), error: t('help.levelError') };
const shown = 500;

/** The program's own log: what it did, never what is in the events. */
export function LogPart(): ReactElement {
  const zone = useZone();
  const [level, setLevel] = useState<LogLevel>('info');
  const written = useSession((session) => valueOr(session.settings, null)?.logLevel ?? 'info');
  const { state, reload } = useCall('support.log', { level, limit: shown });
  return (
    <>
      <div className={styles.bar}>
        <RadioGroup layout="horizontal" aria-label={t('help.level')} value={level} onChange={(_event, data) => { setLevel(levels.find(([each]) => each === data.value)?.[0] ?? 'info'); }}>
          {levels.map(([value, text]) => <Radio key={value} value={value} label={text} />)}
        </RadioGroup>
        <Button size="small" onClick={reload}>{t('help.refresh')}</Button>
        <Button size="small" onClick={() => void call('support.openFolder', { id: 'logs' })}>{t('help.openFolder')}</Button>
      </div>
      {state.kind === 'pending' ? <LoadingLines label={t('help.logLoading')} /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'ok' ? (
        <>
          <p role="status" className={styles.soft}>{state.value.length === 0 ? t('help.logNone') : t('help.logLines', { count: state.value.length })} {written === 'info' ? null : t(written === 'warn' ? 'help.logOnlyWarnings' : 'help.logOnlyErrors')}</p>
          <div className={styles.logBox} role="region" aria-label={t('help.logBox')} tabIndex={0}>
            <table className={styles.log}>
              <thead><tr><th scope="col">{t('help.logTime')}</th><th scope="col">{t('help.level')}</th><th scope="col">{t('help.logWhat')}</th><th scope="col">{t('common.details')}</th></tr></thead>
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
