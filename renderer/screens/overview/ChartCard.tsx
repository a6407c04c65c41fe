import { ToggleButton } from '@fluentui/react-components';
import { Table16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useId, useState } from 'react';

import { t } from '../../../shared/text/text';
import table from '../../components/table.module.css';
import { useZone } from '../../components/zone';
import { formatCount } from '../../format/numbers';
import { formatMinute, zoneName } from '../../format/time';
import type { ChartSeries, Span } from './figures';
import { total } from './figures';
import styles from './overview.module.css';
import { Legend, StackedBars } from './StackedBars';

type Props = {
  readonly title: string;
  readonly lead: string;
  readonly span: Span;
  readonly stepMs: number;
  readonly series: readonly ChartSeries[];
  /** Said instead of a chart without anything in it. */
  readonly nothing: string;
  readonly stepLink?: (span: Span) => string;
  readonly format?: (value: number) => string;
  /** Whether sums over time mean something. */
  readonly sums?: boolean;
  /** Between the heading and the switch to the table. */
  readonly controls?: ReactNode;
  readonly children?: ReactNode;
  readonly wide?: boolean;
};

/** A chart, or the same figures as a table. */
export function ChartCard({ title, lead, span, stepMs, series, nothing, stepLink, format = formatCount, sums = true, controls, children, wide = false }: Props): ReactElement {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const empty = series.every(({ counts }) => total(counts) === 0);
  return (
    <section className={`${styles.card ?? ''} ${wide ? (styles.wide ?? '') : ''}`} aria-labelledby={id}>
      <div className={styles.cardHead}>
        <div className={styles.cardText}>
          <h2 id={id} className={styles.cardTitle}>{title}</h2>
          <p className={styles.soft}>{lead}</p>
        </div>
        {controls}
        {empty ? null : <ToggleButton size="small" appearance="subtle" icon={<Table16Regular />} checked={asTable} aria-label={t('overview.chart.asTable', { title })} onClick={() => { setAsTable(!asTable); }}>{t('overview.chart.table')}</ToggleButton>}
      </div>
      {empty ? <p className={styles.nothing}>{nothing}</p> : asTable ? (
        <StepTable title={title} span={span} stepMs={stepMs} series={series} format={format} />
      ) : (
        <>
          <StackedBars title={title} sums={sums} from={span.from} stepMs={stepMs} series={series} format={format} {...(stepLink === undefined ? {} : { stepLink })} />
          {sums ? <Legend series={series} span={span} format={format} /> : null}
        </>
      )}
      {children}
    </section>
  );
}

/** Every step that has something, the newest first. */
function StepTable({ title, span, stepMs, series, format }: { readonly title: string; readonly span: Span; readonly stepMs: number; readonly series: readonly ChartSeries[]; readonly format: (value: number) => string }): ReactElement {
  const zone = useZone();
  const steps = Math.round((span.to - span.from) / stepMs);
  const rows = Array.from({ length: steps }, (_each, index) => steps - 1 - index).filter((step) => series.some(({ counts }) => (counts[step] ?? 0) > 0));
  return (
    <div className={styles.tableFrame} role="group" aria-label={t('overview.chart.tableOf', { title })} tabIndex={0}>
      <table className={`${table.table ?? ''} ${styles.steps ?? ''}`}>
        <thead>
          <tr>
            <th scope="col">{t('overview.chart.from', { zone: zoneName(span.to, zone) })}</th>
            {series.map(({ key, label }) => <th key={key} scope="col" className={table.number} title={label}><bdi>{label}</bdi></th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((step) => {
            const at = { from: span.from + step * stepMs, to: span.from + (step + 1) * stepMs };
            const time = formatMinute(at.from, zone);
            return (
              <tr key={step}>
                <th scope="row">{time}</th>
                {series.map(({ key, label, counts, linkOf }) => {
                  const count = counts[step] ?? 0;
                  return (
                    <td key={key} className={table.number}>
                      {count === 0 || linkOf === null ? format(count) : <a href={`#${linkOf(at)}`} aria-label={t('overview.showEvents', { what: t('overview.cell', { row: label, column: time }), count })}>{format(count)}</a>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
