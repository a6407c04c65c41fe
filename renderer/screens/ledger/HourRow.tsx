import { Button } from '@fluentui/react-components';
import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useId } from 'react';

import type { LedgerRow } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import { useSession, valueOr } from '../../bridge/session';
import table from '../../components/table.module.css';
import { UntrustedText } from '../../components/UntrustedText';
import { useZone } from '../../components/zone';
import { formatCount, shortenId } from '../../format/numbers';
import { formatDay, formatHour } from '../../format/time';
import { BalanceMark } from './BalanceMark';
import styles from './ledger.module.css';
import { Settled } from './Settled';
import { balances, filteredOf, missing, refusedOf } from './totals';

type Props = { readonly row: LedgerRow; readonly roomy: boolean; readonly name: string; readonly open: boolean; readonly onToggle: () => void };

/** One hour of one log type; opened, what each output did with it. */
export function HourRow({ row, roomy, name, open, onToggle }: Props): ReactElement {
  const zone = useZone();
  const id = useId();
  const hour = formatHour(row.hour, zone);
  return (
    <>
      <tr className={`${styles.hour ?? ''} ${roomy ? '' : (styles.two ?? '')}`}>
        <td className={table.tabular}>{hour}</td>
        {roomy ? <td title={name}><UntrustedText text={name} /></td> : null}
        <td>
          {row.logType}
          {roomy ? null : <span className={table.sub} title={name}><UntrustedText text={name} /></span>}
        </td>
        <td className={table.number}>{formatCount(row.fetched)}</td>
        <td className={table.number}>{formatCount(row.duplicates)}</td>
        <td className={`${table.number ?? ''} ${row.quarantined > 0 ? (styles.warn ?? '') : ''}`}>{formatCount(row.quarantined)}</td>
        <td className={table.number}>{formatCount(row.spooled)}</td>
        <td className={table.number}><Settled released={row.released} refused={refusedOf(row)} filtered={filteredOf(row)} /></td>
        <td className={styles.balanced}><BalanceMark balanced={balances(row)} /></td>
        <td className={table.tight}>
          <Button
            size="small"
            appearance="subtle"
            icon={open ? <ChevronDown16Regular /> : <ChevronRight16Regular className="points" />}
            aria-label={t('ledger.hour.outputs', { logType: row.logType, connector: name, day: formatDay(row.hour, zone), hour })}
            aria-expanded={open}
            {...(open ? { 'aria-controls': id } : {})}
            onClick={onToggle}
          />
        </td>
      </tr>
      {open ? <tr id={id} className={styles.outputsRow}><td colSpan={roomy ? 10 : 9}><Outputs row={row} /></td></tr> : null}
    </>
  );
}

function Outputs({ row }: { readonly row: LedgerRow }): ReactElement {
  const outputs = useSession((session) => valueOr(session.outputs, null)) ?? [];
  const ids = [...new Set([...Object.keys(row.delivered), ...Object.keys(row.refused), ...Object.keys(row.filtered)])];
  const nameOf = (id: string): string => outputs.find((output) => output.config.id === id)?.config.name ?? t('common.deletedOutput', { id: shortenId(id) });
  const off = missing(row);
  return (
    <div className={styles.outputs}>
      {ids.length === 0 ? <p>{t(row.spooled > 0 ? 'ledger.hour.waiting' : 'ledger.hour.none')}</p> : (
        <dl className={styles.outputList}>
          {ids.map((id) => (
            <div key={id} className={styles.output}>
              <dt><UntrustedText text={nameOf(id)} /></dt>
              <dd>{t('ledger.hour.delivered', { count: row.delivered[id] ?? 0 })}</dd>
              <dd className={(row.refused[id] ?? 0) > 0 ? styles.warn : undefined}>{t('ledger.refused', { count: row.refused[id] ?? 0 })}</dd>
              {(row.filtered[id] ?? 0) === 0 ? null : <dd>{t('ledger.hour.leftOut', { count: row.filtered[id] ?? 0 })}</dd>}
            </div>
          ))}
        </dl>
      )}
      {off === 0 ? null : (
        <p className={styles.bad}>{off > 0 ? t('ledger.hour.lost', { count: off }) : t('ledger.hour.invented', { count: -off })}</p>
      )}
    </div>
  );
}
