import type { LogEvent } from '../../../shared/model/log-event';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow, PreviewValue } from '../../../shared/model/preview';
import { mappingOf } from '../pipeline/normalize/normalize';
import type { Block } from './block';
import { BlockView } from './block-view';
import { histogramOf } from './histogram';
import type { Ring, Segment } from './ring';

/** What the ring knows of the answer; the tap adds what it counted before the ring. */
export type RingReply = Omit<PreviewReply, 'skipped' | 'rate' | 'lastArrivalAt' | 'latestSeq'>;

/** After this time a new filter gets an answer about the newest events; the next ask, which comes at once, goes on. */
const searchMs = 120;
/** Reading ahead while nobody types: short, because a new filter waits for it. */
const aheadMs = 20;
/** Long texts of a hostile record are cut for the list; the detail shows all. */
const longestCell = 300;

export function answerRows(ring: Ring, ask: PreviewAsk): RingReply {
  const search = ring.searchFor(ask);
  ring.advance(search, searchMs);
  const segments = ring.segments(search, ask);
  const matched = segments.reduce((sum, { lo, hi }) => sum + hi - lo, 0);
  const firstIndex = ask.at.kind === 'tail' ? Math.max(0, matched - ask.count) : Math.min(ask.at.index, Math.max(0, matched - 1));
  const unsearched = ring.blocks.reduce((sum, block) => sum + search.unsearched(block), 0);
  const reply: RingReply = {
    rows: [...window(segments, firstIndex, ask.count)].map(({ block, at }) => rowOf(ring, block, at, ask.extra)),
    firstIndex,
    matched,
    buffered: ring.held(ask),
    capacity: ring.limits.events,
    bytes: ring.bytes,
    bytesAtMost: ring.limits.bytes,
    newer: ask.upTo === null ? 0 : newerThan(ring, search, ask),
    evicted: ring.evicted,
    unsearched,
    problem: search.problem,
    pausedBy: ask.pauseOn === null ? null : firstMatch(ring, ask.pauseOn),
    histogram: ask.histogram ? histogramOf(ring, segments, ask) : null,
  };
  if (unsearched === 0) ring.indexAhead(aheadMs);
  return reply;
}

function newerThan(ring: Ring, search: Parameters<Ring['segments']>[0], ask: PreviewAsk): number {
  return ring.segments(search, { after: Math.max(ask.after, ask.upTo ?? 0), upTo: null, marks: [] }).reduce((sum, { lo, hi }) => sum + hi - lo, 0);
}

function firstMatch(ring: Ring, wanted: { readonly text: string; readonly after: number }): number | null {
  const search = ring.searchFor({ text: wanted.text, logTypes: [], connectorIds: [] });
  if (search.problem !== null) return null;
  ring.advance(search, aheadMs);
  const [first] = ring.segments(search, { after: wanted.after, upTo: null, marks: [] });
  return first === undefined ? null : first.block.firstSeq + placeAt(first, first.lo);
}

export const placeAt = (segment: Segment, index: number): number => (segment.places === null ? index : (segment.places[index] ?? 0));

/** The `count` events that start at an index of the list. */
export function* window(segments: readonly Segment[], firstIndex: number, count: number): Generator<{ readonly block: Block; readonly at: number }> {
  let skip = firstIndex;
  let left = count;
  for (const segment of segments) {
    const length = segment.hi - segment.lo;
    for (let i = skip; i < length && left > 0; i += 1, left -= 1) yield { block: segment.block, at: placeAt(segment, segment.lo + i) };
    skip = Math.max(0, skip - length);
    if (left === 0) return;
  }
}

function cell(text: string | undefined): string | null {
  return text === undefined ? null : text.slice(0, longestCell);
}

/** What a list shows of an event, now or from the past. */
export function cellsOf(event: LogEvent, arrivedAt: number): Omit<PreviewRow, 'seq' | 'extra'> {
  return {
    time: event.time ?? null,
    arrivedAt,
    connector: event.connector,
    logType: event.logType,
    eventType: event.eventType.slice(0, longestCell),
    action: cell(event.action),
    status: event.status ?? null,
    sender: cell(event.sender ?? event.senderHeader ?? event.user),
    recipients: cell(event.recipients?.join(', ')),
    subject: cell(event.subject ?? event.reason),
  };
}

