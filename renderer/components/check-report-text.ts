import { describeFailure } from '../../shared/failures/catalogue';
import type { CheckReport } from '../../shared/model/check-report';
import type { Zone } from '../format/time';
import { formatDateTimeZone, formatDuration } from '../format/time';
import { whoActs } from '../format/words';

/** Takes out of a text what must not leave this computer. */
export type Redact = (text: string) => string;

/** The report as plain text for a ticket or a mail; every line passes the redaction. */
export function reportAsText(report: CheckReport, subject: string, verdict: string, zone: Zone, redact: Redact): string {
  const lines = [
    `Mimecast Connector: test of ${subject}`,
    `${verdict} (${formatDateTimeZone(report.startedAt + report.durationMs, zone)}, ${formatDuration(report.durationMs)})`,
    '',
  ];
  for (const item of report.items) {
    lines.push(`[${item.state}] ${item.title}: ${item.message} (${formatDuration(item.durationMs)})`);
    if (item.failure === null) continue;
    const entry = describeFailure(item.failure.code);
    lines.push(`  ${entry.stage} stage: ${entry.title}. ${entry.sentence}`, `  Who acts: ${whoActs(entry)}`, `  What to do: ${entry.remedy}`);
    lines.push(`  ${item.failure.code}, reference ${item.failure.ref}${item.failure.detail === null ? '' : `: ${item.failure.detail}`}`);
  }
  return redact(lines.join('\n'));
}

/** A redaction that shortens ids to first four … last four and removes secrets. Empty texts are left out. */
export function redactor(ids: readonly string[], secrets: readonly string[]): Redact {
  return (text) => {
    let clean = text;
    for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '(secret)');
    for (const id of ids) if (id.length > 10) clean = clean.replaceAll(id, `${id.slice(0, 4)}…${id.slice(-4)}`);
    return clean;
  };
}
