import * as z from 'zod';

import type { Filter } from '../filter/ast';
import { allOf } from '../filter/ast';
import { printFilter } from '../filter/print';
import { HistoryStatusSchema } from './history';
import type { LogType } from './log-type';

const count = z.number().int().min(0);

/** What is counted per step of time. A key of `outcome` and `eventType` is the log type, "|" and the rest; without a log type it means all of them. */
export const seriesFacets = ['outcome', 'rejection', 'hold'] as const;
export type SeriesFacet = (typeof seriesFacets)[number];
/** What is counted as "the most frequent ones". */
export const topFacets = ['eventType', 'sender', 'recipient', 'attacker', 'url'] as const;
export type TopFacet = (typeof topFacets)[number];
export type Facet = SeriesFacet | TopFacet;

/** The key of what was too many to be counted one by one. */
export const otherKey = '';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
/** The last two hours are counted in steps of this length, what is older in hours. */
export const fineStepMs = 5 * minuteMs;

export const overviewRanges = ['hour', 'day', 'week'] as const;
export type OverviewRange = (typeof overviewRanges)[number];

/** Steps and their number; together the range. */
export const overviewSteps: { readonly [R in OverviewRange]: { readonly stepMs: number; readonly steps: number } } = {
  hour: { stepMs: fineStepMs, steps: 12 },
  day: { stepMs: hourMs, steps: 24 },
  week: { stepMs: hourMs, steps: 168 },
};

/** From (included) to (excluded), on the boundaries of steps; the step that `now` lies in is the last one. */
export function overviewSpan(range: OverviewRange, now: number): { readonly from: number; readonly to: number } {
  const { stepMs, steps } = overviewSteps[range];
  const to = Math.floor(now / stepMs) * stepMs + stepMs;
  return { from: to - steps * stepMs, to };
}

export const OverviewAskSchema = z.object({ range: z.enum(overviewRanges) });

const SeriesSchema = z.object({ facet: z.enum(seriesFacets), key: z.string(), counts: z.array(count) });
export type Series = z.infer<typeof SeriesSchema>;
const TopSchema = z.object({ facet: z.enum(topFacets), items: z.array(z.object({ key: z.string(), count })), /** Events of keys that are not listed. */ others: count });
export type Top = z.infer<typeof TopSchema>;

/** Ages of held messages: below these, and above the last. */
export const heldAgesMs = [hourMs, 4 * hourMs, 24 * hourMs, 72 * hourMs] as const;

export const OverviewSchema = z.object({
  /** Epoch ms; `to` is excluded. */
  from: z.number(),
  to: z.number(),
  stepMs: z.number(),
  at: z.number(),
  series: z.array(SeriesSchema),
  tops: z.array(TopSchema),
  /** Messages held now, by policy: how many per age of `heldAgesMs`, one more than those. */
  held: z.array(z.object({ policy: z.string(), ages: z.array(count) })),
  /** Mean ms from the event to its arrival here, per step; null where nothing arrived. Reads of the past do not count. */
  lag: z.array(z.number().nullable()),
  /** Events of this time that were collected but are in none of the figures. */
  missed: count,
  history: HistoryStatusSchema,
});
export type Overview = z.infer<typeof OverviewSchema>;

const is = (field: string, text: string): Filter => ({ kind: 'is', field, text });
const contains = (field: string, text: string): Filter => ({ kind: 'field', field, pattern: { kind: 'plain', text } });
const absent = (field: string): Filter => ({ kind: 'not', of: { kind: 'field', field, pattern: { kind: 'wildcard', parts: ['', ''] } } });

/** What is shown and counted where a record says nothing. */
export const nothingSaid = '(none)';

const orAbsent = (field: string, key: string): Filter => (key === nothingSaid ? absent(field) : is(field, key));

/** What marks an event as an attack: shared by the counting and by the filter that finds the counted. */
export const threatTypes = ['av', 'impersonation protect', 'internal email protect', 'attachment protect'] as const;

/** What a series counts, whatever its key. */
const wholeOf: { readonly [F in SeriesFacet]: readonly Filter[] } = {
  outcome: [],
  rejection: [is('logType', 'SIEM'), is('action', 'rejected')],
  hold: [is('logType', 'Hold_Message_List'), is('action', 'held')],
};

function filterOf(facet: Facet, key: string): readonly Filter[] {
  const [logType = '', rest = ''] = splitKey(key);
  switch (facet) {
    case 'outcome':
      return [...(logType === '' ? [] : [is('logType', logType)]), ...(rest === '' ? [] : [rest === 'none' ? absent('status') : is('status', rest)])];
    case 'eventType':
      return [is('logType', logType), is('eventType', rest)];
    case 'rejection':
      return [...wholeOf.rejection, orAbsent('reason', key)];
    case 'hold':
      return [...wholeOf.hold, orAbsent('policy', key)];
    case 'sender':
      return [is('sender', key)];
    case 'recipient':
      return [is('recipients', key)];
    case 'attacker':
      return [{ kind: 'or', of: [is('senderDomain', key), contains('sender', `@${key}`)] }, attack];
    case 'url':
      return [is('logType', 'SIEM'), contains('url', key), is('status', 'failed')];
  }
}

const attack: Filter = { kind: 'or', of: [...threatTypes.map((type) => is('eventType', type)), { kind: 'and', of: [is('eventType', 'url protect'), is('status', 'failed')] }] };

/** The log type and the rest of a key. */
export function splitKey(key: string): readonly [string, string] {
  const bar = key.indexOf('|');
  return bar < 0 ? [key, ''] : [key.slice(0, bar), key.slice(bar + 1)];
}

export const joinKey = (logType: LogType, rest: string): string => `${logType}|${rest}`;

/** The filter that finds what a figure counts: the events of a key that happened in a span. */
export function figureFilter(facet: Facet, key: string, span: { readonly from: number; readonly to: number }): string {
  return inSpan(filterOf(facet, key), span);
}

/** The filter that finds what all keys of a series count together in a span. */
export function seriesFilter(facet: SeriesFacet, span: { readonly from: number; readonly to: number }): string {
  return inSpan(wholeOf[facet], span);
}

function inSpan(filters: readonly Filter[], span: { readonly from: number; readonly to: number }): string {
  return printFilter(allOf([
    ...filters,
    { kind: 'compare', field: 'time', op: '>=', bound: { kind: 'time', at: span.from } },
    { kind: 'compare', field: 'time', op: '<', bound: { kind: 'time', at: span.to } },
  ]));
}
