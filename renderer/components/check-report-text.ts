import type { FailureCode } from '../../shared/failures/catalogue';
import { describeFailure } from '../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../shared/model/check-report';
import { textOf } from '../../shared/text/message';
import { t } from '../../shared/text/text';
import type { Zone } from '../format/time';
import { formatDateTimeZone, formatDuration } from '../format/time';
import { whoActs } from '../format/words';

/** Takes out of a text what must not leave this computer. */
export type Redact = (text: string) => string;

/** A test in one line: success, how many log types are missing, or what stood in the way of all. */
export function verdictOf(passed: boolean, items: readonly (Pick<CheckItem, 'logType' | 'state'> & { readonly code: FailureCode | null })[], successTitle: string): string {
  if (passed) return successTitle;
  const logTypes = items.filter((item) => item.logType !== null);
  const failed = items.filter((item) => item.state === 'failed');
  const broken = failed.filter((item) => item.logType !== null);
  if (broken.length > 0 && broken.length === failed.length) return t('check.logTypesFailed', { failed: broken.length, all: logTypes.length });
  const cause = failed.find((item) => item.code !== null)?.code ?? null;
  return cause === null ? t('check.testFailed') : describeFailure(cause).title;
}

/** The report as plain text for a ticket or a mail; every line passes the redaction. */
export function reportAsText(report: CheckReport, subject: string, verdict: string, zone: Zone, redact: Redact): string {
  const lines = [
    t('check.report.subject', { subject }),
    t('check.report.verdict', { verdict, time: formatDateTimeZone(report.startedAt + report.durationMs, zone), duration: formatDuration(report.durationMs) }),
    '',
  ];
  for (const item of report.items) {
    lines.push(`[${item.state}] ${textOf(item.title)}: ${textOf(item.message)} (${formatDuration(item.durationMs)})`);
    if (item.failure === null) continue;
    const { code, detail, ref } = item.failure;
    const entry = describeFailure(code);
    lines.push(
      `  ${t('check.report.stage', { stage: entry.stage, title: entry.title, sentence: entry.sentence })}`,
      `  ${t('check.report.whoActs', { who: whoActs(entry) })}`,
      `  ${t('check.report.whatToDo', { remedy: entry.remedy })}`,
      `  ${detail === null ? t('check.report.reference', { code, ref }) : t('check.report.referenceDetail', { code, ref, detail })}`,
    );
  }
  return redact(lines.join('\n'));
}

/** A redaction that shortens ids to first four … last four and removes secrets. Empty texts are left out. */
export function redactor(ids: readonly string[], secrets: readonly string[]): Redact {
  return (text) => {
    let clean = text;
    for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, t('check.report.secret'));
    for (const id of ids) if (id.length > 10) clean = clean.replaceAll(id, `${id.slice(0, 4)}…${id.slice(-4)}`);
    return clean;
  };
}
