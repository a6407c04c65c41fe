import { Buffer } from 'node:buffer';

import type { StoredBatch } from '../../electron/collector/outputs/render';
import { eventText } from '../../electron/collector/outputs/render';
import type { EventFormat, EventModel } from '../../shared/model/output';

/** The lines of a batch as an output gets them, each by way of JSON.parse: what every shorter way is compared with. */
export function parsedEvents(batch: StoredBatch, format: EventFormat, model: EventModel = 'connector'): { readonly lines: readonly string[]; readonly ends: readonly number[] } {
  const raw = Buffer.from(batch.lines).toString().split('\n').slice(0, -1);
  const ids = Buffer.from(batch.ids).toString('hex');
  const lines = raw.map((line, place) => {
    if (format === 'raw') return line;
    const event = eventText(line, { id: ids.slice(place * 32, place * 32 + 32), connector: batch.connectorName, logType: batch.logType }, model);
    if (event === null) throw new Error(`This is no record: ${line}`);
    return format === 'both' ? `${event.slice(0, -1)},"raw":${line}}` : event;
  });
  let end = 0;
  return { lines, ends: lines.map((line) => (end += Buffer.byteLength(line) + 1)) };
}
