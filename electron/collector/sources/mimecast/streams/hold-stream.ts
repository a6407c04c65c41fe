import * as z from 'zod';

import type { Message } from '../../../../../shared/text/message';
import { decodePage, decodeRecords } from '../../../pipeline/decode-lines';
import type { StateChange } from '../../../spool/spool';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient } from '../client/api-client';
import { listPages } from '../client/list-pages';
import { apiTime } from './window-stream';

const dayMs = 86_400_000;
/** Further back than Mimecast holds a message. */
const reachMs = 90 * dayMs;
/** Messages older than this are about to leave the scanned window: their absence proves nothing. */
const edgeMs = dayMs;

/** A held message as remembered between polls. */
const HeldSchema = z.object({
  /** The vendor's record, text untouched. */
  record: z.string(),
  /** ISO time of the first complete walk that did not show it any more. */
  missedAt: z.string().nullable(),
});
type Held = z.infer<typeof HeldSchema>;

/** A message that was reported as gone, ISO time: under its old id it may be held again. */
const GoneSchema = z.object({ goneAt: z.string() });
type Gone = z.infer<typeof GoneSchema>;

/** The little that tells is kept this long: a busy queue must not fill the memory with what has left it. */
const goneMs = 30 * dayMs;

/**
 * The hold queue is a state, not a log (API.md §5): each poll walks all of it and reports what changed. A message is
 * said to have left only after two complete walks in a row without it, because a queue that shrinks while it is
 * paged can hide a message from one walk, and no event may be invented.
 */
export class HoldStream implements Stream {
  readonly logType = 'Hold_Message_List';
  /** A state, not a log: what is held now can always be read. */
  readonly horizonMs = null;
  readonly #client: ApiClient;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    const { clock, signal } = context;
    await this.#client.authenticate(signal);
    const now = this.#client.now();
    const known = readState(await context.loadState());
    const present = new Set<string>();
    let total: number | null = null;
    const filter = { admin: true, start: apiTime(now - reachMs), end: apiTime(now + 60_000) };
    for await (const page of listPages(this.#client, clock, { path: '/api/gateway/get-hold-message-list', filter, records: ['data'], source: 'held messages' }, signal)) {
      total = page.total ?? total;
      const appeared: string[] = [];
      const state: StateChange[] = [];
      for (const record of page.records) {
        const key = keyOf(record);
        if (present.has(key)) continue;
        present.add(key);
        const before = known.get(key);
        if (before === undefined) appeared.push(record);
        // Its own record has the identity of the first time and would be taken for a repeat.
        else if ('goneAt' in before) appeared.push(changeRecord('held_again', new Date(now).toISOString(), record));
        if (before === undefined || 'goneAt' in before || before.missedAt !== null) {
          const held: Held = { record, missedAt: null };
          known.set(key, held);
          state.push({ key, value: JSON.stringify(held) });
        }
      }
      if (state.length + page.broken.length > 0) yield step({ walkedAt: now }, { ...decodePage(this.logType, { ...page, records: appeared }, page.source), state });
    }
    // A walk that saw fewer messages than Mimecast counts was not complete: it proves no absence.
    if (total === null || present.size >= total) yield this.#departures(known, present, now);
    yield step({ walkedAt: now });
  }

  notes(): readonly Message[] {
    return [];
  }

  /** No quota is documented; below this nothing is gained. */
  floorMs(): number {
    return 5_000;
  }

  #departures(known: ReadonlyMap<string, Held | Gone>, present: ReadonlySet<string>, now: number): Step {
    const left: string[] = [];
    const state: StateChange[] = [];
    for (const [key, held] of known) {
      if (present.has(key)) continue;
      if ('goneAt' in held) {
        if (Date.parse(held.goneAt) < now - goneMs) state.push({ key, value: null });
        continue;
      }
      const received = receivedAt(held.record);
      // A message newer than the window (the clock was set back) was not asked for: its absence proves nothing.
      if (received !== null && received > now) continue;
      if (!isMessage(held.record) || (received !== null && received < now - reachMs + edgeMs)) {
        state.push({ key, value: null });
      } else if (held.missedAt === null) {
        state.push({ key, value: JSON.stringify({ ...held, missedAt: new Date(now).toISOString() } satisfies Held) });
      } else {
        left.push(changeRecord('no_longer_held', held.missedAt, held.record));
        state.push({ key, value: JSON.stringify({ goneAt: new Date(now).toISOString() } satisfies Gone) });
      }
    }
    return step({ walkedAt: now }, { ...decodeRecords(this.logType, left, 'messages no longer held'), state });
  }
}

/** The vendor's record goes in as text, so that it stays untouched inside. */
function changeRecord(change: 'held_again' | 'no_longer_held', observedAt: string, record: string): string {
  return `{"change":${JSON.stringify(change)},"observedAt":${JSON.stringify(observedAt)},"lastSeen":${record}}`;
}

function readState(rows: readonly StateChange[]): Map<string, Held | Gone> {
  const known = new Map<string, Held | Gone>();
  for (const row of rows) {
    if (row.value === null) continue;
    const parsed = z.union([HeldSchema, GoneSchema]).safeParse(JSON.parse(row.value));
    if (parsed.success) known.set(row.key, parsed.data);
  }
  return known;
}

/** The id, or what tells a message apart where there is none (API.md §5: whether ids are stable is not verified). */
function keyOf(record: string): string {
  const parsed: unknown = JSON.parse(record);
  if (parsed === null || typeof parsed !== 'object') return record;
  const { id, dateReceived, from, to, subject, reasonCode } = parsed as Readonly<Record<string, unknown>>;
  // As JSON text: a NUL or half a surrogate pair would not come back from the store as it went in.
  return typeof id === 'string' && id !== '' ? JSON.stringify(id) : JSON.stringify([dateReceived, from, to, subject, reasonCode]);
}

/** Something else in the list was set aside when it appeared; it cannot leave a queue. */
function isMessage(record: string): boolean {
  return record.startsWith('{');
}

function receivedAt(record: string): number | null {
  const { dateReceived } = (JSON.parse(record) ?? {}) as { readonly dateReceived?: unknown };
  const time = typeof dateReceived === 'string' ? Date.parse(dateReceived) : NaN;
  return Number.isFinite(time) ? time : null;
}
