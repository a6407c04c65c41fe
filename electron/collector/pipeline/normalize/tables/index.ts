import type { LogType } from '../../../../../shared/model/log-type';
import type { MappingRow, MappingTable } from '../mapping-row';
import { auditKindOf, auditTables } from './audit-tables';
import { dlpTables, holdTables } from './list-tables';
import { siemTables } from './siem-tables';

export const mappingTables: { readonly [K in LogType]: readonly MappingTable[] } = {
  SIEM: siemTables,
  DLP: dlpTables,
  Audit_Events: auditTables,
  Hold_Message_List: holdTables,
};

const byType: { readonly [K in LogType]: ReadonlyMap<string, MappingTable> } = {
  SIEM: index('SIEM'),
  DLP: index('DLP'),
  Audit_Events: index('Audit_Events'),
  Hold_Message_List: index('Hold_Message_List'),
};

function index(logType: LogType): ReadonlyMap<string, MappingTable> {
  return new Map(mappingTables[logType].map((table) => [table.eventType, table]));
}

/** The table that maps events of this type (`LogEvent.eventType`; for audit events their audit type). */
export function tableOf(logType: LogType, eventType: string | undefined): MappingTable {
  const wanted = logType === 'Audit_Events' ? auditKindOf(eventType) : (eventType?.toLowerCase() ?? '*');
  const found = byType[logType].get(wanted) ?? byType[logType].get('*') ?? mappingTables[logType][0];
  if (found === undefined) throw new Error(`No mapping for ${logType}.`);
  return found;
}

/**
 * How the fields of such an event come out of its raw record: every row with the raw fields it goes back to, for drawing
 * the one against the other. Rows that no raw field feeds (constants, the event's id) have an empty `from`.
 */
export function mappingOf(logType: LogType, eventType: string | undefined): readonly MappingRow[] {
  return traced(tableOf(logType, eventType).rows);
}

/** The rows with the raw fields that each goes back to, through whatever it is computed from. */
export function traced(rows: readonly MappingRow[]): readonly MappingRow[] {
  const sources = new Map<string, readonly string[]>();
  return rows.map((row) => {
    const from = [...new Set([...row.from, ...row.of.flatMap((field) => sources.get(field) ?? [])])];
    sources.set(row.field, from);
    return { ...row, from };
  });
}
