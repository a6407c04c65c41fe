import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { useZone } from '../../components/zone';
import { formatCount } from '../../format/numbers';
import { formatDate, formatHour, formatMinute } from '../../format/time';
import { navigate } from '../../navigation';
import type { ChartSeries, Span } from './figures';
import { scaleTop, total } from './figures';
import styles from './overview.module.css';

type Props = {
  readonly title: string;
  /** Whether sums over time mean something. */
  readonly sums: boolean;
  readonly from: number;
  readonly stepMs: number;
  readonly series: readonly ChartSeries[];
  /** How a value is written; counts by default. */
  readonly format?: (value: number) => string;
  /** Where a click on a step leads. */
  readonly stepLink?: (span: Span) => string;
};

const tone = (index: number): string => styles[`tone${String(index)}`] ?? '';

/** Bars of one step each, colours on top of each other. A picture: the same figures stand as text and links in the table beside it. */
export function StackedBars({ title, sums: summed, from, stepMs, series, format = formatCount, stepLink }: Props): ReactElement {
  const zone = useZone();
  const steps = Math.max(0, ...series.map(({ counts }) => counts.length));
  const sums = Array.from({ length: steps }, (_each, step) => total(series.map(({ counts }) => counts[step] ?? 0)));
  const most = Math.max(1, ...sums);
  // Spans of time are not decimal: their scale ends with the highest bar.
  const top = summed ? scaleTop(most) : most;
  const spanOf = (step: number): Span => ({ from: from + step * stepMs, to: from + (step + 1) * stepMs });
  const timeOf = (step: number): string => formatMinute(from + step * stepMs, zone);
  const highest = sums.indexOf(Math.max(...sums));
  const [highestText, highestTime] = [format(most), timeOf(highest)];
  return (
    <div className={styles.chart}>
      <div className={styles.scale} aria-hidden="true"><span>{format(top)}</span><span>{format(top / 2)}</span><span>{format(0)}</span></div>
      <svg
        className={styles.plot} viewBox={`0 0 ${String(Math.max(1, steps))} 100`} preserveAspectRatio="none" role="img"
        aria-label={summed ? t('overview.chart.events', { title, count: total(sums), most: highestText, time: highestTime }) : t('overview.chart.values', { title, most: highestText, time: highestTime })}
      >
        <path className={styles.grid} d={`M0 50H${String(steps)}`} />
        {series.map(({ key, tone: index, counts }, at) => <path key={key} className={tone(index)} d={layer(series, at, counts, top)} />)}
        {stepLink === undefined ? null : sums.map((sum, step) => (
          <rect key={step} className={styles.step} x={step} y={0} width={1} height={100} onClick={() => { if (sum > 0) navigate(stepLink(spanOf(step))); }}><title>{t('overview.chart.step', { time: timeOf(step), value: format(sum) })}</title></rect>
        ))}
      </svg>
      <div className={styles.times} aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => {
          const at = from + Math.round(steps * share) * stepMs;
          return <span key={share}>{steps > 48 ? formatDate(at, zone) : formatHour(at, zone)}</span>;
        })}
      </div>
    </div>
  );
}

/** One path per colour. A step that has something is never invisible. */
function layer(series: readonly ChartSeries[], place: number, counts: readonly number[], most: number): string {
  return counts.map((count, step) => {
    if (count === 0) return '';
    const below = total(series.slice(0, place).map((each) => each.counts[step] ?? 0));
    const bottom = 100 - (below / most) * 100;
    const top = Math.max(0, Math.min(bottom - 1.5, 100 - ((below + count) / most) * 100));
    return `M${String(step + 0.1)} ${bottom.toFixed(2)}V${top.toFixed(2)}H${String(step + 0.9)}V${bottom.toFixed(2)}Z`;
  }).join('');
}

/** Names of the colours with their sums, each a way to its events. */
export function Legend({ series, span, format = formatCount }: { readonly series: readonly ChartSeries[]; readonly span: Span; readonly format?: (value: number) => string }): ReactElement {
  return (
    <ul className={styles.legend}>
      {series.map(({ key, label, tone: index, counts, linkOf }) => (
        <li key={key} className={styles.entry}>
          <svg className={styles.swatch} viewBox="0 0 10 10" aria-hidden="true"><rect className={tone(index)} width="10" height="10" rx="2" /></svg>
          <span className={styles.entryName} title={label}><bdi>{label}</bdi></span>
          {linkOf === null || total(counts) === 0 ? <span className={styles.figure}>{format(total(counts))}</span> : (
            <a className={styles.figure} href={`#${linkOf(span)}`} aria-label={t('overview.showEvents', { what: label, count: total(counts) })}>{format(total(counts))}</a>
          )}
        </li>
      ))}
    </ul>
  );
}
