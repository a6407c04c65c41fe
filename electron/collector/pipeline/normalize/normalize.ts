import type { LogEvent } from '../../../../shared/model/log-event';
import type { LogType } from '../../../../shared/model/log-type';
import type { EventModel } from '../../../../shared/model/output';
import type { RawRecord } from './common';
import { asRecord, text } from './common';
import type { MappingTable } from './mapping-row';
import type { ModelEvent, Placer } from './place';
import { flatPlacer, nestedPlacer } from './place';
import type { NormalizeContext, Plan } from './plan';
import { compilePlan, connectorFields } from './plan';
import { tableOf } from './tables';

export type { ModelEvent } from './place';
export type { NormalizeContext } from './plan';
export { mappingOf, mappingTables, tableOf, traced } from './tables';

/**
 * A vendor record as a log event. Total: whatever the record is, there is an event; what the mapping does not know or
 * cannot read stays in the raw record only.
 */
export function normalize(record: unknown, context: NormalizeContext): LogEvent {
  try {
    return connectorEvent(asRecord(record), context);
  } catch {
    // One record that the mapping trips over must not stop a stream: it goes out without fields, its raw text complete.
    return connectorEvent({}, context);
  }
}

/**
 * A vendor record in one of the models that other platforms speak. Nothing of the record is lost: what the model has no
 * place for is under `mimecast` (ECS), `unmapped` (OCSF) or its own name (DNIF). Throws on records that cannot be read at
 * all (getters that throw); JSON.parse makes none.
 */
export function normalizeAs(model: Exclude<EventModel, 'connector'>, record: unknown, context: NormalizeContext): ModelEvent {
  const given = asRecord(record);
  const table = tableFor(given, context.logType);
  const { plan, place } = ready(model, table);
  const view = viewOf(given, table);
  readValues(plan, view, context);
  return place(view, plan.values);
}

function connectorEvent(record: RawRecord, context: NormalizeContext): LogEvent {
  const table = tableFor(record, context.logType);
  let plan = connectorPlans.get(table);
  if (plan === undefined) {
    plan = compilePlan(table, 'connector');
    connectorPlans.set(table, plan);
  }
  readValues(plan, viewOf(record, table), context);
  return assemble(plan.values);
}

export function readValues(plan: Plan, view: RawRecord, context: NormalizeContext): void {
  const { rawSteps, steps, values } = plan;
  for (let i = 0; i < rawSteps.length; i += 1) {
    const step = rawSteps[i];
    if (step === undefined) continue;
    const value = view[step.name];
    values[step.slot] = value === undefined || value === null ? undefined : step.read(value);
  }
  for (let i = 0; i < steps.length; i += 1) {
    const step = steps[i];
    if (step !== undefined) values[step.slot] = step.read(view, values, context);
  }
}

const connectorPlans = new Map<MappingTable, Plan>();
type Ready = { readonly plan: Plan; readonly place: Placer };
const modelPlans: { readonly [M in Exclude<EventModel, 'connector'>]: Map<MappingTable, Ready> } = { dnif: new Map(), ecs: new Map(), ocsf: new Map() };

function ready(model: Exclude<EventModel, 'connector'>, table: MappingTable): Ready {
  const found = modelPlans[model].get(table);
  if (found !== undefined) return found;
  const plan = compilePlan(table, model);
  const made = { plan, place: model === 'dnif' ? flatPlacer(plan) : nestedPlacer(table, plan, model) };
  modelPlans[model].set(table, made);
  return made;
}

function tableFor(record: RawRecord, logType: LogType): MappingTable {
  switch (logType) {
    case 'SIEM':
      return tableOf('SIEM', text(record['type']) ?? text(record['eventType']));
    case 'Audit_Events':
      return tableOf('Audit_Events', text(record['auditType']));
    case 'Hold_Message_List':
      return tableOf('Hold_Message_List', text(record['change']) ?? 'held');
    case 'DLP':
      return tableOf('DLP', 'dlp');
  }
}

