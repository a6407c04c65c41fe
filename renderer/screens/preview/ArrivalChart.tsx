import { Button } from '@fluentui/react-components';
import type { PointerEvent, ReactElement } from 'react';
import { useRef, useState } from 'react';

import type { Histogram } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { useZone } from '../../components/zone';
import { formatDateTime, formatLogTime } from '../../format/time';
import styles from './chart.module.css';

type Props = {
  readonly histogram: Histogram | null;
  /** Whether the filter has a span of arrival. */
  readonly narrowed: boolean;
  readonly onSpan: (span: { readonly from: number; readonly to: number } | null) => void;
};

/** A drag shorter than this is a slip of the hand. */
const leastDrag = 0.01;

/** Arrivals over time: all in grey, those in the list in colour. Dragging across narrows the list to that span. */
export function ArrivalChart({ histogram, narrowed, onSpan }: Props): ReactElement | null {
  const zone = useZone();
  const [drag, setDrag] = useState<{ readonly start: number; readonly end: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  if (histogram === null) return <div className={styles.chart} aria-hidden="true" />;
  const { from, to, all, matched } = histogram;
  const most = Math.max(1, ...all);
  const share = (event: PointerEvent): number => {
    const rect = box.current?.getBoundingClientRect();
    return rect === undefined || rect.width === 0 ? 0 : Math.min(1, Math.max(0, (event.clientX - rect.left) / rect.width));
  };
  const finish = (): void => {
    if (drag !== null && Math.abs(drag.end - drag.start) >= leastDrag) {
      const [low, high] = drag.start < drag.end ? [drag.start, drag.end] : [drag.end, drag.start];
      onSpan({ from: from + low * (to - from), to: from + high * (to - from) });
    }
    setDrag(null);
  };
  const seconds = (at: number): string => formatLogTime(new Date(at).toISOString(), zone).slice(0, -4);
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  const label = t('preview.arrivals.chart', { from: formatDateTime(from, zone), to: formatDateTime(to, zone), matched: sum(matched), all: sum(all), most, steps: all.length });
  return (
    // Time runs from left to right in every language, as in the charts of other programs.
    <div className={styles.chart} dir="ltr">
      <span className={styles.end}>{seconds(from)}</span>
      <div
        ref={box}
        className={styles.box}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ start: share(event), end: share(event) });
        }}
        onPointerMove={(event) => { if (drag !== null) setDrag({ ...drag, end: share(event) }); }}
        onPointerUp={finish}
        onPointerCancel={() => { setDrag(null); }}
      >
        <svg className={styles.bars} viewBox={`0 0 ${String(all.length)} 100`} preserveAspectRatio="none" role="img" aria-label={label}>
          <path className={styles.all} d={bars(all, most)} />
          <path className={styles.matched} d={bars(matched, most)} />
        </svg>
        {drag === null ? null : <span className={styles.brush} style={{ insetInlineStart: `${String(Math.min(drag.start, drag.end) * 100)}%`, width: `${String(Math.abs(drag.end - drag.start) * 100)}%` }} />}
      </div>
      <span className={styles.end}>{seconds(to)}</span>
      {narrowed ? <Button size="small" appearance="subtle" onClick={() => { onSpan(null); }}>{t('preview.arrivals.wholeSpan')}</Button> : null}
    </div>
  );
}

/** One path for all bars: sixty elements less to compare ten times a second. A bar that stands for something is never invisible. */
function bars(counts: readonly number[], most: number): string {
  return counts.map((count, index) => (count === 0 ? '' : `M${String(index + 0.1)} 100V${String(100 - Math.max(5, (count / most) * 100))}H${String(index + 0.9)}V100Z`)).join('');
}
