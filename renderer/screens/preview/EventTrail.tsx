import type { ReactElement } from 'react';

import type { OutputView } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import type { PreviewDetail } from '../../../shared/model/preview';
import type { TrailBatch, TrailOutput } from '../../../shared/model/trail';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import { useCall } from '../../bridge/use-call';
import { FailureCard } from '../../components/FailureCard';
import { LoadingLines } from '../../components/Loading';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { shortenId } from '../../format/numbers';
import { formatDateTimeZone } from '../../format/time';
import { routes } from '../../routes';
import { Rich } from '../../text/Rich';
import styles from './detail.module.css';

/** What the books say of this one event: when it was spooled, and what each output did with it. */
export function EventTrail({ detail }: { readonly detail: PreviewDetail }): ReactElement {
  const { connectorId, logType, id } = detail;
  const { state } = useCall('events.trail', { connectorId, logType, id });
  return (
    <section className={styles.part} aria-label={t('trail.title')}>
      <h3 className={styles.sideTitle}>{t('trail.title')}</h3>
      {state.kind === 'pending' ? <LoadingLines label={t('trail.loading')} /> : null}
      {state.kind === 'failed' ? <FailureCard failure={state.failure} urgency="alert" /> : null}
      {state.kind === 'ok' ? (
        <>
          <ol className={styles.way}>
            {state.value.batches.map((batch, index) => <Batch key={batch.batch} batch={batch} again={index > 0} />)}
          </ol>
          {state.value.batches.length > 0 || !state.value.complete ? null : (
            <p className={styles.quiet}>{t('trail.tooOld', { count: 786_432 })}</p>
          )}
          {state.value.complete ? null : <p className={styles.quiet}>{t('trail.ended')}</p>}
        </>
      ) : null}
    </section>
  );
}

function Batch({ batch, again }: { readonly batch: TrailBatch; readonly again: boolean }): ReactElement {
  const zone = useZone();
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const when = batch.spooledAt === null ? t('trail.timeNotKnown') : formatDateTimeZone(batch.spooledAt, zone);
  return (
    <>
      <li>
        <b>{again ? t('trail.again') : t('trail.fetched')}</b>
        <span>{batch.batch === 0 ? t('trail.unwanted', { when }) : t('trail.batch', { when, batch: batch.batch })}</span>
      </li>
      {batch.outputs.map((output) => {
        const view = outputs.find(({ config }) => config.id === output.outputId);
        return (
          <li key={output.outputId}>
            <b>{view === undefined ? t('common.deletedOutput', { id: shortenId(output.outputId) }) : <UntrustedText text={view.config.name} />}</b>
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
      return <>{t('trail.waiting')}</>;
    case 'sending':
      return <>{t('trail.sending')}</>;
    case 'acknowledged':
      return <>{view !== undefined && outputGuarantee[view.config.type] === 'best-effort' ? t('trail.handed', { at }) : t('trail.acknowledged', { at })}</>;
    case 'refused':
      return refusal === null
        ? <>{t('trail.refusedGone', { at })}</>
        : (
          <Rich
            id="trail.refused"
            values={{
              at,
              id: String(refusal.id),
              reason: refusal.detail === '' ? refusal.code : <UntrustedText text={refusal.detail} />,
              link: (content) => <a className={styles.trailLink} href={`#${routes.quarantine}`}>{content}</a>,
            }}
          />
        );
    case 'filtered':
      return <>{t('trail.filtered', { at })}</>;
    case 'removed':
      return <>{t('trail.removed', { at })}</>;
    case 'not-offered':
      return <>{t('trail.notOffered')}</>;
    case 'unknown':
      return <>{t('trail.unknown')}</>;
  }
}