/** The record as the rows see it: with the fields of `within` at the top. The record's own fields win. */
function viewOf(record: RawRecord, table: MappingTable): RawRecord {
  if (table.within === undefined) return record;
  const inner = record[table.within];
  if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return record;
  const { [table.within]: _inner, ...top } = record;
  return { ...inner, ...top };
}

type Writable = { -readonly [K in keyof LogEvent]: LogEvent[K] };
type At = { readonly [K in keyof LogEvent]-?: number };
const at = Object.fromEntries(connectorFields.map((field, index) => [field, index])) as At;

/**
 * Absent fields are left out, not set to undefined: a copy into another thread or a window would show them. Named
 * assignments in one fixed order, because a loop over keys costs a third of the throughput (PERF.md §6.5). The casts are
 * what the table's transforms promise; test/unit/collector/normalize checks every row.
 */
function assemble(values: readonly unknown[]): LogEvent {
  const event: Partial<Writable> = { id: values[at.id] as string };
  const time = values[at.time] as string | undefined;
  if (time !== undefined) event.time = time;
  event.connector = values[at.connector] as string;
  event.logType = values[at.logType] as LogType;
  event.eventType = (values[at.eventType] as string | undefined) ?? 'unknown';
  const eventSubtype = values[at.eventSubtype] as string | undefined;
  if (eventSubtype !== undefined) event.eventSubtype = eventSubtype;
  const action = values[at.action] as string | undefined;
  if (action !== undefined) event.action = action;
  const status = values[at.status] as LogEvent['status'];
  if (status !== undefined) event.status = status;
  const sender = values[at.sender] as string | undefined;
  if (sender !== undefined) event.sender = sender;
  const senderHeader = values[at.senderHeader] as string | undefined;
  if (senderHeader !== undefined) event.senderHeader = senderHeader;
  const senderDomain = values[at.senderDomain] as string | undefined;
  if (senderDomain !== undefined) event.senderDomain = senderDomain;
  const recipients = values[at.recipients] as LogEvent['recipients'];
  if (recipients !== undefined) event.recipients = recipients;
  const subject = values[at.subject] as string | undefined;
  if (subject !== undefined) event.subject = subject;
  const direction = values[at.direction] as LogEvent['direction'];
  if (direction !== undefined) event.direction = direction;
  const sourceIp = values[at.sourceIp] as string | undefined;
  if (sourceIp !== undefined) event.sourceIp = sourceIp;
  const destinationIp = values[at.destinationIp] as string | undefined;
  if (destinationIp !== undefined) event.destinationIp = destinationIp;
  const url = values[at.url] as string | undefined;
  if (url !== undefined) event.url = url;
  const urlCategory = values[at.urlCategory] as string | undefined;
  if (urlCategory !== undefined) event.urlCategory = urlCategory;
  const file = values[at.file] as LogEvent['file'];
  if (file !== undefined) event.file = file;
  const policy = values[at.policy] as string | undefined;
  if (policy !== undefined) event.policy = policy;
  const reason = values[at.reason] as string | undefined;
  if (reason !== undefined) event.reason = reason;
  const threat = values[at.threat] as string | undefined;
  if (threat !== undefined) event.threat = threat;
  const messageId = values[at.messageId] as string | undefined;
  if (messageId !== undefined) event.messageId = messageId;
  const messageGroupId = values[at.messageGroupId] as string | undefined;
  if (messageGroupId !== undefined) event.messageGroupId = messageGroupId;
  const user = values[at.user] as string | undefined;
  if (user !== undefined) event.user = user;
  const category = values[at.category] as string | undefined;
  if (category !== undefined) event.category = category;
  const size = values[at.size] as number | undefined;
  if (size !== undefined) event.size = size;
  const account = values[at.account] as string | undefined;
  if (account !== undefined) event.account = account;
  return event as LogEvent;
}
