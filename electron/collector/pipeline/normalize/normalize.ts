import type { LogEvent } from '../../../../shared/model/log-event';
import type { LogType } from '../../../../shared/model/log-type';
import { auditFields } from './audit-events';
import type { EventFields, RawRecord } from './common';
import { asRecord } from './common';
import { dlpFields } from './dlp';
import { holdFields } from './hold-message-list';
import { siemFields } from './siem';

export type NormalizeContext = {
  /** The event's id, 32 lower-case hex digits. */
  readonly id: string;
  readonly connector: string;
  readonly logType: LogType;
};

const mappings: { readonly [K in LogType]: (record: RawRecord) => EventFields } = {
  SIEM: siemFields,
  DLP: dlpFields,
  Audit_Events: auditFields,
  Hold_Message_List: holdFields,
};

/**
 * A vendor record as a log event. Total: whatever the record is, there is an event; what the mapping does not know or
 * cannot read stays in the raw record only.
 */
export function normalize(record: unknown, context: NormalizeContext): LogEvent {
  return assemble(context, readFields(record, context.logType));
}

function readFields(record: unknown, logType: LogType): EventFields {
  try {
    return mappings[logType](asRecord(record));
  } catch {
    // One record that the mapping trips over must not stop a stream: it goes out without fields, its raw text complete.
    return mappings[logType]({});
  }
}

type Writable = { -readonly [K in keyof LogEvent]: LogEvent[K] };

/**
 * Absent fields are left out, not set to undefined: a copy into another thread or a window would show them. Named
 * assignments in one fixed order, because a loop over keys costs a third of the throughput (PERF.md §6.5).
 */
function assemble(context: NormalizeContext, fields: EventFields): LogEvent {
  const event: Partial<Writable> = { id: context.id };
  if (fields.time !== undefined) event.time = fields.time;
  event.connector = context.connector;
  event.logType = context.logType;
  event.eventType = fields.eventType ?? 'unknown';
  if (fields.eventSubtype !== undefined) event.eventSubtype = fields.eventSubtype;
  if (fields.action !== undefined) event.action = fields.action;
  if (fields.status !== undefined) event.status = fields.status;
  if (fields.sender !== undefined) event.sender = fields.sender;
  if (fields.senderHeader !== undefined) event.senderHeader = fields.senderHeader;
  if (fields.senderDomain !== undefined) event.senderDomain = fields.senderDomain;
  if (fields.recipients !== undefined) event.recipients = fields.recipients;
  if (fields.subject !== undefined) event.subject = fields.subject;
  if (fields.direction !== undefined) event.direction = fields.direction;
  if (fields.sourceIp !== undefined) event.sourceIp = fields.sourceIp;
  if (fields.destinationIp !== undefined) event.destinationIp = fields.destinationIp;
  if (fields.url !== undefined) event.url = fields.url;
  if (fields.urlCategory !== undefined) event.urlCategory = fields.urlCategory;
  if (fields.file !== undefined) event.file = fields.file;
  if (fields.policy !== undefined) event.policy = fields.policy;
  if (fields.reason !== undefined) event.reason = fields.reason;
  if (fields.threat !== undefined) event.threat = fields.threat;
  if (fields.messageId !== undefined) event.messageId = fields.messageId;
  if (fields.messageGroupId !== undefined) event.messageGroupId = fields.messageGroupId;
  if (fields.user !== undefined) event.user = fields.user;
  if (fields.category !== undefined) event.category = fields.category;
  if (fields.size !== undefined) event.size = fields.size;
  if (fields.account !== undefined) event.account = fields.account;
  return event as LogEvent;
}
