import type { LogType } from '../../../../../shared/model/log-type';
import { logTypes } from '../../../../../shared/model/log-type';
import type { MappingRow, MappingTable } from '../mapping-row';
import { mappingTables } from '../tables';
import { dnifDocumentedStreams } from '../tables/dnif-names';

/**
 * An extractor for DNIF (DNIF.md §7), printed from the mapping tables. It knows two shapes: events in our DNIF model, which it
 * passes on under the same names, and raw Mimecast records, whose fields it renames. What needs code (action words,
 * addresses inside text) only the model has.
 */
export function dnifExtractor(): string {
  return `${[
    '# Printed by scripts/generate-docs.mjs from the mapping tables. See README.md beside this file.',
    ...lines({
      'schema-version': 1,
      'extractor-id': 61042,
      integration: 'Mimecast',
      'vendor-name': 'Mimecast',
      'product-name': 'Email Security',
      'source-name': 'Mimecast',
      'source-type': 'EMAIL-SECURITY',
      'source-description': 'Mimecast SIEM, DLP, audit and hold logs, collected by Mimecast Connector',
      'provides-streams': streams(),
      'master-filters': [...new Set(blocks().map((block) => block.firstMatch))],
      'event-details': blocks().map((block) => ({
        'first-match': block.firstMatch,
        decoder: 'json',
        'event-key-format': `{${block.key}}`,
        'event-key-mapping': block.mapping,
        fallback: block.fallback,
      })),
    }),
  ].join('\n')}\n`;
}

/** Streams of the tables; those that DNIF's documents do not show come last. */
export function streams(): readonly string[] {
  const found = new Set(logTypes.flatMap((logType) => mappingTables[logType].map(streamOf)));
  return [...found].sort((a, b) => Number(dnifDocumentedStreams.has(b)) - Number(dnifDocumentedStreams.has(a)) || a.localeCompare(b));
}

type Entry = { readonly annotate: Readonly<Record<string, string>>; readonly translate: Readonly<Record<string, string>> };
type Block = { readonly firstMatch: string; readonly key: string; readonly mapping: Readonly<Record<string, Entry>>; readonly fallback: Entry };

function streamOf(table: MappingTable): string {
  return String(table.rows.find((row) => row.field === 'stream')?.arg ?? 'OTHER');
}

// Regular expressions without look-around, which DNIF's validator refuses.
const rawMatches: { readonly [K in LogType]: readonly (readonly [match: string, key: string])[] } = {
  SIEM: [['"type":\\s?"[a-z ]+".*"aggregateId"|"aggregateId".*"type":\\s?"', 'type'], ['"eventType":\\s?"', 'eventType']],
  DLP: [['"senderAddress":\\s?', 'action']],
  Audit_Events: [['"auditType":\\s?"', 'auditType']],
  Hold_Message_List: [['"reasonCode":\\s?', 'route']],
};

function blocks(): readonly Block[] {
  const modelFields = new Set(allTables().flatMap((table) => table.rows.flatMap((row) => row.dnif)));
  const model: Block = {
    firstMatch: '"SourceName":"Mimecast"',
    key: 'EventName',
    mapping: Object.fromEntries(
      [...mappingTables.SIEM, ...mappingTables.DLP, ...mappingTables.Hold_Message_List]
        .filter((table) => table.eventType !== '*')
        .map((table) => [table.eventType, { annotate: { Stream: streamOf(table) }, translate: sameNames(new Set(table.rows.flatMap((row) => row.dnif))) }]),
    ),
    fallback: { annotate: {}, translate: sameNames(modelFields) },
  };
  return [model, ...logTypes.flatMap((logType) => rawMatches[logType].map(([firstMatch, key]) => rawBlock(logType, firstMatch, key)))];
}

const allTables = (): readonly MappingTable[] => logTypes.flatMap((logType) => mappingTables[logType]);

function rawBlock(logType: LogType, firstMatch: string, key: string): Block {
  const tables = mappingTables[logType];
  const named = logType === 'SIEM' ? tables.filter((table) => table.eventType !== '*') : [];
  const last = tables.find((table) => table.eventType === '*') ?? tables[0];
  return {
    firstMatch,
    key,
    mapping: Object.fromEntries(named.map((table) => [table.eventType, rawEntry(table)])),
    fallback: last === undefined ? { annotate: {}, translate: {} } : rawEntry(last),
  };
}

function rawEntry(table: MappingTable): Entry {
  const translate: Record<string, string> = {};
  // A row for one raw field knows better what it means than one that tries several.
  for (const row of [...table.rows].sort((a, b) => Number(a.from.length > 1) - Number(b.from.length > 1))) {
    const [target] = row.dnif.length > 0 ? row.dnif : shownAs(row, table);
    if (target === undefined || row.transform.startsWith('info:')) continue;
    for (const name of row.from) translate[name] ??= target;
  }
  return { annotate: { Stream: streamOf(table) }, translate };
}

/** The field that shows a raw value as it is, when the raw row has none of its own: Reason for `blockReason`. */
function shownAs(row: MappingRow, table: MappingTable): readonly string[] {
  const above = table.rows.filter((other) => other.of.includes(row.field) && ['first', 'upper case', 'unless the same'].includes(other.transform));
  for (const other of above) {
    if (other.dnif.length > 0) return other.dnif;
    const further = shownAs(other, table);
    if (further.length > 0) return further;
  }
  return [];
}

const sameNames = (names: ReadonlySet<string>): Readonly<Record<string, string>> => Object.fromEntries([...names].sort().map((name) => [name, name]));

/** YAML of plain data. Texts are written as JSON strings, which YAML reads the same way. */
function lines(value: unknown, indent = ''): readonly string[] {
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).flatMap((item) => {
      const [first = '', ...rest] = isScalar(item) ? [scalar(item)] : lines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  return Object.entries(value as object).flatMap(([key, item]) => {
    if (isScalar(item)) return [`${indent}${name(key)}: ${scalar(item)}`];
    const inner = lines(item, `${indent}  `);
    return inner.length === 0 ? [`${indent}${name(key)}: {}`] : [`${indent}${name(key)}:`, ...inner];
  });
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;
const scalar = (value: unknown): string => JSON.stringify(value);
const name = (key: string): string => (/^[A-Za-z][A-Za-z0-9_-]*$/.test(key) ? key : JSON.stringify(key));
