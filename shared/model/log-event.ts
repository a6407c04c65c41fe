import type { LogType } from './log-type';

/** A file an event speaks of. Hashes are lower-case hex. */
export type LogEventFile = {
  readonly name?: string;
  readonly extension?: string;
  readonly mimeType?: string;
  readonly size?: number;
  readonly md5?: string;
  readonly sha1?: string;
  readonly sha256?: string;
};

/**
 * One normalized event: what outputs write (formats `normalized` and `both`) and what the window shows.
 * A field the record does not have is absent, never null or "". Everything the mapping does not name stays in the raw record.
 */
export type LogEvent = {
  /** 32 lower-case hex digits, the same for the same record for ever: the receiver's key for dropping repeats. */
  readonly id: string;
  /** ISO 8601 UTC with milliseconds: when it happened, by Mimecast's clock. Absent only when the record has no readable time. */
  readonly time?: string;
  readonly connector: string;
  readonly logType: LogType;
  /** The vendor's event type: "receipt", "url protect", an audit type, "dlp", "held", "no_longer_held", or "unknown". */
  readonly eventType: string;
  readonly eventSubtype?: string;
  /** What was done, lower case words of the vendor or the spelled-out form of its code, e.g. "accepted", "held", "block". */
  readonly action?: string;
  /** Whether the message, action or person got through. */
  readonly status?: 'passed' | 'failed';
  readonly sender?: string;
  readonly senderHeader?: string;
  readonly senderDomain?: string;
  readonly recipients?: readonly string[];
  readonly subject?: string;
  readonly direction?: 'inbound' | 'outbound' | 'internal';
  readonly sourceIp?: string;
  readonly destinationIp?: string;
  readonly url?: string;
  readonly urlCategory?: string;
  readonly file?: LogEventFile;
  readonly policy?: string;
  readonly reason?: string;
  readonly threat?: string;
  readonly messageId?: string;
  /** Groups the events of one message (SIEM aggregateId). */
  readonly messageGroupId?: string;
  readonly user?: string;
  readonly category?: string;
  readonly size?: number;
  readonly account?: string;
};
