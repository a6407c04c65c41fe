import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { describeFailure } from '../../../shared/failures/catalogue';
import type { OutputStatus } from '../../../shared/model/collection';
import { conditionSeverity, outputCondition } from '../../../shared/model/condition';
import type { OutputView } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { Arrival } from '../../components/Arrival';
import { FailureCard } from '../../components/FailureCard';
import { Figure } from '../../components/Figure';
import { Ago } from '../../components/Moment';
import { StatusBadge } from '../../components/StatusBadge';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatFigure } from '../../format/numbers';
import { formatShort } from '../../format/time';
import { guaranteeWords, outputTypeWords } from '../../format/words';
import { navigate } from '../../navigation';
import { pathTo, routes } from '../../routes';
import { Rich } from '../../text/Rich';
import styles from './status.module.css';

/** Where the events go, the worst first. */
export function OutputTable({ statuses, outputs }: { readonly statuses: readonly OutputStatus[]; readonly outputs: readonly OutputView[] }): ReactElement {
  if (statuses.length === 0) {
    return (
      <div className={styles.noOutput}>
        <p>{t('status.output.none')}</p>
        <Button onClick={() => { navigate(routes.outputs); }}>{t('status.output.setUp')}</Button>
      </div>
    );
  }
  const severity = (status: OutputStatus): number => conditionSeverity[outputCondition(status)];
  const sorted = [...statuses].sort((left, right) => severity(right) - severity(left) || left.name.localeCompare(right.name));
  return (
    <div className={styles.tableFrame} role="group" aria-label={t('status.table.outputs')} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.outputs ?? ''}`}>
        <thead>
          <tr>
            <th scope="col" className={styles.colStatus}>{t('status.column.status')}</th>
            <th scope="col">{t('status.column.output')}</th>
            <th scope="col" className={styles.colEvent}>{t('status.column.lastDelivery')}</th>
            <th scope="col" className={styles.colGuarantee}>{t('status.column.guarantee')}</th>
            <th scope="col" className={`${table.number ?? ''} ${styles.colCount ?? ''}`}>{t('status.column.waiting')}</th>
            <th scope="col" className={`${table.number ?? ''} ${styles.colCount ?? ''}`}>{t('status.column.refused')}</th>
            <th scope="col" className={`${table.number ?? ''} ${styles.colTotal ?? ''}`}>{t('status.column.delivered')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((status) => [
            <OutputRow key={status.outputId} status={status} output={outputs.find((view) => view.config.id === status.outputId) ?? null} />,
            status.health.failure === null ? null : (
              <tr key={`${status.outputId} detail`} className={styles.detailRow}>
                <td colSpan={7}>
                  <div className={styles.detail}>
                    <FailureCard
                      staged
                      failure={status.health.failure}
                      actions={<Button size="small" onClick={() => { navigate(pathTo.output(status.outputId)); }}>{t('status.output.open')}</Button>}
                    />
                  </div>
                </td>
              </tr>
            ),
          ])}
        </tbody>
      </table>
    </div>
  );
}

function OutputRow({ status, output }: { readonly status: OutputStatus; readonly output: OutputView | null }): ReactElement {
  const zone = useZone();
  const { health } = status;
  const guarantee = output === null ? null : guaranteeWords[outputGuarantee[output.config.type]];
  return (
    <tr>
      <td>
        <StatusBadge state={outputCondition(status)} failure={health.failure} />
        <span className={`${table.sub ?? ''} ${styles.underBadge ?? ''}`}>
          {health.failure !== null ? describeFailure(health.failure.code).title
            : health.state === 'active' && health.provenAt !== null ? <Rich id="status.reason.proven" values={{ ago: <Ago at={health.provenAt} /> }} />
              : health.note !== null ? textOf(health.note) : <Rich id="status.reason.since" values={{ ago: <Ago at={health.since} /> }} />}
        </span>
      </td>
      <td>
        <span className={table.main} title={status.name}><UntrustedText text={status.name} /></span>
        <span className={table.sub}>
          {output === null ? '\u00a0' : outputTypeWords[output.config.type]}
          {status.filtered === undefined || status.filtered === 0 ? null : (
            <span title={t('status.output.filteredTitle')}> · {t('status.output.filtered', { count: formatFigure(status.filtered) })}</span>
          )}
        </span>
        {status.arrival === undefined ? null : <span className={table.sub}><Arrival arrival={status.arrival} /></span>}
      </td>
      <td className={table.tabular}>
        {status.lastDeliveredAt === null ? (
          <span className={table.muted}>{t('status.row.noneYet')}</span>
        ) : (
          <>
            <Ago at={status.lastDeliveredAt} />
            <span className={table.sub}>{formatShort(status.lastDeliveredAt, zone)}</span>
          </>
        )}
      </td>
      <td>
        {guarantee === null ? null : (
          <Tooltip content={guarantee.sentence} relationship="description"><span>{guarantee.word}</span></Tooltip>
        )}
      </td>
      <td className={table.number}><Figure value={status.waiting} /></td>
      <td className={`${table.number ?? ''} ${status.refused > 0 ? (styles.warn ?? '') : ''}`}><Figure value={status.refused} /></td>
      <td className={table.number}><Figure value={status.delivered} /></td>
    </tr>
  );
}
