import * as z from 'zod';

import type { Message } from '../../../../../shared/text/message';
import { say } from '../../../../../shared/text/message';
import { FailureError } from '../../../kit/failure-error';
import type { WorkPool } from '../../../pipeline/work-pool';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient } from '../client/api-client';
import type { Lane, LaneEnd, PageStart } from './siem-lane';
import { dayOf, LaneSchema, LaneWalk, reachDays } from './siem-lane';
import type { Listing } from './siem-listing';
import { prefixOf, prefixOfName, readListing } from './siem-listing';
import type { Platform } from './siem-types';
import { siemPath, typesOf } from './siem-types';

const dayMs = 86_400_000;
/** Files in one page at the most (API.md §2.2). */
const pageSize = 100;
/** The comma list is re-examined for missing types this often. */
const probeEveryMs = dayMs;

/**
 * Where the stream stands. `list`: one lane named "*" asks for all types at once, which the quota allows every 18 s;
 * `single`: a lane per type, every 180 s (ARCHITECTURE.md 14). Sources contradict on whether the list works, so it
 * is tried, checked against single requests, and what works is remembered.
 */
const CursorSchema = z.object({
  form: z.enum(['list', 'single']),
  lanes: z.record(z.string(), LaneSchema),
  /** The last file that the list brought of each type, by the prefix of its name; `day` (YYYY-MM-DD) is when. */
  lastListed: z.record(z.string(), z.object({ day: z.string(), name: z.string() })).optional(),
  probedAt: z.number().optional(),
  /** Up to this day the list is known to have left no type out, YYYY-MM-DD. */
  probedDay: z.string().optional(),
});
type Cursor = z.infer<typeof CursorSchema>;

export type SiemBatchSettings = { readonly client: ApiClient; readonly pool: WorkPool; readonly platform: Platform };

/** SIEM events from batch files (API.md §2.2 to §2.6, algorithm of §9). */
export class SiemBatchStream implements Stream {
  readonly logType = 'SIEM';
  /** Seven days (API.md §2.2). */
  readonly horizonMs = 7 * dayMs;
  readonly #settings: SiemBatchSettings;

