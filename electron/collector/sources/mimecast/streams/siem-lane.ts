import * as z from 'zod';

import { say } from '../../../../../shared/text/message';
import { failure, FailureError } from '../../../kit/failure-error';
import { WorkerCallError } from '../../../kit/worker-rpc';
import type { BrokenItem } from '../../../pipeline/chunk';
import type { Decoded } from '../../../pipeline/decode-lines';
import type { WorkPool } from '../../../pipeline/work-pool';
import type { PollContext, Step } from '../../source';
import type { ApiClient } from '../client/api-client';
import type { OpenFile } from './files-ahead';
import { begun, FilesAhead } from './files-ahead';
import type { ListedFile, Listing } from './siem-listing';
import { isPoisoned } from './siem-listing';

const dayMs = 86_400_000;
/** Mimecast keeps seven days; a day of headroom for a walk that crosses the cutoff (API.md §8 trap 11). */
export const reachDays = 6;
/** How long Mimecast keeps the files (API.md §2.2). */
const keptDays = 7;
/** A refused link is asked for anew this often before its file is given up: storage refuses what it no longer has. */
const mostRefusals = 5;
/** Refused later than this after its listing, a link has only waited too long: that says nothing about the file. */
const freshLinkMs = 60_000;
/** A file that arrives damaged this often is so in the storage too: its readable part is all there is. */
const mostDamages = 3;
/** So many files out of reach one after the other are an outage: the rest of the poll would only repeat it. */
const mostInARow = 3;
/** Beyond this the position waits instead: the list lives in the position, which is written with every batch. */
const mostOwed = 100;
/** Pages listed again in one poll for fresh links: each costs a call of the quota. */
const mostRelistings = 5;

/** A file that was listed but could not be read yet. The position goes on without it, so that it stops nobody. */
const OwedSchema = z.object({
  key: z.string(),
  name: z.string(),
  /** The page that lists it, for fresh links. */
  next: z.string().optional(),
  day: z.string(),
  /** Epoch ms of the first failure. */
  since: z.number(),
  refusals: z.number(),
  damages: z.number(),
});
type Owed = z.infer<typeof OwedSchema>;

/** One walk through the files of one type, or of all types in one list. */
export const LaneSchema = z.object({
  /** `@nextPage` of the last page whose files are all durable or owed. */
  next: z.string().optional(),
  /** YYYY-MM-DD: a walk by date from here finds everything that `next` still has to bring. */
  day: z.string(),
  /** Files of the page behind `next` that are durable already (by path: the signature changes with every listing). */
  done: z.array(z.string()).optional(),
  owed: z.array(OwedSchema).optional(),
});
export type Lane = z.infer<typeof LaneSchema>;

export type LaneStep = {
  readonly lane: Lane;
  readonly parts: Partial<Omit<Step, 'cursor'>>;
  /** Names of the files that were listed. */
  readonly seen: readonly string[];
};

/** How a walk ended: the first failure of a file, and whether everything was listed nevertheless. */
export type LaneEnd = { readonly trouble: FailureError | null; readonly complete: boolean };

/** Where a page begins: at a position, or at a day. */
export type PageStart = { readonly next?: string | undefined; readonly day: string };

export type LaneSettings = {
  readonly lane: Lane;
  readonly list: (start: PageStart) => Promise<Listing>;
  readonly client: ApiClient;
  readonly pool: WorkPool;
  readonly context: PollContext;
};

export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Walks one lane: first the files still owed, then page by page, each file durable before the next. */
export class LaneWalk {
  readonly #settings: LaneSettings;
  #lane: Lane;
  #trouble: FailureError | null = null;
  #inARow = 0;
  #stopped = false;
  #listedAt = 0;

  constructor(settings: LaneSettings) {
    this.#settings = settings;
    this.#lane = settings.lane;
  }

  /** What prevents listing is thrown; failures of files are in the end that is returned. */
  async *run(): AsyncGenerator<LaneStep, LaneEnd, void> {
    yield* this.#payOwed();
    if (!this.#stopped) yield* this.#pages();
    return { trouble: this.#trouble, complete: !this.#stopped };
  }

  #step(change: Partial<Lane>, parts: Partial<Omit<Step, 'cursor'>> = {}, seen: readonly string[] = []): LaneStep {
    this.#lane = { ...this.#lane, ...change };
    return { lane: this.#lane, parts, seen };
  }

  async *#payOwed(): AsyncGenerator<LaneStep, void, void> {
    const pages = new Map<string, Owed[]>();
    for (const owed of this.#lane.owed ?? []) {
      const page = owed.next ?? owed.day;
      pages.set(page, [...(pages.get(page) ?? []), owed]);
    }
    for (const owed of [...pages.values()].slice(0, mostRelistings)) {
      const listing = await this.#listAgain(owed[0]);
      for (const one of owed) {
        yield* this.#take(listing?.files.find((file) => file.key === one.key) ?? null, one);
        if (this.#stopped) return;
      }
    }
  }

  async #list(start: PageStart): Promise<Listing> {
    const listing = await this.#settings.list(start);
    this.#listedAt = this.#settings.context.clock.now();
    return listing;
  }

  /** A walk by date cannot begin where Mimecast does not reach any more: what lies before is an entry, not a silence. */
  *#beyondReach(): Generator<LaneStep, void, void> {
    const now = this.#settings.client.now();
    const oldest = dayOf(now - reachDays * dayMs);
    if (this.#lane.next !== undefined || this.#lane.day >= oldest) return;
    const kept = new Date(now - keptDays * dayMs).toISOString();
    const from = startOf(this.#lane.day) > kept ? startOf(this.#lane.day) : kept;
    yield this.#step({ day: oldest }, { gaps: [{ from, to: startOf(oldest), why: say('collector.gap.beyondReach', { days: reachDays }) }] });
  }

  /** Null when the page is not listed any more. */
  async #listAgain(start: PageStart | undefined): Promise<Listing | null> {
    try {
      return start === undefined ? null : await this.#list(start);
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'MC-REQUEST-400') return null;
      throw error;
    }
  }

