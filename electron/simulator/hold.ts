import { heldMessage } from './data/hold';
import { functionFail, functionPage } from './envelope';
import type { Answer, Call } from './http';
import { listPage, readFunction } from './list-page';
import { readTime } from './logs';
import type { World } from './world';

/** What an unpaged call answers at most, silently (API.md §5). */
const UNPAGED_CAP = 999;

type Held = ReturnType<typeof heldMessage>;
type Test = (message: Held) => boolean;

/** POST /api/gateway/get-hold-message-list (API.md §5): what is held now, newest first. Without `admin: true` nothing. */
export function holdPage(world: World, call: Call): Answer {
  const request = readFunction(call.body);
  if ('status' in request) return request;
  const { filter } = request;
  if (filter.admin !== undefined && typeof filter.admin !== 'boolean') return functionFail(400, 'err_validation_invalid_type', 'admin must be a boolean', 'admin');
  const from = readTime(request, 'start', 0);
  const to = readTime(request, 'end', call.now);
  if (typeof from !== 'number') return from;
  if (typeof to !== 'number') return to;
  const { held, cast } = world;
  const { seed } = world.options;
  const message = (index: number): Held => heldMessage(seed, cast, index, held.timeline.timeOf(index));
  const tests = [...searchTest(filter.searchBy), ...routeTests(filter.filterBy)];
  const low = held.timeline.indexAt(from, call.now);
  const high = filter.admin === true ? held.timeline.indexAt(to + 1, call.now) : low;
  const has = (index: number): boolean => held.isHeld(index, call.now) && tests.every((test) => test(message(index)));
  const record = (index: number): string => JSON.stringify(message(index));
  const wrap = (records: readonly string[]): string => `[${records.join(',')}]`;
  if (request.paged) return listPage(call, request, { low, high, newestFirst: true, has, record, wrap }, seed);
  const records: string[] = [];
  for (let i = high - 1; i >= low && records.length < UNPAGED_CAP; i -= 1) if (has(i)) records.push(record(i));
  return functionPage(wrap(records), { pageSize: UNPAGED_CAP, totalCount: records.length });
}

function member(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : null;
}

function searchTest(searchBy: unknown): readonly Test[] {
  const value = member(searchBy, 'value')?.toLowerCase();
  if (value === undefined) return [];
  const field = member(searchBy, 'fieldName') ?? 'all';
  const fields = (m: Held): Record<string, string> => ({
    subject: m.subject, sender: m.from.emailAddress, recipient: m.to.emailAddress, reason_code: m.reasonCode, reasonCode: m.reasonCode,
  });
  return [(m) => Object.entries(fields(m)).some(([name, text]) => (field === 'all' || field === name) && text.toLowerCase().includes(value))];
}

function routeTests(filterBy: unknown): readonly Test[] {
  const filters: readonly unknown[] = Array.isArray(filterBy) ? filterBy : [];
  return filters
    .filter((item) => member(item, 'fieldName') === 'route')
    .map((item) => member(item, 'value')?.toLowerCase() ?? 'all')
    .filter((route) => route !== 'all')
    .map((route): Test => (m) => m.route.toLowerCase() === route);
}
