import type { ReactElement } from 'react';

import type { OutputView } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import type { PreviewDetail } from '../../../shared/model/preview';
import type { TrailBatch, TrailOutput } from '../../../shared/model/trail';
import { useSession, valueOr } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatCount, shortenId } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import { routes } from '../../routes';
import styles from './detail.module.css';

/** What the books say of this one event: when it was spooled, and what each output did with it. */
export function EventTrail({ detail }: { readonly detail: PreviewDetail }): ReactElement {
  const { connectorId, logType, id } = detail;
  const { state } = useCall('events.trail', { connectorId, logType, id });
  return (
    <section className={styles.part} aria-label="Ledger of this event">
      <h3 className={styles.sideTitle}>Ledger of this event</h3>
      {state.kind === 'pending' ? <LoadingLines label="Looking through the books" /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'ok' ? (
        <>
          <ol className={styles.way}>
            {state.value.batches.map((batch, index) => <Batch key={batch.batch} batch={batch} again={index > 0} />)}
          </ol>
          {state.value.batches.length > 0 || !state.value.complete ? null : (
            <p className={styles.quiet}>Not known any more: the ids of the latest 786,432 events of a log type are kept, and this one is not among them.</p>
          )}
          {state.value.complete ? null : <p className={styles.quiet}>The search was ended after ten seconds; there may be more.</p>}
        </>
      ) : null}
    </section>
  );
}

function Batch({ batch, again }: { readonly batch: TrailBatch; readonly again: boolean }): ReactElement {
  const zone = useZone();
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const when = batch.spooledAt === null ? 'Time not known: it was written by an earlier version' : formatDateTimeZone(batch.spooledAt, zone);
  return (
    <>
      <li>
        <b>{again ? 'Tried again from Quarantine' : 'Fetched and on disk'}</b>
        <span>{when}{batch.batch === 0 ? '. No output wanted it.' : `, in batch ${formatCount(batch.batch)}.`}</span>
      </li>
      {batch.outputs.map((output) => {
        const view = outputs.find(({ config }) => config.id === output.outputId);
        return (
          <li key={output.outputId}>
            <b>{view === undefined ? `Deleted output ${shortenId(output.outputId)}` : <UntrustedText text={view.config.name} />}</b>
            <span><Passage output={output} view={view} /></span>
          </li>
        );
      })}
    </>
  );
}

function Passage({ output, view }: { readonly output: TrailOutput; readonly view: OutputView | undefined }): ReactElement {
  const zone = useZone();
  const { passage, refusal } = output;
  const at = output.at === null ? '' : formatDateTimeZone(output.at, zone);
  switch (passage) {
    case 'waiting':
      return <>Waits in the spool.</>;
    case 'sending':
      return <>Is being sent now.</>;
    case 'acknowledged':
      return <>{view !== undefined && outputGuarantee[view.config.type] === 'best-effort' ? 'Handed to the network' : 'Acknowledged'}, {at}.</>;
    case 'refused':
      return refusal === null
        ? <>Refused, {at}. Its entry in Quarantine was discarded or tried again.</>
        : <>Refused, {at}: {refusal.detail === '' ? refusal.code : <UntrustedText text={refusal.detail} />} (<a className={styles.trailLink} href={`#${routes.quarantine}`}>entry {String(refusal.id)} in Quarantine</a>)</>;
    case 'filtered':
      return <>Left out by the filter of the output, {at}. It was not sent.</>;
    case 'removed':
      return <>Not sent: the output was removed while the event waited, {at}.</>;
    case 'not-offered':
      return <>Not offered: the output did not want this log type then, or the connector did not send there.</>;
    case 'unknown':
      return <>Not known: an earlier version did not write down what became of single batches.</>;
  }
}
