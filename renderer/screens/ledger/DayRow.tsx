import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import table from '../../components/table.module.css';
import { formatCount } from '../../format/numbers';
import { BalanceMark } from './BalanceMark';
import styles from './ledger.module.css';
import { Settled } from './Settled';
import type { Day } from './totals';

type Props = { readonly day: Day; readonly roomy: boolean; readonly open: boolean; readonly onToggle: () => void };

/** A day with the sums of its hours. */
export function DayRow({ day, roomy, open, onToggle }: Props): ReactElement {
  const { title, totals } = day;
  return (
    <tr className={styles.day}>
      <th scope="rowgroup" colSpan={roomy ? 3 : 2}>
        <button type="button" className={styles.dayToggle} aria-expanded={open} onClick={onToggle}>
          {open ? <ChevronDown16Regular /> : <ChevronRight16Regular className="points" />}
          {title}
          <span className={styles.daySub}>{t('ledger.hours.rows', { count: day.rows.length })}</span>
        </button>
      </th>
      <td className={table.number}>{formatCount(totals.fetched)}</td>
      <td className={table.number}>{formatCount(totals.duplicates)}</td>
      <td className={`${table.number ?? ''} ${totals.quarantined > 0 ? (styles.warn ?? '') : ''}`}>{formatCount(totals.quarantined)}</td>
      <td className={table.number}>{formatCount(totals.spooled)}</td>
      <td className={table.number}><Settled {...totals} /></td>
      <td className={styles.balanced}><BalanceMark balanced={totals.unbalanced === 0} /></td>
      <td />
    </tr>
  );
}
