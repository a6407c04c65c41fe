import { Button, Field, Input, ProgressBar } from '@fluentui/react-components';
import { Dismiss16Regular, History16Regular, Pause16Regular, Play16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { Ask, Reply } from '../../../shared/ipc/contract';
import type { Outcome } from '../../../shared/ipc/outcome';
import type { BackfillStatus, StreamStatus } from '../../../shared/model/collection';
import { logTypeTable } from '../../../shared/model/log-type';
import { call } from '../../bridge/client';
import { FailureCard } from '../../components/FailureCard';
import { useZone } from '../../components/zone';
import { countOf } from '../../format/numbers';
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
    <section className={styles.backfill} aria-label={`Backfill of ${logType} of ${connectorName}`}>
      <h3 className={styles.backfillTitle}>Backfill</h3>
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
  const reach = horizon === null ? 'Mimecast documents no limit for this log type.' : `Mimecast goes back to ${formatDateTimeZone(oldest ?? 0, zone)}.`;
  return (
    <>
      <p className={styles.backfillText}>Reads earlier logs beside the live ones. Records that are known already count as duplicates.</p>
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
          label={`Begin at (${zone === 'utc' ? 'UTC' : 'time of this computer'})`}
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
        <Button type="submit" size="small" icon={<History16Regular />} disabledFocusable={busy} className={styles.backfillStart ?? ''}>Start backfill</Button>
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
  return (
    <>
      <div className={styles.backfillLine}>
        <p className={styles.backfillText}>
          {paused ? 'Paused' : failure === null ? 'Reading' : 'Trying again'}, from {formatDateTimeZone(from, zone)}: {countOf(collected, 'new event')} so far
          {share === null ? '' : `, ${String(share)} % of the time read`}.
        </p>
        <span className={styles.backfillButtons}>
          <Button size="small" icon={paused ? <Play16Regular /> : <Pause16Regular />} disabledFocusable={busy} onClick={() => { onPause(!paused); }}>
            {paused ? 'Resume backfill' : 'Pause backfill'}
          </Button>
          <Button size="small" icon={<Dismiss16Regular />} disabledFocusable={busy} onClick={onCancel}>Cancel backfill</Button>
        </span>
      </div>
      {paused && share === null ? null : (
        <ProgressBar aria-label="Progress of the backfill" thickness="large" color={failure === null ? 'brand' : 'warning'} {...(progress === null ? {} : { value: progress })} />
      )}
      {failure === null ? null : <FailureCard staged failure={failure} />}
    </>
  );
}
