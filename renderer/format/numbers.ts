const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** "12,345" */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** "184,223", from a million on "12.34 M": for columns, which must not cut a figure off. Rounded down, never more than there is. */
export function formatFigure(value: number): string {
  if (value < 1e6) return formatCount(value);
  const [unit, size] = value < 1e9 ? ['M', 1e6] : ['G', 1e9];
  return `${(Math.floor((value / size) * 100) / 100).toFixed(2)} ${unit}`;
}

/** "12.3" under 100, "1,204" above. */
export function formatRate(value: number): string {
  return value < 100 ? one.format(value) : whole.format(value);
}

/** "1 event", "1,204 events" */
export function countOf(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
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
