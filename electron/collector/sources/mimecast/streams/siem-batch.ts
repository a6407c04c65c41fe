import * as z from 'zod';

import { FailureError } from '../../../kit/failure-error';
import type { BrokenItem } from '../../../pipeline/chunk';
import type { WorkPool } from '../../../pipeline/work-pool';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient, ApiPage } from '../client/api-client';
import { fileName } from '../client/download';
import type { Platform } from './siem-types';
import { siemPath, typesOf } from './siem-types';

const dayMs = 86_400_000;
/** Mimecast keeps seven days; a day of headroom for a walk that crosses the cutoff (API.md §8 trap 11). */
const reachDays = 6;
/** Files in one page at the most (API.md §2.2). */
const pageSize = 100;
/** A page is listed again this often for fresh links before its unreachable files become a gap. */
const relistings = 3;
/** The comma list is re-examined for missing types this often. */
const probeEveryMs = dayMs;

/** One walk through the files of one type, or of all types in one list. */
const LaneSchema = z.object({
  /** `@nextPage` of the last page whose files are all durable. */
  next: z.string().optional(),
  /** Day the walk started at while there is no `next` yet, YYYY-MM-DD. */
  day: z.string(),
  /** Files of the page behind `next` that are durable already (by path: the signature changes with every listing). */
  done: z.array(z.string()).optional(),
});
type Lane = z.infer<typeof LaneSchema>;

/**
 * Where the stream stands. `list`: one lane named "*" asks for all types at once, which the quota allows every 18 s;
 * `single`: a lane per type, every 180 s (ARCHITECTURE.md 14). Sources contradict on whether the list works, so it
 * is tried, checked against single requests, and what works is remembered.
 */
const CursorSchema = z.object({
  form: z.enum(['list', 'single']),
  lanes: z.record(z.string(), LaneSchema),
  /** Types that files of the list were seen for. */
  listed: z.array(z.string()).optional(),
  probedAt: z.number().optional(),
});
type Cursor = z.infer<typeof CursorSchema>;

