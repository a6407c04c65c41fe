import type { CollectionStatus } from '../../../shared/model/collection';
import type { DiagnosticStep, LogLine } from '../../../shared/model/diagnostics';
import { inEnglish } from '../../../shared/text/text';

export type ReportFacts = {
  readonly at: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly steps: readonly DiagnosticStep[];
  readonly status: CollectionStatus;
  /** Warnings and errors of the program's own log. */
  readonly log: readonly LogLine[];
  /** The last fence: every line passes it. */
  readonly clean: (text: string) => string;
};

/**
 * The report for support, as text. Redacted by construction: it is made of codes, counts, times and our own sentences;
 * nothing of an event, no name that an administrator chose, no address of an output and no path is put in. It is English
 * whatever language is spoken, because support reads it: made of the English of the same messages that the window shows.
 */
export function reportText({ at, versions, steps, status, log, clean }: ReportFacts): string {
  const lines = [
    'Mimecast Connector: diagnostics report',
    `Made ${new Date(at).toISOString()}`,
    '',
    ...Object.entries(versions).map(([name, value]) => `${name}: ${value}`),
    '',
    'Steps',
    ...steps.flatMap((step) => [
      `[${step.state}] ${step.title.english}: ${step.message.english}${step.code === null ? '' : ` (${step.code} ${inEnglish(`failure.${step.code}.title`)})`}`,
      ...Object.entries(step.payload).flatMap(([name, value]) => (factsIn(name, value) === '' ? [] : [`    ${name}: ${factsIn(name, value)}`])),
    ]),
    '',
    'Collection',
    ...status.streams.map(({ logType, health, counts, gaps }, index) => `${String(index + 1)}. ${logType}: ${health.state}${codeOf(health)}, fetched ${String(counts.fetched)}, duplicates ${String(counts.duplicates)}, quarantined ${String(counts.quarantined)}, spooled ${String(counts.spooled)}, released ${String(counts.released)}, gaps ${String(gaps.length)}`),
    ...status.outputs.map(({ health, waiting, delivered, refused }, index) => `Output ${String(index + 1)}: ${health.state}${codeOf(health)}, waiting ${String(waiting)}, delivered ${String(delivered)}, refused ${String(refused)}`),
    '',
    `Log: the last ${String(log.length)} warnings and errors, newest first`,
    ...log.map(logLine),
    '',
  ];
  return lines.map((line) => clean(line.replace(/[\r\n]+/g, ' '))).join('\n');
}

/** Our own words and figures. */
const plain = new Set(['lastDelivered', 'open']);
/** What may be told of any other text: states, codes of systems and protocols. Hosts, paths and names are left out. */
const facts = /\b(HTTP \d{3}|TLSv[\d.]+|[A-Z][A-Z0-9]*_[A-Z0-9_]+|E[A-Z]{4,}|passed|failed|warning|skipped|Directly|Through)\b/g;

function factsIn(name: string, value: string | number | boolean): string {
  return typeof value !== 'string' || plain.has(name) ? String(value) : [...new Set(value.match(facts) ?? [])].join(' ');
}

function codeOf({ failure }: CollectionStatus['streams'][number]['health']): string {
  return failure === null ? '' : ` (${failure.code}, reference ${failure.ref})`;
}

/** Fields that are known to hold our own words only; others may name hosts, files or people. */
const open = new Set(['code', 'ref', 'logType', 'status', 'reason', 'type', 'channel', 'attempt', 'waitMs', 'durationMs', 'exitCode', 'platform', 'version']);

function logLine({ at, level, event, fields }: LogLine): string {
  const known = fields === '' ? {} : (JSON.parse(fields) as Readonly<Record<string, unknown>>);
  const kept = Object.entries(known).flatMap(([name, value]) => (open.has(name) && ['string', 'number', 'boolean'].includes(typeof value) ? [`${name}=${String(value)}`] : []));
  return [at, level, event, ...kept].join(' ');
}
