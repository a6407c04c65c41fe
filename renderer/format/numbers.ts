import { spokenLocale, t } from '../../shared/text/text';

const whole = new Intl.NumberFormat(spokenLocale(), { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat(spokenLocale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const two = new Intl.NumberFormat(spokenLocale(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "12,345" */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** "184,223", from a million on "12.34 M": for columns, which must not cut a figure off. Rounded down, never more than there is. */
export function formatFigure(value: number): string {
  if (value < 1e6) return formatCount(value);
  const millions = value < 1e9;
  const rounded = Math.floor((value / (millions ? 1e6 : 1e9)) * 100) / 100;
  return t(millions ? 'count.millions' : 'count.billions', { value: two.format(rounded) });
}

/** "12.3" under 100, "1,204" above. */
export function formatRate(value: number): string {
  return value < 100 ? one.format(value) : whole.format(value);
}

/** "512 B", "1.2 MiB" */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${formatCount(bytes)} B`;
  let value = bytes / 1024;
  for (const unit of ['KiB', 'MiB', 'GiB']) {
    if (value < 1024) return `${one.format(value)} ${unit}`;
    value /= 1024;
  }
  return `${one.format(value)} TiB`;
}

/** First four … last four characters: enough to recognise an id, too little to use it. */
export function shortenId(id: string): string {
  return id.length <= 10 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}
