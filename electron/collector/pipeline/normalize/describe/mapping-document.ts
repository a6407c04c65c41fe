import { logTypes } from '../../../../../shared/model/log-type';
import type { MappingRow, MappingTable } from '../mapping-row';
import { mappingTables, traced } from '../tables';
import { dnifDocumentedFields } from '../tables/dnif-names';
import { ecsVersion, ocsfVersion } from '../tables/frame';
import { introduction } from './introduction';

/** docs/mapping.md: every table, as the code runs it. */
export function mappingDocument(): string {
  const parts = [introduction(ecsVersion, ocsfVersion, ownFields())];
  for (const logType of logTypes) {
    const tables = mappingTables[logType];
    parts.push(`## ${logType}`);
    const described = tables.map((table) => ({ table, rows: traced(table.rows).filter(isShown) }));
    const common = described.length < 2 ? [] : (described[0]?.rows ?? []).filter((row) => described.every(({ rows }) => rows.some((other) => identical(row, other))));
    if (common.length > 0) parts.push(`### Every ${logType} event`, rowsTable(common));
    for (const { table, rows } of described) {
      parts.push(`### ${heading(table)}`, `${table.title} ${summary(table)}`, rowsTable(rows.filter((row) => !common.some((other) => identical(row, other)))));
    }
  }
  return `${parts.join('\n\n')}\n`;
}

/** Names of DNIF fields that are ours. */
function ownFields(): readonly string[] {
  const names = new Set(Object.values(mappingTables).flatMap((tables) => tables.flatMap((table) => table.rows.flatMap((row) => row.dnif))));
  return [...names].filter((name) => !dnifDocumentedFields.has(name)).sort();
}

const heading = (table: MappingTable): string => (table.eventType === '*' ? (table.logType === 'Audit_Events' ? 'every other audit type' : 'every other type') : table.eventType);

/** Rows that place something, and come from the record. */
const isShown = (row: MappingRow): boolean => row.from.length > 0 && row.connector.length + row.dnif.length + row.ecs.length + row.ocsf.length > 0;

const identical = (a: MappingRow, b: MappingRow): boolean => JSON.stringify(a) === JSON.stringify(b);

function constantOf(table: MappingTable, field: string): string {
  const arg = table.rows.find((row) => row.field === field)?.arg;
  return arg === undefined ? 'by its words' : Array.isArray(arg) ? arg.join(', ') : String(arg);
}

function summary(table: MappingTable): string {
  const severity = constantOf(table, 'severityLevel');
  return [
    `DNIF stream ${constantOf(table, 'stream')}, severity ${severity} (ordinary, stopped, threat named; 0 NORMAL to 5 CRITICAL).`,
    `ECS category ${constantOf(table, 'ecsCategory')}, type ${constantOf(table, 'ecsType')}.`,
    `OCSF class ${constantOf(table, 'ocsfClass')}, activity ${constantOf(table, 'ocsfActivity')}.`,
  ].join(' ');
}

function rowsTable(rows: readonly MappingRow[]): string {
  const lines = rows.map((row) => {
    const transform = row.arg === undefined || row.transform === 'severity' ? row.transform : `${row.transform} (${String(row.arg)})`;
    return `| ${[code(row.from), transform, code(row.connector), code(row.dnif), code(row.ecs), code(row.ocsf), row.doc].map(cell).join(' | ')} |`;
  });
  return ['| Raw field | Transform | Event | DNIF | ECS | OCSF | Meaning |', '|---|---|---|---|---|---|---|', ...lines].join('\n');
}

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
