import { Buffer } from 'node:buffer';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

import type { HistoryRow } from '../../../shared/model/history';
import type { LogEvent } from '../../../shared/model/log-event';
import type { LogType } from '../../../shared/model/log-type';
import { idBytes } from '../pipeline/identity';
import { cellsOf } from '../preview/answers';
import type { PreviewOrigin } from '../preview/block';
import { Block } from '../preview/block';
import type { Texts } from '../preview/columns';
import { addToColumns } from '../preview/columns';
import type { SqlRow } from '../spool/driver';
import type { HistoryFile } from './history-file';

/** Events on their way into the history. `fresh`: places of those that were new, null for all. */
export type HistoryBatch = {
  readonly origin: PreviewOrigin;
  /** Epoch ms. */
  readonly at: number;
  readonly lines: Uint8Array;
  readonly ids: Uint8Array;
  readonly count: number;
  readonly fresh: readonly number[] | null;
};

/** Events stored and written together: some 30 ms of work, after which the thread rests. */
export const sliceEvents = 256;

const newLine = 10;
/** No block is larger, see preview/block.ts; one line may be (law 9: 16 MiB). */
const largestBody = 64 * 1024 * 1024;
const longestWord = 4096;
/** The new events of a batch in blocks of at most `sliceEvents`. */
export function* slicesOf(batch: HistoryBatch): Generator<Block> {
  const wanted = batch.fresh === null ? null : new Set(batch.fresh);
  let block = new Block(0);
  let from = 0;
  for (let i = 0; i < batch.count; i += 1) {
    const end = batch.lines.indexOf(newLine, from);
    const line = batch.lines.subarray(from, end);
    from = end + 1;
    if (wanted?.has(i) === false) continue;
    const id = batch.ids.subarray(i * idBytes, (i + 1) * idBytes);
    if (block.count === sliceEvents || !block.add(line, id, batch.origin, batch.at)) {
      yield block;
      block = new Block(0);
      block.add(line, id, batch.origin, batch.at);
    }
  }
  if (block.count > 0) yield block;
}

/** Reads the fields of a block for a filter; the events are given back because others need them too. */
export function indexed(block: Block, texts: Texts): readonly LogEvent[] {
  const events: LogEvent[] = [];
  for (let at = 0; at < block.count; at += 1) {
    const event = block.event(at);
    addToColumns(block.columns, event, texts);
    events.push(event);
  }
  block.indexed = block.count;
  return events;
}

/** When an event happened as far as this program believes it: a time to come is a wrong clock. */
export function timeOf(event: LogEvent, arrivedAt: number): number {
  const time = event.time === undefined ? NaN : Date.parse(event.time);
  return Number.isNaN(time) || time > arrivedAt + aheadMs ? arrivedAt : time;
}
const aheadMs = 60 * 60_000;

export function storeBlock(file: HistoryFile, block: Block, events: readonly LogEvent[]): number {
  const origin = block.origins[0];
  const at = block.arrived[0];
  if (origin === undefined || at === undefined) return 0;
  const times = events.map((event) => timeOf(event, at));
  const lines = events.map((_event, place) => block.raw(place));
  const ids = Buffer.from(events.map(({ id }) => id).join(''), 'hex');
  const body = deflateRawSync(Buffer.from(lines.join('\n')), { level: 1 });
  const { lastInsertRowid } = file.sql('INSERT INTO block (at, first, last, count, connector_id, connector, log_type, ids, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(at, Math.min(...times), Math.max(...times), events.length, origin.connectorId, origin.connectorName, origin.logType, new Uint8Array(ids), new Uint8Array(body));
  if (file.searchable) {
    file.sql('INSERT INTO block_text (rowid, subject, sender, recipients, ids) VALUES (?, ?, ?, ?, ?)').run(
      lastInsertRowid,
      joined(events.map(({ subject }) => subject)),
      joined(events.flatMap(({ sender, senderHeader }) => [sender, senderHeader])),
      joined(events.flatMap(({ recipients }) => recipients ?? [])),
      joined(events.flatMap(({ id, messageId, messageGroupId }) => [id, messageId, messageGroupId])),
    );
  }
  return lastInsertRowid;
}

/** A longer value than a filter can name is never the value that a filter names, so cutting it loses nothing. */
function joined(values: readonly (string | undefined)[]): string {
  return [...new Set(values.filter((value) => value !== undefined).map((value) => value.slice(0, longestWord)))].join('\n');
}

export const blockColumns = 'id, at, first, last, count, connector_id, connector, log_type, ids, body';

/** A stored block as a filter sees it. */
export function loadBlock(row: SqlRow, texts: Texts): Block {
  const origin: PreviewOrigin = { connectorId: String(row['connector_id']), connectorName: String(row['connector']), logType: String(row['log_type']) as LogType };
  const body = inflateRawSync(row['body'] as Uint8Array, { maxOutputLength: largestBody });
  const ids = row['ids'] as Uint8Array;
  const block = new Block(0);
  let from = 0;
  for (let i = 0; i < Number(row['count']); i += 1) {
    const found = body.indexOf(newLine, from);
    const end = found < 0 ? body.length : found;
    block.add(body.subarray(from, end), ids.subarray(i * idBytes, (i + 1) * idBytes), origin, Number(row['at']));
    from = end + 1;
  }
  indexed(block, texts);
  return block;
}

export function historyRow(event: LogEvent, arrivedAt: number): HistoryRow {
  return { id: event.id, ...cellsOf(event, arrivedAt) };
}
