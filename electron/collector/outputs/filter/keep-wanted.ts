import type { LogType } from '../../../../shared/model/log-type';
import type { OutputFilter } from '../../../../shared/model/output';
import { normalize } from '../../pipeline/normalize/normalize';

type Events = {
  readonly connectorName: string;
  readonly logType: LogType;
  readonly count: number;
  readonly lines: Uint8Array;
  readonly ids: Uint8Array;
};

/** A batch with the events that are wanted. `kept`: the place that event i had before; null when all were kept. */
export type Kept<B> = { readonly batch: B; readonly kept: Uint32Array | null };

const idBytes = 16;
const newline = 0x0a;

/**
 * Leaves out what the filter does not want. A log type that is not wanted costs nothing, event types cost one parse per
 * event. A record that cannot be read has the event type "unknown".
 */
export function keepWanted<B extends Events>(batch: B, filter: OutputFilter | undefined): Kept<B> {
  if (filter?.logTypes !== undefined && !filter.logTypes.includes(batch.logType)) return { batch: pick(batch, []), kept: new Uint32Array(0) };
  const { eventTypes } = filter ?? {};
  if (eventTypes === undefined) return { batch, kept: null };
  const listed = new Set(eventTypes.types.map((type) => type.trim().toLowerCase()));
  const wanted: number[] = [];
  const source = Buffer.from(batch.lines.buffer, batch.lines.byteOffset, batch.lines.byteLength);
  let start = 0;
  for (let index = 0; index < batch.count; index += 1) {
    const found = source.indexOf(newline, start);
    const end = found === -1 ? source.length : found;
    if (listed.has(eventTypeOf(source.toString('utf8', start, end), batch)) === (eventTypes.mode === 'include')) wanted.push(index);
    start = end + 1;
  }
  if (wanted.length === batch.count) return { batch, kept: null };
  return { batch: pick(batch, wanted), kept: Uint32Array.from(wanted) };
}

function eventTypeOf(line: string, batch: Events): string {
  let record: unknown = null;
  try {
    record = JSON.parse(line);
  } catch {
    // Decoding sets unreadable lines aside long before.
  }
  return normalize(record, { id: '', connector: batch.connectorName, logType: batch.logType }).eventType.toLowerCase();
}

/** The events at `indexes`, ascending, in memory of their own: a batch's buffers move to the thread that renders it. */
function pick<B extends Events>(batch: B, indexes: readonly number[]): B {
  const ids = new Uint8Array(indexes.length * idBytes);
  const parts: Uint8Array[] = [];
  let place = 0;
  let start = 0;
  for (let index = 0; index < batch.count && place < indexes.length; index += 1) {
    const end = batch.lines.indexOf(newline, start) + 1;
    if (indexes[place] === index) {
      parts.push(batch.lines.subarray(start, end));
      ids.set(batch.ids.subarray(index * idBytes, (index + 1) * idBytes), place * idBytes);
      place += 1;
    }
    start = end;
  }
  const lines = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    lines.set(part, at);
    at += part.length;
  }
  return { ...batch, count: indexes.length, lines, ids };
}
