import type { ReactElement } from 'react';

import type { CatalogueEntry } from '../../../shared/failures/catalogue';
import { describeFailure, isFailureCode } from '../../../shared/failures/catalogue';
import type { HealthState } from '../../../shared/model/health';
import type { Run, RunOutcome } from '../../../shared/model/run';
import { t } from '../../../shared/text/text';
import { Ago } from '../../components/Moment';
import { StatusShape } from '../../components/StatusShape';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatBytes, formatCount } from '../../format/numbers';
import { formatDuration, formatShort } from '../../format/time';
import { whoActs } from '../../format/words';
import { routes } from '../../routes';
import styles from './runs.module.css';

const outcomeWords: { readonly [O in RunOutcome]: string } = {
  running: t('runs.running'), ok: t('runs.ok'), nothing: t('runs.nothing'), failed: t('runs.failed'), stopped: t('runs.stopped'),
};
const outcomeShapes: { readonly [O in RunOutcome]: HealthState } = { running: 'starting', ok: 'active', nothing: 'active', failed: 'failed', stopped: 'stopped' };

/** One run; a failed one says in a second line what failed and who acts. */
export function RunRow({ run }: { readonly run: Run }): ReactElement {
  const zone = useZone();
  const entry = run.failure !== null && isFailureCode(run.failure.code) ? describeFailure(run.failure.code) : null;
  return (
    <>
      <tr className={run.failure === null ? undefined : styles.withReason}>
        <td className={table.tabular}>
          {formatShort(run.lastStartedAt, zone)}
          <span className={table.sub}>
            <Ago at={run.lastStartedAt} />
            {run.times === 1 ? null : <> · {t('runs.polls', { count: run.times, time: formatShort(run.startedAt, zone) })}</>}
          </span>
        </td>
        <td>
          <span className={styles.outcome}><StatusShape state={run.outcome === 'failed' && entry !== null && heals(entry) ? 'degraded' : outcomeShapes[run.outcome]} />{outcomeWords[run.outcome]}</span>
          {run.attempt === 0 ? null : <span className={table.sub}>{t('runs.attempt', { count: run.attempt })}</span>}
        </td>
        <td className={table.number}>{run.durationMs === null ? '–' : formatDuration(run.durationMs)}</td>
        <td className={table.number} title={run.bytes === 0 ? undefined : formatBytes(run.bytes)}>{formatCount(run.fetched)}</td>
        <td className={table.number}>{formatCount(run.fresh)}</td>
        <td className={table.number}>{formatCount(run.duplicates)}</td>
        <td className={table.number}>
          {run.quarantined === 0 ? '0' : <a className={styles.link} href={`#${routes.quarantine}`} aria-label={t('runs.openQuarantine', { count: run.quarantined })}>{formatCount(run.quarantined)}</a>}
        </td>
      </tr>
      {run.failure === null ? null : (
        <tr className={styles.reason}>
          <td colSpan={7}>
            <b>{entry?.title ?? run.failure.code}</b>
            {run.failure.detail === null ? null : <>: <UntrustedText text={run.failure.detail} /></>}
            <span className={table.sub}>{entry === null ? '' : `${t('runs.whoActs', { who: whoActs(entry) })} · `}{run.failure.code} · {run.failure.ref}</span>
          </td>
        </tr>
      )}
    </>
  );
}

function heals(entry: CatalogueEntry): boolean {
  return entry.kind === 'transient' || entry.kind === 'throttled';
}
