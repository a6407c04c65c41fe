import type { ReactElement } from 'react';

import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { Card } from '../../components/Card';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatDateTime, formatSpan, zoneName } from '../../format/time';
import type { PlacedGap } from './gaps';
import styles from './ledger.module.css';

/** Times that could not be collected: what is in them was never fetched, so it is in no figure. */
export function GapTable({ gaps }: { readonly gaps: readonly PlacedGap[] }): ReactElement {
  const zone = useZone();
  const when = (iso: string): string => {
    const at = Date.parse(iso);
    return Number.isNaN(at) ? iso : formatDateTime(at, zone);
  };
  const name = zoneName(gaps[0]?.at ?? 0, zone);
  return (
    <Card title={t('ledger.gaps')} lead={t('ledger.gaps.lead')} padding="flush">
      <div className={styles.frame} role="group" aria-label={t('ledger.gaps.table')} tabIndex={0}>
        <table className={`${table.table ?? ''} ${styles.gaps ?? ''}`}>
          <thead>
            <tr>
              <th scope="col" className={styles.colTime}>{t('ledger.filter.from', { zone: name })}</th>
              <th scope="col" className={styles.colTime}>{t('ledger.filter.to', { zone: name })}</th>
              <th scope="col" className={styles.colLength}>{t('ledger.gaps.length')}</th>
              <th scope="col" className={styles.colGapStream}>{t('ledger.logType')}</th>
              <th scope="col">{t('ledger.gaps.why')}</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <tr key={`${gap.connectorId} ${gap.logType} ${gap.from} ${gap.to} ${String(gap.at)}`}>
                <td className={table.tabular}>{when(gap.from)}</td>
                <td className={table.tabular}>{when(gap.to)}</td>
                <td className={table.tabular}>{lengthOf(gap)}</td>
                <td>
                  <span className={table.main}>{gap.logType}</span>
                  <span className={table.sub}><UntrustedText text={gap.connectorName} /></span>
                </td>
                <td className={styles.why}><UntrustedText text={textOf(gap.why)} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function lengthOf(gap: PlacedGap): string {
  const span = Date.parse(gap.to) - Date.parse(gap.from);
  return Number.isNaN(span) ? '–' : formatSpan(span);
}
