import * as z from 'zod';

import type { Message } from '../../../../../shared/text/message';
import { say } from '../../../../../shared/text/message';
import { failure, FailureError } from '../../../kit/failure-error';
import { decodePage } from '../../../pipeline/decode-lines';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient } from '../client/api-client';
import { recordsOf } from '../client/page-records';
import { isPoisoned } from './siem-listing';
import type { Platform } from './siem-types';
import { siemPath } from './siem-types';
import { beforeClockWasWrong, isInFuture } from './window-stream';

/** Mimecast answers 400 beyond 24 hours (API.md §2.2); an hour of headroom for a walk under way. */
const reachMs = 23 * 3_600_000;
/** Read again with every poll: events enter the feed some time after they happened. */
const lookbackMs = 10 * 60_000;
/** The same within a walk that must go on by date where the pages are dense: events of one moment may be out of order. */
const settleMs = 15_000;
/** Events in one page at the most (API.md §2.2). */
const pageSize = 100;
/** A walk longer than this repeats itself. */
const mostPages = 20_000;

/** Positions of the feed are not kept between polls: a stored one can be poisoned and yields nothing for ever (API.md §2.4). */
const CursorSchema = z.object({ until: z.number() });

export type SiemStreamingSettings = { readonly client: ApiClient; readonly platform: Platform };

/** SIEM events from the streaming endpoint: seconds of delay instead of a quarter of an hour, 24 hours of reach. */
export class SiemStreamingStream implements Stream {
  readonly logType = 'SIEM';
  readonly horizonMs = reachMs;
  readonly #settings: SiemStreamingSettings;

  constructor(settings: SiemStreamingSettings) {
    this.#settings = settings;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    const { clock } = context;
    await this.#settings.client.authenticate(context.signal);
    const startedAt = this.#settings.client.now();
    const oldest = startedAt - reachMs;
    const parsed = CursorSchema.safeParse(context.cursor);
    let from = parsed.success ? parsed.data.until - lookbackMs : context.startFrom;
    const inFuture = parsed.success && isInFuture(from, startedAt);
    if (inFuture) from = beforeClockWasWrong(context, startedAt) - lookbackMs;
    from = Math.max(from, oldest);
    const position = { until: parsed.success && !inFuture ? Math.max(parsed.data.until, from) : from + lookbackMs };
    // Pins the start: were the first walk interrupted, the next try would otherwise begin later.
    if (!parsed.success) yield step(position);
    let next: string | null = null;
    let newest = 0;
    for (let number = 1; number <= mostPages; number += 1) {
      const source = `SIEM streaming page ${number}`;
      const page = await this.#pageOrNull(from, next, source, context);
      if (page !== null) {
        const decoded = decodePage('SIEM', page, source);
        newest = decoded.chunk?.newest ?? newest;
        yield step(position, decoded);
        const nothing = page.records.length + page.broken.length === 0 && (page.caughtUp === null || page.next === next);
        if (page.caughtUp === true || page.next === null || nothing) {
          yield step({ until: Math.max(startedAt, position.until) });
          return;
        }
        if (page.next !== next && !isPoisoned(page.next)) {
          next = page.next;
          continue;
        }
      }
      // The position leads nowhere though there is more: only a query by date goes on (API.md §2.4).
      const floor: number = from;
      const later = [lookbackMs, settleMs].map((margin) => newest - margin).find((time) => time > floor && time < startedAt);
      if (later === undefined) {
        throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: 'Mimecast says that there are more events but names no position that leads to them.' }));
      }
      from = later;
      next = null;
    }
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `The streaming feed does not end after ${mostPages} pages.` }));
  }

  notes(): readonly Message[] {
    return [say('collector.note.streaming')];
  }

  /** 300 calls an hour (API.md §1.4). */
  floorMs(): number {
    return 12_000;
  }

  /** Null when the position is refused (expired or damaged). */
  async #pageOrNull(from: number, next: string | null, source: string, context: PollContext) {
    try {
      return await this.#page(from, next, source, context);
    } catch (error) {
      if (next !== null && error instanceof FailureError && error.failure.code === 'MC-REQUEST-400') return null;
      throw error;
    }
  }

  async #page(from: number, next: string | null, source: string, context: PollContext) {
    const page = await this.#settings.client.call(
      {
        method: 'GET',
        path: siemPath(this.#settings.platform, 'streaming'),
        query: { dateRangeStartsAt: new Date(from).toISOString(), pageSize: String(pageSize), ...(next === null ? {} : { nextPage: next }) },
        quota: 'siem-streaming',
      },
      context.signal,
    );
    const { '@nextPage': token, isCaughtUp, value } = page.body;
    const caughtUp = typeof isCaughtUp === 'boolean' ? isCaughtUp : null;
    const found = recordsOf(page, ['value'], source);
    // An answer without a list proves that there is nothing only when it says so.
    if (found === null && !(value === undefined && caughtUp === true)) {
      throw new FailureError(failure('MC-ANSWER-SHAPE', { at: context.clock.now(), detail: 'The answer of the streaming feed holds no list of events.' }));
    }
    return { records: found?.records ?? [], broken: found?.broken ?? [], next: typeof token === 'string' && token !== '' ? token : null, caughtUp };
  }
}
