import type { ColumnLayout } from '../../../shared/model/live-logs-settings';
import type { LogType } from '../../../shared/model/log-type';
import type { PreviewRow } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';

/** A column on offer. `grow`: takes its part of the width that is left. */
type ColumnInfo = { readonly title: string; readonly width: number; readonly grow: boolean };

const infos: Readonly<Record<string, ColumnInfo>> = {
  time: { title: t('preview.column.time'), width: 150, grow: false },
  arrived: { title: t('preview.column.arrived'), width: 150, grow: false },
  logType: { title: t('preview.column.logType'), width: 136, grow: false },
  connector: { title: t('preview.column.connector'), width: 120, grow: true },
  eventType: { title: t('preview.column.eventType'), width: 118, grow: false },
  eventSubtype: { title: t('preview.column.eventSubtype'), width: 110, grow: false },
  action: { title: t('preview.column.action'), width: 82, grow: false },
  status: { title: t('preview.column.status'), width: 78, grow: false },
  sender: { title: t('preview.column.sender'), width: 118, grow: true },
  recipients: { title: t('preview.column.recipients'), width: 118, grow: true },
  subject: { title: t('preview.column.subject'), width: 156, grow: true },
  direction: { title: t('preview.column.direction'), width: 90, grow: false },
  sourceIp: { title: t('preview.column.sourceIp'), width: 120, grow: false },
  url: { title: t('preview.column.url'), width: 180, grow: true },
  policy: { title: t('preview.column.policy'), width: 140, grow: true },
  reason: { title: t('preview.column.reason'), width: 140, grow: true },
  threat: { title: t('preview.column.threat'), width: 120, grow: true },
  user: { title: t('preview.column.user'), width: 140, grow: true },
  category: { title: t('preview.column.category'), width: 120, grow: true },
  'file.name': { title: t('preview.column.file.name'), width: 140, grow: true },
  size: { title: t('preview.column.size'), width: 80, grow: false },
  messageId: { title: t('preview.column.messageId'), width: 180, grow: true },
  account: { title: t('preview.column.account'), width: 100, grow: false },
};

export const offeredFields: readonly string[] = Object.keys(infos);

const other = (field: string): ColumnInfo => ({ title: field, width: 140, grow: true });
export const columnInfo = (field: string): ColumnInfo => (Object.hasOwn(infos, field) ? (infos[field] ?? other(field)) : other(field));

export const isTime = (field: string): boolean => field === 'time' || field === 'arrived';

const common = ['time', 'logType', 'eventType', 'action', 'status', 'sender', 'recipients', 'subject'];
const shipped: { readonly [K in LogType | 'all']: readonly string[] } = {
  all: common,
  SIEM: ['time', 'eventType', 'action', 'status', 'direction', 'sender', 'recipients', 'subject'],
  DLP: ['time', 'action', 'status', 'sender', 'recipients', 'subject', 'policy'],
  Audit_Events: ['time', 'eventType', 'status', 'user', 'category', 'sourceIp', 'subject'],
  Hold_Message_List: ['time', 'eventType', 'status', 'sender', 'recipients', 'subject', 'reason'],
};

/** Which layout goes with the log types chosen: each its own, one for several together. */
export function layoutKey(logTypes: readonly LogType[]): LogType | 'all' {
  const [only] = logTypes;
  return logTypes.length === 1 && only !== undefined ? only : 'all';
}

export function shippedLayout(key: LogType | 'all'): readonly ColumnLayout[] {
  return shipped[key].map((field) => ({ field, width: columnInfo(field).width }));
}

const inEveryRow: readonly string[] = [...common, 'arrived', 'connector'];

/** The fields that must be asked for beside those of every row. */
export function extraFields(columns: readonly ColumnLayout[]): string[] {
  return columns.map(({ field }) => field).filter((field) => !inEveryRow.includes(field));
}

/** What a cell of these columns shows; times as they are. */
export function cellText(row: PreviewRow, field: string, extra: readonly string[]): string | null {
  switch (field) {
    case 'time':
    case 'logType':
    case 'connector':
    case 'eventType':
    case 'action':
    case 'status':
    case 'sender':
    case 'recipients':
    case 'subject':
      return row[field];
    case 'arrived':
      return new Date(row.arrivedAt).toISOString();
    default:
      return row.extra[extra.indexOf(field)] ?? null;
  }
}

export function gridTemplate(columns: readonly ColumnLayout[]): string {
  return columns.map(({ field, width }) => (columnInfo(field).grow ? `minmax(${String(width)}px, ${String(width)}fr)` : `${String(width)}px`)).join(' ');
}

export const leastWidth = (columns: readonly ColumnLayout[]): number => columns.reduce((sum, { width }) => sum + width, 0);

/** The columns with one moved by `by` places. */
export function moved(columns: readonly ColumnLayout[], field: string, by: number): readonly ColumnLayout[] {
  const at = columns.findIndex((column) => column.field === field);
  const to = Math.min(columns.length - 1, Math.max(0, at + by));
  const column = columns[at];
  if (column === undefined) return columns;
  const others = columns.filter((each) => each !== column);
  return [...others.slice(0, to), column, ...others.slice(to)];
}

export function resized(columns: readonly ColumnLayout[], field: string, width: number): readonly ColumnLayout[] {
  const kept = Math.min(1200, Math.max(48, Math.round(width)));
  return columns.map((column) => (column.field === field ? { ...column, width: kept } : column));
}