  async *#pages(): AsyncGenerator<LaneStep, void, void> {
    const { context, client } = this.#settings;
    let byDate = this.#lane.next === undefined;
    for (;;) {
      context.signal.throwIfAborted();
      yield* this.#beyondReach();
      const sent = this.#lane.next;
      let listing: Listing;
      try {
        listing = await this.#list({ next: sent, day: this.#lane.day });
      } catch (error) {
        // A refused position (expired or damaged) is given up for a walk by date; ids remove the repeats.
        const refused = error instanceof FailureError && error.failure.code === 'MC-REQUEST-400' && sent !== undefined;
        if (!refused || byDate) throw error;
        byDate = true;
        yield this.#step({ next: undefined, done: undefined });
        continue;
      }
      if (listing.broken.length > 0) {
        const at = new Date(context.clock.now()).toISOString();
        yield this.#step({}, { broken: listing.broken, gaps: [{ from: startOf(this.#lane.day), to: at, why: say('collector.gap.noAddress', { count: listing.broken.length }) }] });
      }
      const known = this.#handled();
      if (!(yield* this.#page(listing, { next: sent, day: this.#lane.day }))) return;
      const moved = listing.next !== null && listing.next !== sent && !isPoisoned(listing.next);
      const atEnd = listing.caughtUp === true || listing.next === null || (listing.files.length === 0 && (listing.caughtUp === null || listing.next === sent));
      const seen = listing.files.map((file) => file.name);
      const recent = dayOf(client.now() - dayMs);
      yield this.#step(
        {
          ...(moved ? { next: listing.next ?? undefined, done: undefined } : { done: keysDone(listing, this.#lane) }),
          ...(atEnd && recent > this.#lane.day ? { day: recent } : {}),
        },
        {},
        seen,
      );
      if (atEnd) return;
      if (!moved && listing.files.every((file) => known.has(file.key))) {
        if (sent === undefined || byDate) {
          throw new FailureError(failure('MC-ANSWER-SHAPE', { at: context.clock.now(), detail: 'Mimecast says that there are more log files but names no position that leads to them.' }));
        }
        byDate = true;
        yield this.#step({ next: undefined, done: undefined });
      }
    }
  }

  /** Every file of the page; false when the rest would only fail too. */
  async *#page(listing: Listing, start: PageStart): AsyncGenerator<LaneStep, boolean, void> {
    const handled = this.#handled();
    const files = listing.files.filter((file) => !handled.has(file.key));
    const ahead = new FilesAhead(files, (file) => this.#open(file, false));
    try {
      for (const file of files) {
        const owed = { key: file.key, name: file.name, ...(start.next === undefined ? {} : { next: start.next }), day: start.day, since: this.#settings.context.clock.now(), refusals: 0, damages: 0 };
        yield* this.#take(file, owed, // In an outage the next file would only fail too.
          () => ahead.take(file, this.#inARow === 0));
        if (this.#stopped) return false;
      }
    } finally {
      await ahead.close();
    }
    return true;
  }

  /** Files that need no download now: durable, or owed and tried again at the next poll. */
  #handled(): ReadonlySet<string> {
    return new Set([...(this.#lane.done ?? []), ...(this.#lane.owed ?? []).map((owed) => owed.key)]);
  }

  /** One file: its events, or a note that it is still owed, or its loss written down. */
  async *#take(file: ListedFile | null, owed: Owed, open?: () => Promise<OpenFile>): AsyncGenerator<LaneStep, void, void> {
    const { context } = this.#settings;
    const others = (this.#lane.owed ?? []).filter((one) => one.key !== owed.key);
    const settled = { done: [...(this.#lane.done ?? []), owed.key], owed: others };
    const lasting = owed.damages + 1 >= mostDamages;
    const refusalCounts = file === null || context.clock.now() - this.#listedAt < freshLinkMs;
    let held: Decoded | null = null as Decoded | null;
    try {
      if (file === null) throw new FailureError(failure('MC-FILE-REFUSED', { at: context.clock.now(), detail: `The log file ${owed.name} is not listed any more.` }));
      for await (const decoded of this.#decode(file, lasting, open)) {
        if (held !== null) yield this.#step({}, held);
        held = decoded;
      }
      this.#inARow = 0;
      // The last events and the mark that the file is done are one commit.
      yield this.#step(settled, { ...held, gaps: held?.broken.some((item) => item.code === 'MC-FILE-BROKEN') === true ? [this.#gap(owed, 'collector.gap.damaged')] : [] });
    } catch (error) {
      context.signal.throwIfAborted();
      const problem = this.#problemOf(error, owed);
      const { code } = problem.failure;
      const now: Owed = { ...owed, refusals: owed.refusals + (code === 'MC-FILE-REFUSED' && refusalCounts ? 1 : 0), damages: owed.damages + (code === 'MC-FILE-BROKEN' ? 1 : 0) };
      if (this.#isLost(problem, now)) {
        const broken = [...(held?.broken ?? []), lostItem(problem, owed)];
        yield this.#step(settled, { chunk: held?.chunk ?? null, broken, gaps: [this.#gap(owed, 'collector.gap.unavailable')] });
        return;
      }
      this.#trouble ??= problem;
      // Storage that refuses or sends damage does answer; only what does not is an outage.
      this.#inARow = code === 'MC-FILE-REFUSED' || code === 'MC-FILE-BROKEN' ? 0 : this.#inARow + 1;
      this.#stopped = this.#inARow >= mostInARow || others.length >= mostOwed;
      yield this.#step(others.length >= mostOwed ? {} : { owed: [...others, now] }, held === null ? {} : { ...held });
    }
  }

  /** Downloads a file and begins to decode it. */
  async #open(file: ListedFile, lasting: boolean): Promise<OpenFile> {
    const { client, pool, context } = this.#settings;
    const download = await client.downloads.fetch(file.address, file.size, context.signal, lasting);
    const decoding = pool.decodeFile('SIEM', download.source, file.name, context.render);
    return {
      steps: begun(decoding),
      close: async () => {
        await decoding.return(undefined);
        await download.discard();
      },
    };
  }

  /** With `lasting`, damage is taken as it is; else it is a reason to fetch the file again. */
  async *#decode(file: ListedFile, lasting: boolean, open = () => this.#open(file, lasting)): AsyncGenerator<Decoded, void, void> {
    const opened = await open();
    try {
      for await (const decoded of opened.steps) {
        const torn = decoded.broken.find((item) => item.code === 'MC-FILE-BROKEN');
        if (torn !== undefined && !lasting) {
          yield { chunk: decoded.chunk, broken: [] };
          throw new FailureError(failure('MC-FILE-BROKEN', { at: this.#settings.context.clock.now(), detail: `${file.name}: ${torn.detail}` }));
        }
        yield decoded;
      }
    } finally {
      await opened.close();
    }
  }

  /** The failure of a file; throws what is not the file's. */
  #problemOf(error: unknown, owed: Owed): FailureError {
    const at = this.#settings.context.clock.now();
    // A file that kills its decoder is a damaged file.
    if (error instanceof WorkerCallError) return new FailureError(failure('MC-FILE-BROKEN', { at, detail: `${owed.name}: ${error.message}` }), { cause: error });
    const isFiles = error instanceof FailureError && /^(MC|NET)-/.test(error.failure.code);
    if (!isFiles) throw error;
    return error;
  }

  #isLost({ failure: { code } }: FailureError, owed: Owed): boolean {
    switch (code) {
      case 'MC-ANSWER-SHAPE':
        return true;
      case 'MC-FILE-REFUSED':
        return owed.refusals >= mostRefusals;
      case 'MC-FILE-BROKEN':
        return owed.damages >= mostDamages;
      default:
        // Nothing says that the file is gone: it may be asked for as long as Mimecast keeps it.
        return this.#settings.context.clock.now() - owed.since > reachDays * dayMs;
    }
  }

  #gap(owed: Owed, why: 'collector.gap.damaged' | 'collector.gap.unavailable') {
    return { from: startOf(owed.day), to: new Date(this.#settings.context.clock.now()).toISOString(), why: say(why, { name: owed.name }) };
  }
}

function startOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}

function keysDone(listing: Listing, lane: Lane): string[] {
  const done = new Set(lane.done);
  return listing.files.map((file) => file.key).filter((key) => done.has(key));
}

function lostItem({ failure: { code, detail } }: FailureError, owed: Owed): BrokenItem {
  return {
    code: code === 'MC-FILE-BROKEN' || code === 'MC-ANSWER-SHAPE' ? code : 'MC-FILE-REFUSED',
    detail: detail ?? 'The download was refused after new links were asked for.',
    source: owed.name,
    bytes: new Uint8Array(0),
    cut: true,
  };
}