export function rowOf(ring: Ring, block: Block, at: number, extra: readonly string[]): PreviewRow {
  if (extra.length > 0) ring.index(block);
  const event = block.event(at);
  const view = extra.length === 0 ? null : new BlockView(block, at, at + 1);
  return {
    seq: block.firstSeq + at,
    ...cellsOf(event, block.arrived[at] ?? 0),
    extra: view === null ? [] : extra.map((field) => textOf(view, field)),
  };
}

/** The values of a field as one text; null when there is none. */
export function textOf(view: BlockView, field: string): string | null {
  const values = view.values(field);
  return values.length === 0 ? null : values.join(', ').slice(0, longestCell);
}

export function answerDetail(ring: Ring, seq: number): PreviewDetail | null {
  const found = ring.find(seq);
  if (found === null) return null;
  const { block, at } = found;
  const origin = block.origins[at];
  if (origin === undefined) return null;
  const record = block.record(at);
  const event = block.event(at, record);
  const rows = mappingOf(origin.logType, event.eventType);
  const paths = pathsOf(record);
  const pairs = rows.flatMap((row) => row.connector.flatMap((field) => (field in event ? row.from.filter((raw) => paths.includes(raw)).map((raw) => ({ raw, field })) : [])));
  const used = new Set(pairs.map(({ raw }) => raw));
  return {
    seq,
    id: event.id,
    connectorId: origin.connectorId,
    connector: origin.connectorName,
    logType: origin.logType,
    raw: block.raw(at),
    normalized: JSON.stringify(event),
    arrivedAt: block.arrived[at] ?? 0,
    pairs: unique(pairs),
    unmapped: paths.filter((path) => !used.has(path) && ![...used].some((other) => other.startsWith(`${path}.`))).slice(0, 500),
  };
}

function unique(pairs: readonly { readonly raw: string; readonly field: string }[]) {
  return [...new Map(pairs.map((pair) => [`${pair.raw} ${pair.field}`, pair])).values()];
}

/** The fields of a record and those one level below, which is as deep as the mapping goes. */
function pathsOf(record: unknown): readonly string[] {
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return [];
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return [name];
    return Object.keys(value).map((inner) => `${name}.${inner}`);
  });
}

/** Events told beside one: more than a message has. */
const mostRelated = 60;

/** Events of the same message, oldest first, the event itself among them; empty when it belongs to none. */
export function answerRelated(ring: Ring, seq: number): readonly PreviewRow[] {
  const found = ring.find(seq);
  if (found === null) return [];
  const event = found.block.event(found.at);
  const keys = [event.messageGroupId, event.messageId].filter((key): key is string => key !== undefined && key !== '' && key.length <= 300 && !key.includes('\n'));
  if (keys.length === 0) return [];
  const search = ring.searchFor({ text: keys.map((key) => `"${key.replace(/["\\]/g, '\\$&')}"`).join(' OR '), logTypes: [], connectorIds: [] });
  ring.advance(search, searchMs);
  const segments = ring.segments(search, { after: 0, upTo: null, marks: [] });
  return [...window(segments, 0, mostRelated)].map(({ block, at }) => rowOf(ring, block, at, []));
}

/** Values are counted among so many of the newest events, and so many are told. */
const mostCounted = 50_000;
const mostValues = 20;

export function answerValues(ring: Ring, { field, prefix }: { readonly field: string; readonly prefix: string }): readonly PreviewValue[] {
  const wanted = prefix.toLowerCase();
  const counts = new Map<string, number>();
  let looked = 0;
  for (let i = ring.blocks.length - 1; i >= 0 && looked < mostCounted; i -= 1) {
    const block = ring.blocks[i];
    if (block === undefined) break;
    const view = new BlockView(block, 0, Math.max(1, block.indexed));
    for (let at = 0; at < block.indexed; at += 1, looked += 1) {
      view.at = at;
      for (const value of view.values(field)) {
        const text = String(value);
        if (text.length <= 200 && (wanted === '' || text.toLowerCase().includes(wanted))) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    if (!view.isCheap(field)) looked += mostCounted / 20;
  }
  return [...counts].sort(([, left], [, right]) => right - left).slice(0, mostValues).map(([value, count]) => ({ value, count }));
}