type Listing = { readonly files: readonly ListedFile[]; readonly next: string | null; readonly caughtUp: boolean };
type ListedFile = { readonly address: string; readonly key: string; readonly name: string; readonly size: number | null };

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
    let cursor = this.#restore(context);
    if (cursor.form === 'list') {
      try {
        for await (const result of this.#walk(cursor, '*', context)) {
          cursor = result.cursor as Cursor;
          yield result;
        }
      } catch (error) {
        // Only a refused request says that the list form is not understood; everything else is an ordinary failure.
        if (!(error instanceof FailureError) || error.failure.code !== 'MC-REQUEST-400') throw error;
        cursor = this.#single(cursor, context);
        yield step(cursor);
      }
    }
    if (cursor.form === 'list' && (await this.#listIsPartial(cursor, context))) {
      cursor = this.#single(cursor, context);
      yield step(cursor);
    } else if (cursor.form === 'list' && this.#probeDue(cursor, context)) {
      cursor = { ...cursor, probedAt: context.clock.now() };
      yield step(cursor);
    }
    if (cursor.form === 'single') {
      for (const type of typesOf(this.#settings.platform)) {
        for await (const result of this.#walk(cursor, type, context)) {
          cursor = result.cursor as Cursor;
          yield result;
        }
      }
    }
  }

  notes(cursor: unknown): readonly string[] {
    const parsed = CursorSchema.safeParse(cursor);
    if (!parsed.success) return [];
    return [
      parsed.data.form === 'list'
        ? 'Mimecast answers one request for all event types.'
        : 'Mimecast answers one event type at a time: requests are spread over the quota.',
    ];
  }

  /** 50 calls in 15 minutes: one list every 18 s, or one call for each of the types (ARCHITECTURE.md 14). */
  floorMs(cursor: unknown): number {
    const parsed = CursorSchema.safeParse(cursor);
    return 18_000 * (parsed.success && parsed.data.form === 'single' ? typesOf(this.#settings.platform).length : 1);
  }

  #restore(context: PollContext): Cursor {
    const parsed = CursorSchema.safeParse(context.cursor);
    if (parsed.success) return parsed.data;
    return { form: 'list', lanes: { '*': { day: this.#startDay(context.startFrom, context) } } };
  }

  #startDay(from: number, context: PollContext): string {
    return new Date(Math.max(from, context.clock.now() - reachDays * dayMs)).toISOString().slice(0, 10);
  }

  /** Single lanes start where the list began: what it did bring is recognised by its ids. */
  #single(cursor: Cursor, context: PollContext): Cursor {
    const day = cursor.lanes['*']?.day ?? this.#startDay(context.startFrom, context);
    return { form: 'single', lanes: Object.fromEntries(typesOf(this.#settings.platform).map((type) => [type, { day }])) };
  }

  #probeDue(cursor: Cursor, context: PollContext): boolean {
    return cursor.probedAt === undefined || context.clock.now() - cursor.probedAt >= probeEveryMs;
  }

  /** Whether a type that the list never brought has files of its own: then the list leaves types out. */
  async #listIsPartial(cursor: Cursor, context: PollContext): Promise<boolean> {
    if (!this.#probeDue(cursor, context)) return false;
    const seen = new Set(cursor.listed);
    for (const type of typesOf(this.#settings.platform)) {
      if (seen.has(prefixOf(type))) continue;
      const lane: Lane = { day: cursor.lanes['*']?.day ?? this.#startDay(context.startFrom, context) };
      const listing = await this.#list(type, lane, 1, context.signal);
      if (listing.files.some((file) => !seen.has(prefixOfName(file.name)))) return true;
    }
    return false;
  }

  async *#walk(start: Cursor, laneName: string, context: PollContext): AsyncGenerator<Step, void, void> {
    let cursor = start;
    let lane: Lane = cursor.lanes[laneName] ?? { day: this.#startDay(context.startFrom, context) };
    const put = (next: Lane, listed?: readonly string[]): Cursor => {
      lane = next;
      cursor = { ...cursor, lanes: { ...cursor.lanes, [laneName]: next }, ...(listed === undefined ? {} : { listed: [...listed] }) };
      return cursor;
    };
    let restarted = false;
    for (;;) {
      context.signal.throwIfAborted();
      let listing: Listing;
      try {
        listing = await this.#list(laneName, lane, pageSize, context.signal);
      } catch (error) {
        // A refused position (expired or damaged) is given up for the day of the newest event; ids remove the repeats.
        const refused = error instanceof FailureError && error.failure.code === 'MC-REQUEST-400' && lane.next !== undefined;
        if (!refused || restarted) throw error;
        restarted = true;
        yield step(put({ day: this.#startDay((context.newest ?? context.startFrom) - dayMs, context) }));
        continue;
      }
      yield* this.#page(listing, laneName, lane, put, context);
      const listed = laneName === '*' ? new Set([...(cursor.listed ?? []), ...listing.files.map((file) => prefixOfName(file.name))]) : undefined;
      const stuck = listing.next === null || (listing.next === lane.next && listing.files.length === 0);
      yield step(put({ day: lane.day, ...(listing.next === null ? (lane.next === undefined ? {} : { next: lane.next }) : { next: listing.next }) }, listed === undefined ? undefined : [...listed].sort()));
      if (listing.caughtUp || stuck) return;
    }
  }

  /** Every file of the page, each made durable before the next; links that are refused are listed anew. */
  async *#page(first: Listing, laneName: string, start: Lane, put: (lane: Lane) => Cursor, context: PollContext): AsyncGenerator<Step, void, void> {
    let lane = start;
    let listing = first;
    for (let attempt = 1; ; attempt += 1) {
      const done = new Set(lane.done);
      const refused: ListedFile[] = [];
      for (const file of listing.files) {
        if (done.has(file.key)) continue;
        try {
          for await (const decoded of this.#file(file, context.signal)) yield step(put(lane), decoded);
        } catch (error) {
          if (!(error instanceof FailureError) || error.failure.code !== 'MC-FILE-REFUSED') throw error;
          refused.push(file);
          continue;
        }
        done.add(file.key);
        lane = { ...lane, done: [...done] };
        yield step(put(lane));
      }
      if (refused.length === 0) return;
      if (attempt > relistings) {
        const at = new Date(context.clock.now()).toISOString();
        yield step(put(lane), {
          broken: refused.map((file) => refusedItem(file)),
          gaps: refused.map((file) => ({ from: lane.day, to: at, why: `Mimecast listed the log file ${file.name} but refuses its download.` })),
        });
        return;
      }
      listing = await this.#list(laneName, lane, pageSize, context.signal);
    }
  }

  async *#file(file: ListedFile, signal: AbortSignal) {
    const download = await this.#settings.client.downloads.fetch(file.address, file.size, signal);
    try {
      yield* this.#settings.pool.decodeFile('SIEM', download.source, file.name);
    } finally {
      await download.discard();
    }
  }

  async #list(laneName: string, lane: Lane, size: number, signal: AbortSignal): Promise<Listing> {
    const types = laneName === '*' ? typesOf(this.#settings.platform).join(',') : laneName;
    const page = await this.#settings.client.call(
      {
        method: 'GET',
        path: siemPath(this.#settings.platform, 'batch'),
        // With a position only the position is sent: dates beside it are what peers disagree on (API.md §2.3).
        query: { type: types, pageSize: String(size), ...(lane.next === undefined ? { dateRangeStartsAt: lane.day } : { nextPage: lane.next }) },
        quota: 'siem-batch',
      },
      signal,
    );
    return readListing(page);
  }
}

function readListing(page: ApiPage): Listing {
  const { value, isCaughtUp } = page.body;
  const files = new Map<string, ListedFile>();
  for (const entry of Array.isArray(value) ? (value as unknown[]) : []) {
    if (entry === null || typeof entry !== 'object') continue;
    const { url, size } = entry as { readonly url?: unknown; readonly size?: unknown };
    if (typeof url !== 'string') continue;
    const key = URL.canParse(url) ? new URL(url).pathname : url.split('?')[0] ?? url;
    // A page may name a file twice (API.md §2.5).
    if (!files.has(key)) files.set(key, { address: url, key, name: fileName(url), size: typeof size === 'number' && size > 0 ? size : null });
  }
  const next = page.body['@nextPage'];
  return { files: [...files.values()], next: typeof next === 'string' && next !== '' ? next : null, caughtUp: isCaughtUp === true };
}

function refusedItem(file: ListedFile): BrokenItem {
  return { code: 'MC-FILE-REFUSED', detail: 'The download was refused after new links were asked for.', source: file.name, bytes: new Uint8Array(0), cut: true };
}

/** File names start with a prefix of their type (API.md §2.5): enough to see which types a list brings. */
const prefixes: Readonly<Record<string, string>> = {
  receipt: 'email_receipt',
  process: 'email_process',
  delivery: 'email_delivery',
  av: 'email_antivirus',
  spam: 'email_spam',
  'internal email protect': 'email_iep',
  'impersonation protect': 'email_ttp_impersonation',
  'url protect': 'email_ttp_url',
  'attachment protect': 'email_ttp_ap',
  journal: 'email_journal',
};

function prefixOf(type: string): string {
  return prefixes[type] ?? type;
}

function prefixOfName(name: string): string {
  const known = Object.values(prefixes).find((prefix) => name.startsWith(`${prefix}_`) || name.startsWith(`${prefix}.`));
  return known ?? name.split(/[_.-]/)[0] ?? name;
}
