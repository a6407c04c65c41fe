import { Button, ProgressBar } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { Failure } from '../../../shared/failures/failure';
import type { Diagnostics, DiagnosticStep } from '../../../shared/model/diagnostics';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { Card } from '../../components/Card';
import { CopyButton } from '../../components/CopyButton';
import { Disclosure } from '../../components/Disclosure';
import { FailureCard } from '../../components/FailureCard';
import { StatusShape } from '../../components/StatusShape';
import { useDoneToast } from '../../components/toasts';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTimeZone, formatDuration } from '../../format/time';
import { whoActs } from '../../format/words';
import styles from './help.module.css';

const words: { readonly [S in DiagnosticStep['state']]: { readonly word: string; readonly shape: 'active' | 'degraded' | 'failed' } } = {
  ok: { word: t('help.ok'), shape: 'active' },
  warning: { word: t('help.warning'), shape: 'degraded' },
  failed: { word: t('help.failed'), shape: 'failed' },
};

/** Looks at everything that collection rests on, and makes one report of it that is read before it is saved. */
export function DiagnosticsPart(): ReactElement {
  const zone = useZone();
  const done = useDoneToast();
  const [result, setResult] = useState<Diagnostics | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [running, setRunning] = useState(false);
  const current = useRef<AbortController | null>(null);
  useEffect(() => () => { current.current?.abort(); }, []);

  const run = async (): Promise<void> => {
    const own = new AbortController();
    current.current = own;
    setRunning(true);
    setFailure(null);
    const outcome = await call('support.diagnose', undefined, own.signal);
    setRunning(false);
    if (own.signal.aborted) return;
    if (outcome.kind === 'ok') setResult(outcome.value);
    else setFailure(outcome.failure);
  };
  const save = async (): Promise<void> => {
    const outcome = await call('support.saveReport', undefined);
    setFailure(outcome.kind === 'failed' ? outcome.failure : null);
    if (outcome.kind === 'ok' && outcome.value.path !== null) done(t('help.reportSaved'));
  };
  const count = (state: DiagnosticStep['state']): number => result?.steps.filter((step) => step.state === state).length ?? 0;
  return (
    <>
      <div className={styles.bar}>
        <Button appearance="primary" disabled={running} onClick={() => void run()}>{result === null ? t('help.run') : t('help.runAgain')}</Button>
        {running ? <Button onClick={() => { current.current?.abort(); }}>{t('common.cancel')}</Button> : null}
        <span role="status" className={styles.soft}>
          {running ? t('help.running') : result === null ? t('help.harmless') : t('help.result', { time: formatDateTimeZone(result.at, zone), duration: formatDuration(result.durationMs), failed: count('failed'), warnings: count('warning') })}
        </span>
      </div>
      {running ? <ProgressBar aria-label={t('help.diagnostics')} /> : null}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {result === null ? null : (
        <>
          <Card padding="flush" title={t('help.steps')}>
            <ul className={styles.steps} aria-label={t('help.steps')}>
              {result.steps.map((step) => <StepRow key={step.id} step={step} />)}
            </ul>
          </Card>
          <Card title={t('help.report')} lead={t('help.reportLead')}>
            <div className={styles.bar}>
              <Button onClick={() => void save()}>{t('help.reportSave')}</Button>
              <CopyButton label={t('help.reportCopyLabel')} caption={t('help.reportCopy')} appearance="secondary" text={() => result.text} />
            </div>
            <pre className={styles.report} tabIndex={0} aria-label={t('help.reportPreview')}>{result.text}</pre>
          </Card>
        </>
      )}
    </>
  );
}

function StepRow({ step }: { readonly step: DiagnosticStep }): ReactElement {
  const { word, shape } = words[step.state];
  const entry = step.code === null ? null : describeFailure(step.code);
  const payload = Object.entries(step.payload).filter(([, value]) => value !== '');
  return (
    <li className={styles.step}>
      <span className={styles.state}>
        <StatusShape state={shape} />
        {word}
      </span>
      <div className={styles.stepMain}>
        <p className={styles.stepTitle}>{textOf(step.title)}</p>
        <p><UntrustedText text={textOf(step.message)} /></p>
        {entry === null || step.state === 'ok' ? null : (
          <dl className={styles.facts}>
            <dt>{t('help.whoActs')}</dt>
            <dd>{whoActs(entry)}</dd>
            <dt>{t('help.whatToDo')}</dt>
            <dd>{entry.remedy}</dd>
          </dl>
        )}
        {payload.length === 0 ? null : (
          <Disclosure title={t('common.details')}>
            <dl className={styles.facts}>
              {payload.map(([name, value]) => (
                <div key={name} className={styles.pair}>
                  <dt>{name}</dt>
                  <dd><UntrustedText text={String(value)} /></dd>
                </div>
              ))}
            </dl>
          </Disclosure>
        )}
      </div>
    </li>
  );
}
