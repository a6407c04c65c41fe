import type { ReactElement } from 'react';

import type { VolumeStatus } from '../../../shared/model/budget';
import { t } from '../../../shared/text/text';
import { formatBytes } from '../../format/numbers';
import styles from './volume.module.css';

/** Bytes of today against the daily volume, with the forecast for the day as a mark. */
export function VolumeBar({ volume }: { readonly volume: VolumeStatus }): ReactElement {
  const { bytes, limitBytes, warnAtPercent, forecast } = volume;
  if (limitBytes === null) {
    return (
      <div className={styles.figures}>
        <span>{formatBytes(bytes)}</span>
        <span className={styles.soft}>{forecastText(volume)}</span>
      </div>
    );
  }
  const percent = Math.floor((bytes / limitBytes) * 100);
  const tone = percent >= 100 ? styles.over : percent >= warnAtPercent ? styles.near : styles.fine;
  const expected = forecast === null ? null : Math.min(100, (forecast.bytes / limitBytes) * 100);
  return (
    <div className={styles.figures}>
      <span>{t('outputs.volume.of', { bytes: formatBytes(bytes), limit: formatBytes(limitBytes) })}</span>
      <div
        className={styles.track}
        role="meter"
        aria-label={t('outputs.volume.used')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, percent)}
        aria-valuetext={`${String(percent)} %`}
      >
        <div className={`${styles.used ?? ''} ${tone ?? ''}`} style={{ width: `${String(Math.min(100, percent))}%` }} />
        {expected === null ? null : <div className={styles.expected} style={{ insetInlineStart: `calc(${String(expected)}% - 2px)` }} />}
      </div>
      <span className={forecast !== null && forecast.bytes > limitBytes ? styles.warn : styles.soft}>{forecastText(volume)}</span>
    </div>
  );
}

/** "Forecast 80.0 MiB", with what it means for the limit. */
export function forecastText({ forecast, limitBytes }: VolumeStatus): string {
  if (forecast === null) return t('outputs.volume.noForecast');
  const above = limitBytes !== null && forecast.bytes > limitBytes;
  return t(above ? 'outputs.volume.forecastAbove' : 'outputs.volume.forecast', { bytes: formatBytes(forecast.bytes) });
}
