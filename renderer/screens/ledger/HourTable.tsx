import { Button } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useMemo, useState } from 'react';

import type { LedgerRow } from '../../../shared/model/collection';
import { t } from '../../../shared/text/text';
import table from '../../components/table.module.css';
import { useZone } from '../../components/zone';
import { zoneName } from '../../format/time';
import { useMedia } from '../../theme/use-media';
import { DayRow } from './DayRow';
import { HourRow } from './HourRow';
import styles from './ledger.module.css';
import type { Day } from './totals';
import { byDay } from './totals';

type Props = { readonly rows: readonly LedgerRow[]; readonly names: ReadonlyMap<string, string>; readonly to: number };

/** Rows of one day that are drawn at once: a day of two connectors fits, a day of thirty does not freeze the window. */
const pageRows = 200;
/** With this many days all are open from the start: "Last 24 hours" touches two. */
const fewDays = 2;

/** Days with their sums; the hours of a day appear when it is opened, so a quarter of a year stays quick. */
export function HourTable({ rows, names, to }: Props): ReactElement {
  const zone = useZone();
  const days = useMemo(() => byDay(rows, zone), [rows, zone]);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [limits, setLimits] = useState<ReadonlyMap<string, number>>(new Map());
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggleHour = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  const isOpen = (day: Day, index: number): boolean => toggled.get(day.title) ?? (index === 0 || days.length <= fewDays || day.totals.unbalanced > 0);
  // Without room for a column of its own the connector stands under the log type.
  const roomy = useMedia('(min-width: 1241px)');
  const hourTitle = t('ledger.hours.hour', { zone: zoneName(to, zone) });
  const number = `${table.number ?? ''} ${styles.colCount ?? ''}`;
  return (
    <div className={styles.frame} role="group" aria-label={t('ledger.hours.table')} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.hours ?? ''} ${roomy ? '' : (styles.narrow ?? '')}`}>
        <thead>
          <tr>
            <th scope="col" className={styles.colHour} title={hourTitle}>{hourTitle}</th>
            {roomy ? <th scope="col">{t('ledger.connector')}</th> : null}
            <th scope="col" className={roomy ? styles.colLogType : undefined}>{t('ledger.logType')}</th>
            <th scope="col" className={number}>{t('ledger.fetched')}</th>
            <th scope="col" className={`${number} ${styles.colDuplicates ?? ''}`}>{t('ledger.duplicates')}</th>
            <th scope="col" className={`${number} ${styles.colQuarantined ?? ''}`}>{t('ledger.quarantined')}</th>
            <th scope="col" className={number}>{t('ledger.hours.spooled')}</th>
            <th scope="col" className={number}>{t('ledger.settled')}</th>
            <th scope="col" className={styles.colBalanced}>{t('ledger.hours.balanced')}</th>
            <th scope="col" className={styles.colActions}><span className="visually-hidden">{t('ledger.hours.outputs')}</span></th>
          </tr>
        </thead>
        {days.map((day, index) => {
          const open = isOpen(day, index);
          const limit = limits.get(day.title) ?? pageRows;
          return (
            <tbody key={day.title}>
              <DayRow day={day} roomy={roomy} open={open} onToggle={() => { setToggled(new Map(toggled).set(day.title, !open)); }} />
              {open ? day.rows.slice(0, limit).map((row) => {
                const key = `${String(row.hour)} ${row.connectorId} ${row.logType}`;
                return <HourRow key={key} row={row} roomy={roomy} name={names.get(row.connectorId) ?? row.connectorId} open={opened.has(key)} onToggle={() => { toggleHour(key); }} />;
              }) : null}
              {open && day.rows.length > limit ? (
                <tr>
                  <td colSpan={roomy ? 10 : 9} className={styles.more}>
                    <Button size="small" onClick={() => { setLimits(new Map(limits).set(day.title, limit + pageRows)); }}>
                      {t('ledger.hours.more', { count: day.rows.length - limit })}
                    </Button>
                  </td>
                </tr>
              ) : null}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}