  constructor(settings: SiemBatchSettings) {
    this.#settings = settings;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    await this.#settings.client.authenticate(context.signal);
    const restored = CursorSchema.safeParse(context.cursor);
    const at: Position = { cursor: restored.success ? restored.data : this.#start(context) };
    // Pins the start: were the first walk interrupted for long, the next try would otherwise begin later.
    if (!restored.success) yield step(at.cursor);
    let trouble: FailureError | null = null;
    if (at.cursor.form === 'list') {
      try {
        let end: LaneEnd = yield* this.#walk(at, '*', context);
        trouble = end.trouble;
        // Which types the list brings is known only at its end.
        const suspects = end.complete ? await this.#leftOut(at.cursor, context) : null;
        if (suspects !== null && suspects.length > 0) {
          // A file that came since proves nothing against the list: only what it does not bring now either.
          end = yield* this.#walk(at, '*', context);
          trouble ??= end.trouble;
        }
        if (suspects !== null && end.complete) {
          const partial = suspects.some(({ prefix, lastName }) => at.cursor.lastListed?.[prefix]?.name === lastName);
          at.cursor = partial ? this.#single(at.cursor, context) : { ...at.cursor, probedAt: context.clock.now(), probedDay: dayOf(this.#settings.client.now() - dayMs) };
          yield step(at.cursor);
        }
      } catch (error) {
        // Only a refused request says that the list form is not understood; everything else is an ordinary failure.
        if (!isRequestRefused(error)) throw error;
        at.cursor = this.#single(at.cursor, context);
        yield step(at.cursor);
      }
    }
    if (at.cursor.form === 'single') {
      for (const type of typesOf(this.#settings.platform)) {
        try {
          const end: LaneEnd = yield* this.#walk(at, type, context);
          trouble ??= end.trouble;
        } catch (error) {
          if (!(error instanceof FailureError) || !concernsOneType(error)) throw error;
          trouble ??= error;
        }
      }
    }
    if (trouble !== null) throw trouble;
  }

  notes(cursor: unknown): readonly Message[] {
    const parsed = CursorSchema.safeParse(cursor);
    if (!parsed.success) return [];
    const owed = Object.values(parsed.data.lanes).reduce((sum, lane) => sum + (lane.owed?.length ?? 0), 0);
    return [
      say(parsed.data.form === 'list' ? 'collector.note.allTypes' : 'collector.note.oneType'),
      ...(owed > 0 ? [say('collector.note.owed', { count: owed })] : []),
    ];
  }

  /** 50 calls in 15 minutes: one list every 18 s, or one call for each of the types (ARCHITECTURE.md 14). */
  floorMs(cursor: unknown): number {
    const parsed = CursorSchema.safeParse(cursor);
    return 18_000 * (parsed.success && parsed.data.form === 'single' ? typesOf(this.#settings.platform).length : 1);
  }

  #start(context: PollContext): Cursor {
    const day = this.#startDay(context.startFrom);
    return { form: 'list', lanes: { '*': { day } }, probedDay: day };
  }

  #startDay(from: number): string {
    const now = this.#settings.client.now();
    return dayOf(Math.min(Math.max(from, now - reachDays * dayMs), now));
  }

  /** Single lanes start where the list is known to have been complete: what it did bring is recognised by its ids. */
  #single(cursor: Cursor, context: PollContext): Cursor {
    const day = this.#unprovenDay(cursor, context);
    return { form: 'single', lanes: Object.fromEntries(typesOf(this.#settings.platform).map((type): [string, Lane] => [type, { day }])) };
  }

  /** From here on the list may have left something out: a type, or a file that is still owed. */
  #unprovenDay(cursor: Cursor, context: PollContext): string {
    const lane = cursor.lanes['*'];
    const days = [lane?.day, cursor.probedDay, ...Object.values(cursor.lastListed ?? {}).map((last) => last.day), ...(lane?.owed ?? []).map((owed) => owed.day)].filter((day) => day !== undefined);
    const [first] = days.sort();
    return this.#startDay(first === undefined ? context.startFrom : Date.parse(first));
  }

  /**
   * Types with files that the list did not bring: of one that it never brought any, of another any later than the day of its
   * last one. Null: not due.
   */
  async #leftOut(cursor: Cursor, context: PollContext): Promise<readonly Suspect[] | null> {
    if (cursor.probedAt !== undefined && context.clock.now() - cursor.probedAt < probeEveryMs) return null;
    const today = dayOf(this.#settings.client.now());
    const suspects: Suspect[] = [];
    for (const type of typesOf(this.#settings.platform)) {
      const last = cursor.lastListed?.[prefixOf(type)];
      if (last !== undefined && last.day >= today) continue;
      const day = last === undefined ? this.#unprovenDay(cursor, context) : dayOf(Date.parse(last.day) + dayMs);
      const listing = await this.#list(type, { day }, 1, context.signal).catch((error: unknown) => {
        // A type that this account does not have cannot be missing from the list.
        if (isRequestRefused(error)) return null;
        throw error;
      });
      for (const { name } of listing?.files ?? []) {
        // Files may be named otherwise than their type makes one expect.
        const prefix = prefixOfName(name);
        const brought = cursor.lastListed?.[prefix];
        if (brought === undefined || (last !== undefined && brought.day < today && brought.name !== name)) suspects.push({ prefix, lastName: brought?.name });
      }
    }
    return suspects;
  }

  /** `at` follows every step, also when the walk ends with an exception. */
  async *#walk(at: Position, laneName: string, context: PollContext): AsyncGenerator<Step, LaneEnd, void> {
    const { client, pool } = this.#settings;
    const lane = at.cursor.lanes[laneName] ?? { day: this.#startDay(context.startFrom) };
    const walk = new LaneWalk({ lane, client, pool, context, list: (page) => this.#list(laneName, page, pageSize, context.signal) }).run();
    try {
      for (let next = await walk.next(); ; next = await walk.next()) {
        if (next.done === true) return next.value;
        const { lane: reached, parts, seen } = next.value;
        const { cursor } = at;
        const today = dayOf(client.now());
        const listed = laneName === '*' && seen.length > 0 ? { lastListed: { ...cursor.lastListed, ...Object.fromEntries(seen.map((name) => [prefixOfName(name), { day: today, name }])) } } : {};
        at.cursor = { ...cursor, lanes: { ...cursor.lanes, [laneName]: reached }, ...listed };
        yield step(at.cursor, parts);
      }
    } finally {
      // An abandoned walk gives its download back.
      await walk.return({ trouble: null, complete: false });
    }
  }

  async #list(laneName: string, start: PageStart, size: number, signal: AbortSignal): Promise<Listing> {
    const { client, platform } = this.#settings;
    const types = laneName === '*' ? typesOf(platform).join(',') : laneName;
    // Beyond its horizon Mimecast refuses a date.
    const oldest = dayOf(client.now() - reachDays * dayMs);
    const page = await client.call(
      {
        method: 'GET',
        path: siemPath(platform, 'batch'),
        // With a position only the position is sent: dates beside it are what peers disagree on (API.md §2.3).
        query: { type: types, pageSize: String(size), ...(start.next === undefined ? { dateRangeStartsAt: start.day < oldest ? oldest : start.day } : { nextPage: start.next }) },
        quota: 'siem-batch',
      },
      signal,
    );
    return readListing(page, client.now());
  }
}

type Position = { cursor: Cursor };
/** A type by the prefix of its files, and the last of them that the list brought. */
type Suspect = { readonly prefix: string; readonly lastName: string | undefined };

function isRequestRefused(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'MC-REQUEST-400';
}

/** Whether the lanes of other types may fare better. */
function concernsOneType({ failure: { code } }: FailureError): boolean {
  return code === 'MC-REQUEST-400' || code === 'MC-FAIL-200' || code === 'MC-ANSWER-SHAPE' || code === 'MC-SERVER-5XX';
}
