import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { formatCount } from '../../format/numbers';
import styles from './status.module.css';

const barWidth = 3;
const height = 16;

/** The last 24 hours as bars; the words say the same. Nothing where nothing was fetched. */
export function Sparkline({ hours }: { readonly hours: readonly number[] | null }): ReactElement | null {
  const total = hours?.reduce((sum, count) => sum + count, 0) ?? 0;
  if (hours === null || total === 0) return null;
  const most = Math.max(...hours);
  const words = t('status.sparkline', { count: total, most: formatCount(most) });
  return (
    <svg className={styles.bars} role="img" aria-label={words} viewBox={`0 0 ${String(hours.length * barWidth)} ${String(height)}`} preserveAspectRatio="none">
      <title>{words}</title>
      {hours.map((count, index) => {
        // An hour with one record among millions must not look like one without any.
        const tall = count === 0 ? 0 : Math.max(2, (count / most) * height);
        return <rect key={index} x={index * barWidth} y={height - tall} width={barWidth - 0.8} height={tall} fill="currentColor" />;
      })}
    </svg>
  );
}
