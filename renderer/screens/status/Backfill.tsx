import { Button, Field, Input, ProgressBar } from '@fluentui/react-components';
import { Dismiss16Regular, History16Regular, Pause16Regular, Play16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Ask, Reply } from '../../../shared/ipc/contract';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { BackfillStatus, StreamStatus } from '../../../shared/model/collection';
import { logTypeTable } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { FailureCard } from '../../components/FailureCard';
import { useZone } from '../../components/zone';
import { formatDateTimeZone, fromInputValue, toInputValue } from '../../format/time';
import { pastProblem } from './backfill-range';
import styles from './status.module.css';

const hourMs = 3_600_000;

type Props = { readonly stream: StreamStatus };
type Refusal = Extract<Outcome<unknown>, { readonly kind: 'failed' }>;
type Channel = 'backfill.start' | 'backfill.pause' | 'backfill.cancel';

/** Reads the past of one log type beside its live collection. */
export function Backfill({ stream }: Props): ReactElement | null {
  const { connectorId, connectorName, logType, backfill } = stream;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // A list of what is held now has no past to read.
  if (logType === 'Hold_Message_List') return null;
  const ask = <C extends Channel>(channel: C, value: Ask<C>): void => {
    setBusy(true);
    void call(channel, value).then((outcome: Outcome<Reply<C>>) => {
      setBusy(false);
      setRefusal(outcome.kind === 'failed' ? outcome : null);
    });
  };
  const target = { connectorId, logType };
  return (
    <section className={styles.backfill} aria-label={t('status.backfill.label', { name: t('status.row.name', { logType, connector: connectorName }) })}>
      <h3 className={styles.backfillTitle}>{t('status.backfill.title')}</h3>
      {backfill === null ? (
        <Start stream={stream} busy={busy} onStart={(from) => { ask('backfill.start', { ...target, from }); }} />
      ) : (
        <Running
          backfill={backfill}
          busy={busy}
          onPause={(paused) => { ask('backfill.pause', { ...target, paused }); }}
          onCancel={() => { ask('backfill.cancel', target); }}
        />
      )}
      {refusal === null ? null : refusal.problems.length > 0
        ? <p role="alert" className={styles.problem}>{refusal.problems.map((problem) => problem.message).join(' ')}</p>
        : <FailureCard failure={refusal.failure} urgency="alert" />}
    </section>
  );
}

type StartProps = { readonly stream: StreamStatus; readonly busy: boolean; readonly onStart: (from: number) => void };

function Start({ stream, busy, onStart }: StartProps): ReactElement {
  // The past is read from batch files, however the present is.
  const hours = logTypeTable[stream.logType].horizonHours;
  const horizon = hours === null ? null : hours * hourMs;
  const zone = useZone();
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const start = (): void => {
    const at = Date.parse(fromInputValue(text, zone) ?? '');
    const problem = pastProblem(at, stream.logType, horizon, Date.now(), zone);
    setError(problem);
    if (problem === null) onStart(at);
  };
  const oldest = horizon === null ? null : Date.now() - horizon;
  const reach = horizon === null ? t('status.backfill.noLimit') : t('status.backfill.limit', { time: formatDateTimeZone(oldest ?? 0, zone) });
  return (
    <>
      <p className={styles.backfillText}>{t('status.backfill.text')}</p>
      <form
        className={styles.backfillForm}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <Field
          size="small"
          className={styles.backfillFrom ?? ''}
          label={t('status.backfill.from', { zone })}
          hint={reach}
          validationState={error === null ? 'none' : 'error'}
          validationMessage={error}
        >
          <Input
            type="datetime-local"
            value={text}
            {...(oldest === null ? {} : { min: toInputValue(new Date(oldest).toISOString(), zone) })}
            onChange={(_event, data) => {
              setText(data.value);
              setError(null);
            }}
          />
        </Field>
        <Button type="submit" size="small" icon={<History16Regular />} disabledFocusable={busy} className={styles.backfillStart ?? ''}>{t('status.backfill.start')}</Button>
      </form>
    </>
  );
}

type RunningProps = { readonly backfill: BackfillStatus; readonly busy: boolean; readonly onPause: (paused: boolean) => void; readonly onCancel: () => void };

function Running({ backfill, busy, onPause, onCancel }: RunningProps): ReactElement {
  const zone = useZone();
  const { state, progress, from, collected, failure } = backfill;
  const paused = state === 'paused';
  const share = progress === null ? null : Math.floor(progress * 100);
  const doing = paused ? 'paused' : failure === null ? 'reading' : 'failing';
  const begun = formatDateTimeZone(from, zone);
  return (
    <>
      <div className={styles.backfillLine}>
        <p className={styles.backfillText}>
          {share === null ? t('status.backfill.line', { state: doing, from: begun, count: collected }) : t('status.backfill.lineShare', { state: doing, from: begun, count: collected, percent: share })}
        </p>
        <span className={styles.backfillButtons}>
          <Button size="small" icon={paused ? <Play16Regular /> : <Pause16Regular />} disabledFocusable={busy} onClick={() => { onPause(!paused); }}>
            {t(paused ? 'status.backfill.resume' : 'status.backfill.pause')}
          </Button>
          <Button size="small" icon={<Dismiss16Regular />} disabledFocusable={busy} onClick={onCancel}>{t('status.backfill.cancel')}</Button>
        </span>
      </div>
      {paused && share === null ? null : (
        <ProgressBar aria-label={t('status.backfill.progress')} thickness="large" color={failure === null ? 'brand' : 'warning'} {...(progress === null ? {} : { value: progress })} />
      )}
      {failure === null ? null : <FailureCard staged failure={failure} />}
    </>
  );
}
