import { arrange, drawPageTwist, twistRecord } from './content-faults';
import { hashText } from './data/random';
import { functionFail, functionPage, type Pagination } from './envelope';
import type { Answer, Call } from './http';
import { OVERLAP } from './siem-page';

/** Paging of the `/api/*` functions through `meta.pagination` (API.md §7.1), and the page faults. */

export const MAX_PAGE = 500;
const DEFAULT_PAGE = 100;

/** A request body of a function: its one filter object and what it says about paging. */
export type FunctionRequest = {
  readonly filter: Readonly<Record<string, unknown>>;
  readonly paged: boolean;
  readonly pageSize: number;
  readonly pageToken: string;
};

/** The records that a request asks for, as a range of indexes. */
export type Listing = {
  readonly low: number;
  readonly high: number;
  readonly newestFirst: boolean;
  /** Null when every index of the range is listed. */
  readonly has: ((index: number) => boolean) | null;
  readonly record: (index: number) => string;
  /** Wraps the JSON texts of the records into the `data` array's text. */
  readonly wrap: (records: readonly string[]) => string;
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the envelope; an Answer (400 err_validation_*) when it is wrong. */
export function readFunction(body: string): FunctionRequest | Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return functionFail(400, 'err_validation_invalid_json', 'The request body is not valid JSON');
  }
  if (!isObject(parsed) || !Array.isArray(parsed.data)) return functionFail(400, 'err_validation_null', 'The field may not be null', 'data');
  const [filter] = parsed.data as readonly unknown[];
  if (parsed.data.length !== 1 || !isObject(filter)) return functionFail(400, 'err_validation_at_least_one_not_null', 'data must hold one object', 'data');
  const pagination: unknown = isObject(parsed.meta) ? parsed.meta.pagination : undefined;
  if (pagination === undefined) return { filter, paged: false, pageSize: DEFAULT_PAGE, pageToken: '' };
  if (!isObject(pagination)) return functionFail(400, 'err_validation_invalid_pagination', 'meta.pagination must be an object', 'meta.pagination');
  const { pageSize = DEFAULT_PAGE, pageToken = '' } = pagination;
  if (typeof pageSize !== 'number' || !Number.isInteger(pageSize) || pageSize < 1) {
    return functionFail(400, 'err_validation_invalid_page_size', 'pageSize must be a positive number', 'meta.pagination.pageSize');
  }
  if (typeof pageToken !== 'string') return functionFail(400, 'err_validation_invalid_page_token', 'pageToken must be a string', 'meta.pagination.pageToken');
  return { filter, paged: true, pageSize: Math.min(pageSize, MAX_PAGE), pageToken };
}

/** `again` marks a page that a fault repeated; `last` and `loop` are the empty pages that faults append. */
type Flag = 'page' | 'again' | 'last' | 'loop';
type Token = { readonly position: number; readonly flag: Flag };

function encodeToken(request: FunctionRequest, { position, flag }: Token): string {
  return Buffer.from(`${filterMark(request)}|${position}|${flag}`).toString('base64url');
}

/** The filters must stay the same from page to page (API.md §3), so the token carries their mark. */
function filterMark(request: FunctionRequest): string {
  const entries = Object.entries(request.filter).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashText(JSON.stringify(entries)).toString(36);
}

function decodeToken(request: FunctionRequest): Token | null {
  const [mark, position, flag] = Buffer.from(request.pageToken, 'base64url').toString().split('|');
  const known = (['page', 'again', 'last', 'loop'] as const).find((name) => name === flag);
  if (mark !== filterMark(request) || known === undefined || !/^-?\d+$/.test(position ?? '')) return null;
  return { position: Number(position), flag: known };
}

/** One page of a listing. */
export function listPage(call: Call, request: FunctionRequest, listing: Listing, seed: number): Answer {
  const { faults } = call;
  const { low, high, newestFirst, has } = listing;
  const step = newestFirst ? -1 : 1;
  const inside = (index: number): boolean => index >= low && index < high;
  let token: Token = { position: newestFirst ? high - 1 : low, flag: 'page' };
  if (request.pageToken !== '') {
    const given = decodeToken(request);
    if (given === null || faults.hit('expiredCursor') !== undefined) {
      return functionFail(400, 'err_validation_invalid_page_token', 'The page token is not valid for this request', 'meta.pagination.pageToken');
    }
    token = given;
  }
  const totalCount = count(listing);
  if (token.flag === 'last') return functionPage('[]', { pageSize: request.pageSize, totalCount });
  if (token.flag === 'loop') return functionPage('[]', { pageSize: request.pageSize, totalCount, next: encodeToken(request, token) });

  const indexes: number[] = [];
  let position = token.position;
  const skip = (): void => {
    while (inside(position) && has !== null && !has(position)) position += step;
  };
  for (skip(); inside(position) && indexes.length < request.pageSize; skip()) {
    indexes.push(position);
    position += step;
  }
  const more = inside(position);
  let next: Token | null = more ? { position, flag: 'page' } : null;
  if (indexes.length > 0 && token.flag === 'page' && faults.hit('repeatedPage') !== undefined) next = { position: token.position, flag: 'again' };
  else if (more && indexes.length > 1 && faults.hit('overlappingPages') !== undefined) {
    next = { position: indexes[Math.max(1, indexes.length - OVERLAP)] ?? position, flag: 'page' };
  } else if (!more && faults.hit('dataEmptyArray') !== undefined) next = { position, flag: 'last' };
  else if (!more && faults.hit('nextWithEmptyData') !== undefined) next = { position, flag: 'loop' };

  const twist = drawPageTwist(faults);
  const records = arrange(indexes.map((index) => twistRecord(listing.record(index), twist, index)), twist, seed);
  const dataJson = records.length === 0 ? '[]' : listing.wrap(records);
  if (next === null && faults.hit('missingPagination') !== undefined) return functionPage(dataJson, undefined);
  const pagination: Pagination = { pageSize: request.pageSize, totalCount, ...(next === null ? {} : { next: encodeToken(request, next) }) };
  return functionPage(dataJson, pagination);
}

function count({ low, high, has }: Listing): number {
  if (has === null) return Math.max(0, high - low);
  let total = 0;
  for (let i = low; i < high; i += 1) if (has(i)) total += 1;
  return total;
}
