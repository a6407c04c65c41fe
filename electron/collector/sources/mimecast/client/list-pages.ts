import type { Clock } from '../../../kit/clock';
import { failure, FailureError } from '../../../kit/failure-error';
import type { ApiClient } from './api-client';
import type { PageRecords } from './page-records';
import { recordsOf } from './page-records';

/** Records a page may carry; several peers use 500 (API.md §3, §4). */
const pageSize = 500;
/** A walk longer than this is a server that repeats itself, not a tenant. */
const mostPages = 20_000;

export type ListAsk = {
  readonly path: string;
  /** The one filter object; repeated unchanged on every page (API.md §3). */
  readonly filter: Readonly<Record<string, unknown>>;
  /** Where the records lie below the root, e.g. ["data", 0, "dlpLogs"]. */
  readonly records: readonly (string | number)[];
  /** Names the list where something is said about one of its records. */
  readonly source: string;
};

export type ListPage = PageRecords & {
  readonly number: number;
  /** For what is said about its records. */
  readonly source: string;
  /** Size of the whole list, where the answer names it. */
  readonly total: number | null;
};

/** Walks a paged `/api/…` function to its end. An empty `data` array is an empty page (API.md §3). */
export async function* listPages(client: ApiClient, clock: Clock, ask: ListAsk, signal: AbortSignal): AsyncGenerator<ListPage, void, void> {
  let pageToken: string | null = null;
  for (let number = 1; number <= mostPages; number += 1) {
    const page = await client.call(
      { method: 'POST', path: ask.path, body: { meta: { pagination: { pageSize, ...(pageToken === null ? {} : { pageToken }) } }, data: [ask.filter] } },
      signal,
    );
    const { data } = page.body;
    const source = `${ask.source} page ${number}`;
    const found = recordsOf(page, ask.records, source);
    const { records, broken } = found ?? { records: [], broken: [] };
    // Where there is something, but not where the records are, nothing may be taken for an empty log.
    if (!Array.isArray(data) || (found === null && data.length > 0)) {
      throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `The answer of ${ask.path} holds no list of records.` }));
    }
    const pagination = paginationOf(page.body);
    yield { records, broken, number, source, total: pagination.total };
    // `next` beside an empty page is no promise of more (API.md §8 trap 16).
    if (pagination.next === null || records.length + broken.length === 0) return;
    if (pagination.next === pageToken) {
      throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `${ask.path} names the same page again after page ${number}.` }));
    }
    pageToken = pagination.next;
  }
  throw new FailureError(failure('MC-ANSWER-SHAPE', { at: clock.now(), detail: `${ask.path} does not end after ${mostPages} pages.` }));
}

function paginationOf(body: Readonly<Record<string, unknown>>): { readonly next: string | null; readonly total: number | null } {
  const meta = body['meta'] as { readonly pagination?: { readonly next?: unknown; readonly totalCount?: unknown } | null } | null | undefined;
  const next = meta?.pagination?.next;
  const total = meta?.pagination?.totalCount;
  return { next: typeof next === 'string' && next !== '' ? next : null, total: typeof total === 'number' ? total : null };
}
