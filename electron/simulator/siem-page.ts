import { siemError } from './envelope';
import type { Answer, Call } from './http';
import { type Cursor, decodeCursor, encodeCursor, poisonedCursor, readSelectors, type Selector,selectorsOf } from './siem-cursor';
import type { World } from './world';

/** Records that `overlappingPages` repeats at most. */
export const OVERLAP = 3;

/** What both SIEM endpoints understand in the same way. */
export type SiemQuery = {
  readonly selectors: readonly Selector[];
  readonly cursor: Cursor | null;
  readonly poisoned: boolean;
  readonly pageSize: number;
};

/** A page before faults change it. `start` is where it began, `end` where the next begins, `overlap` a little before that. */
export type SiemPage = {
  readonly value: readonly string[];
  readonly start: Cursor;
  readonly end: Cursor;
  readonly overlap: Cursor;
  readonly caughtUp: boolean;
};

export function invalidCursor(): Answer {
  return siemError(400, 'err_invalid_next_page', 'The nextPage value is not valid');
}

/** Reads page size, cursor and types; an Answer when the request is wrong. */
export function readQuery(world: World, call: Call, kind: Cursor['kind'], types: string | null): SiemQuery | Answer {
  const query = call.url.searchParams;
  const pageSize = Number(query.get('pageSize') ?? '100');
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 100) return siemError(400, 'err_invalid_page_size', 'pageSize must be between 1 and 100');
  const plans = world.siem.plans;
  const named = types === null ? null : readSelectors(types, plans);
  if (types !== null && named === null) return siemError(400, 'err_invalid_type', 'The event type is not valid');
  const nextPage = query.get('nextPage');
  if (nextPage === null) {
    // PA leaves the types out when streaming (API.md §2.2); with batch every peer sends one.
    if (named === null && kind === 'batch') return siemError(400, 'err_missing_type', 'The parameter type is required');
    return { selectors: named ?? plans.map((plan) => ({ plan, subtype: null })), cursor: null, poisoned: false, pageSize };
  }
  const cursor = decodeCursor(nextPage, kind);
  if (cursor === null || call.faults.hit('expiredCursor') !== undefined) return invalidCursor();
  if (cursor === 'poisoned') return { selectors: named ?? [], cursor: null, poisoned: true, pageSize };
  const known = selectorsOf(cursor, plans);
  const wanted = named === null ? known : known.filter((a) => named.some((b) => a.plan === b.plan && a.subtype === b.subtype));
  return wanted.length === 0 ? invalidCursor() : { selectors: wanted, cursor, poisoned: false, pageSize };
}

/** Turns a page into the answer, letting the page faults have their way. `extra` are further JSON members. */
export function siemAnswer(call: Call, page: SiemPage, extra: (nextPage: string) => string): Answer {
  const { faults } = call;
  const again = { ...page.start, again: true };
  const more = { value: page.value, next: encodeCursor(page.end), caughtUp: page.caughtUp };
  let shown = more;
  if (faults.hit('enhancedLoggingOff') !== undefined) shown = { value: [], next: encodeCursor(page.start), caughtUp: true };
  else if (!page.start.again && faults.hit('emptyPageWithCursor') !== undefined) shown = { value: [], next: encodeCursor(again), caughtUp: false };
  else if (!page.start.again && page.value.length > 0 && faults.hit('repeatedPage') !== undefined) shown = { ...more, next: encodeCursor(again), caughtUp: false };
  else if (!page.caughtUp && page.value.length > 1 && faults.hit('overlappingPages') !== undefined) shown = { ...more, next: encodeCursor(page.overlap) };
  if (faults.hit('poisonedCursor') !== undefined) shown = { ...shown, next: poisonedCursor(page.end) };
  return write(call, shown.value, shown.next, shown.caughtUp, extra);
}

/** The answer to a poisoned cursor: nothing, and the same cursor again. */
export function poisonedAnswer(call: Call, extra: (nextPage: string) => string): Answer {
  return write(call, [], call.url.searchParams.get('nextPage') ?? '', true, extra);
}

function write(call: Call, value: readonly string[], next: string, caughtUp: boolean, extra: (nextPage: string) => string): Answer {
  const flag = call.faults.hit('isCaughtUpMissing') === undefined ? `,"isCaughtUp":${caughtUp}` : '';
  return { status: 200, body: `{"value":[${value.join(',')}],"@nextPage":${JSON.stringify(next)}${extra(next)}${flag}}` };
}
