import { Buffer } from 'node:buffer';

import * as z from 'zod';

import { failure, FailureError } from '../../../kit/failure-error';
import { decodeRecords } from '../../../pipeline/decode-lines';
import { sliceArray } from '../../../pipeline/json-slices';
import type { PollContext, Step, Stream } from '../../source';
import { step } from '../../source';
import type { ApiClient } from '../client/api-client';
import type { Platform } from './siem-types';
import { siemPath } from './siem-types';

/** Mimecast answers 400 beyond 24 hours (API.md §2.2); an hour of headroom for a walk under way. */
const reachMs = 23 * 3_600_000;
/** Read again with every poll: events enter the feed some time after they happened. */
const lookbackMs = 10 * 60_000;
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
    const startedAt = clock.now();
    const oldest = startedAt - reachMs;
    const parsed = CursorSchema.safeParse(context.cursor);
    let from = parsed.success ? parsed.data.until - lookbackMs : context.startFrom;
    from = Math.max(from, oldest);
    const position = { until: parsed.success ? Math.max(parsed.data.until, from) : from + lookbackMs };
    let next: string | null = null;
    for (let number = 1; number <= mostPages; number += 1) {
      const page = await this.#page(from, next, context);
      yield step(position, decodeRecords('SIEM', page.records, `SIEM streaming page ${number}`));
      if (page.caughtUp || page.next === null || page.next === next || isPoisoned(page.next)) {
        yield step({ until: Math.max(startedAt, position.until) });
        return;
      }
      next = page.next;
    }
    throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `The streaming feed does not end after ${mostPages} pages.` }));
  }

  notes(): readonly string[] {
    return ['Streaming delivery reaches back 24 hours; batch delivery reaches back 7 days.'];
  }

  /** 300 calls an hour (API.md §1.4). */
  floorMs(): number {
    return 12_000;
  }

  async #page(from: number, next: string | null, context: PollContext) {
    const page = await this.#settings.client.call(
      {
        method: 'GET',
        path: siemPath(this.#settings.platform, 'streaming'),
        query: { dateRangeStartsAt: new Date(from).toISOString(), pageSize: String(pageSize), ...(next === null ? {} : { nextPage: next }) },
        quota: 'siem-streaming',
      },
      context.signal,
    );
    const token = page.body['@nextPage'];
    return {
      records: sliceArray(page.text, ['value']) ?? [],
      next: typeof token === 'string' && token !== '' ? token : null,
      caughtUp: page.body['isCaughtUp'] === true,
    };
  }
}

/** A position whose every type reads `0-0` never yields an event (API.md §2.4). */
function isPoisoned(cursor: string): boolean {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const positions = text.match(/=(\d+-\d+)/g);
  return positions !== null && positions.every((position) => position === '=0-0');
}
