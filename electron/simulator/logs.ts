import { AUDIT_CATEGORIES, auditEvent } from './data/audit';
import { type DlpLog,dlpLog } from './data/dlp';
import { DAY_MS, parseVendorTime } from './data/vendor-time';
import { functionFail, functionPage } from './envelope';
import type { Answer, Call } from './http';
import { type FunctionRequest,listPage, readFunction } from './list-page';
import type { World } from './world';

/** How far back audit events reach, days (API.md §4), with an hour of grace for a caller's clock. */
const AUDIT_DAYS = 60;
const GRACE_MS = 3_600_000;

/** Reads a time of the filter: the fallback when absent, an Answer when it is not a time. */
export function readTime(request: FunctionRequest, field: string, fallback: number | null): number | Answer {
  const value = request.filter[field];
  if (value === undefined || value === null) return fallback ?? functionFail(400, 'err_validation_null', 'The field may not be null', field);
  return parseVendorTime(value) ?? functionFail(400, 'err_validation_invalid_date', 'The date is not valid', field);
}

function texts(value: unknown): readonly string[] | null {
  return Array.isArray(value) ? value.map((item) => String(item)) : null;
}

/** POST /api/dlp/get-logs (API.md §3). Newest first unless `oldestFirst`; both ends of the window belong to it. */
export function dlpPage(world: World, call: Call): Answer {
  const request = readFunction(call.body);
  if ('status' in request) return request;
  const from = readTime(request, 'from', Math.floor(call.now / DAY_MS) * DAY_MS);
  const to = readTime(request, 'to', call.now);
  if (typeof from !== 'number') return from;
  if (typeof to !== 'number') return to;
  const { filter } = request;
  if (filter.searchField !== undefined && typeof filter.query !== 'string') return functionFail(400, 'err_validation_null', 'The field may not be null', 'query');
  const timeline = world.logs.dlp;
  const { seed } = world.options;
  const record = (index: number): DlpLog => dlpLog(seed, world.cast, index, timeline.timeOf(index));
  const matches = dlpFilter(filter);
  const has = (index: number): boolean => world.isVisible('dlp', index, call.now) && (matches === null || matches(record(index)));
  return listPage(call, request, {
    low: timeline.indexAt(from, call.now),
    high: timeline.indexAt(to + 1, call.now),
    newestFirst: filter.oldestFirst !== true,
    has: matches === null && !world.mayWithhold('dlp') ? null : has,
    record: (index) => JSON.stringify(record(index)),
    wrap: (records) => `[{"dlpLogs":[${records.join(',')}]}]`,
  }, seed);
}

function dlpFilter(filter: Readonly<Record<string, unknown>>): ((log: DlpLog) => boolean) | null {
  const routes = texts(filter.routes);
  const actions = texts(filter.actions);
  const query = typeof filter.query === 'string' ? filter.query.toLowerCase() : null;
  if (routes === null && actions === null && query === null) return null;
  const searched = (log: DlpLog): readonly string[] => {
    const fields = { senderAddress: log.senderAddress, recipientAddress: log.recipientAddress, subject: log.subject, policy: log.policy };
    const chosen = Object.entries(fields).filter(([name]) => name === filter.searchField);
    return (chosen.length > 0 ? chosen : Object.entries(fields)).map(([, value]) => value.toLowerCase());
  };
  return (log) =>
    (routes === null || routes.includes(log.route)) &&
    (actions === null || actions.includes(log.action)) &&
    (query === null || searched(log).some((text) => text.includes(query)));
}

/** POST /api/audit/get-audit-events (API.md §4). Newest first; the window is required and reaches back 60 days. */
export function auditPage(world: World, call: Call): Answer {
  const request = readFunction(call.body);
  if ('status' in request) return request;
  const from = readTime(request, 'startDateTime', null);
  const to = readTime(request, 'endDateTime', null);
  if (typeof from !== 'number') return from;
  if (typeof to !== 'number') return to;
  if (from < call.now - AUDIT_DAYS * DAY_MS - GRACE_MS) {
    return functionFail(400, 'err_validation_invalid_date_range', `startDateTime must lie within the last ${AUDIT_DAYS} days`, 'startDateTime');
  }
  if (to < from) return functionFail(400, 'err_validation_invalid_date_range', 'endDateTime lies before startDateTime', 'endDateTime');
  const timeline = world.logs.audit;
  const { seed } = world.options;
  const { filter } = request;
  const categories = texts(filter.categories);
  const query = typeof filter.query === 'string' ? filter.query.toLowerCase() : null;
  const event = (index: number): ReturnType<typeof auditEvent> => auditEvent(seed, world.cast, index, timeline.timeOf(index));
  const matches = (index: number): boolean => {
    const { category, user, eventInfo } = event(index);
    return (categories === null || categories.includes(category)) && (query === null || `${user} ${eventInfo}`.toLowerCase().includes(query));
  };
  const filtered = categories !== null || query !== null;
  return listPage(call, request, {
    low: timeline.indexAt(from, call.now),
    high: timeline.indexAt(to + 1, call.now),
    newestFirst: true,
    has: filtered || world.mayWithhold('audit') ? (index) => world.isVisible('audit', index, call.now) && (!filtered || matches(index)) : null,
    record: (index) => JSON.stringify(event(index)),
    wrap: (records) => `[${records.join(',')}]`,
  }, seed);
}

/** POST /api/audit/get-categories. */
export function auditCategories(): Answer {
  const categories = AUDIT_CATEGORIES.map((code, i) => ({ id: `c${i + 1}`, code, name: code.replaceAll('_', ' ') }));
  return functionPage(JSON.stringify([{ categories }]), undefined);
}
