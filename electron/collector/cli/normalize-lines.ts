import { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { EventModel } from '../../../shared/model/output';
import { eventText } from '../outputs/render';
import { longestLine } from '../pipeline/chunk';
import { identityOf } from '../pipeline/identity';

export type NormalizeLinesOptions = {
  readonly target: EventModel;
  /** Null: told from each record. */
  readonly logType: LogType | null;
  readonly connector: string;
};

export type NormalizeLinesCounts = { readonly lines: number; readonly bad: number };

/**
 * Newline JSON in, one normalized line out for each line in. A line that is no record is reported with its number and left
 * out; empty lines are neither. `write` may answer with a promise: reading waits for it.
 */
export async function normalizeLines(
  input: AsyncIterable<Uint8Array>,
  options: NormalizeLinesOptions,
  write: (line: string) => Promise<void> | void,
  report: (lineNumber: number, problem: string) => void,
): Promise<NormalizeLinesCounts> {
  let lines = 0;
  let number = 0;
  let bad = 0;
  for await (const bytes of linesOf(input)) {
    number += 1;
    if (bytes === null) {
      bad += 1;
      report(number, `The line is longer than ${longestLine} bytes.`);
      continue;
    }
    const text = bytes.toString('utf8').replace(number === 1 ? /^\ufeff/ : /^$/, '').replace(/\r$/, '');
    if (text.trim() === '') continue;
    const event = eventOf(text, bytes, options);
    if (typeof event === 'string') {
      lines += 1;
      await write(`${event}\n`);
    } else {
      bad += 1;
      report(number, event.problem);
    }
  }
  return { lines, bad };
}

function eventOf(text: string, bytes: Buffer, options: NormalizeLinesOptions): string | { readonly problem: string } {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch (error) {
    return { problem: `The line is not valid JSON: ${(error as Error).message}` };
  }
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return { problem: 'The line is JSON but not an object.' };
  if (text.includes('\ufffd') && !bytes.includes('\ufffd')) return { problem: 'The line is not valid UTF-8.' };
  const logType = options.logType ?? guessedLogType(record);
  try {
    const event = eventText(text, { id: identityOf(logType, record), connector: options.connector, logType }, options.target);
    return event ?? { problem: 'The record is nested too deep.' };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** By the fields that only one of the four logs has (API.md §2 to §5); SIEM when none is there. */
export function guessedLogType(record: object): LogType {
  const has = (...names: readonly string[]): boolean => names.some((name) => Object.hasOwn(record, name));
  if (has('auditType', 'eventInfo')) return 'Audit_Events';
  if (has('senderAddress', 'recipientAddress')) return 'DLP';
  if (has('aggregateId', 'processingId')) return 'SIEM';
  if (has('change', 'lastSeen', 'dateReceived', 'reasonCode', 'policyInfo')) return 'Hold_Message_List';
  return 'SIEM';
}

/** Lines without their "\n"; null for one that is too long, whose bytes are thrown away as they come. */
async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | null> {
  let parts: Buffer[] = [];
  let length = 0;
  let skipping = false;
  const take = (): Buffer | null => {
    const line = skipping ? null : parts.length === 1 ? (parts[0] ?? null) : Buffer.concat(parts);
    parts = [];
    length = 0;
    skipping = false;
    return line;
  };
  const keep = (part: Buffer): void => {
    length += part.length;
    if (length > longestLine) {
      skipping = true;
      parts = [];
    } else if (!skipping) parts.push(part);
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, end));
      yield take();
      from = end + 1;
    }
    // The stream may use its memory again for the next chunk.
    if (from < bytes.length) keep(Buffer.from(bytes.subarray(from)));
  }
  if (length > 0) yield take();
}
