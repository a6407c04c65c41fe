import type { Filter as FilterTree } from '../../../shared/filter/ast';
import { allOf } from '../../../shared/filter/ast';
import { describeFilter } from '../../../shared/filter/describe';
import { parseFilter } from '../../../shared/filter/parse';
import { printFilter } from '../../../shared/filter/print';
import type { Message } from '../../../shared/text/message';
import type { Zone } from '../../format/time';
import { formatDateTimeZone } from '../../format/time';

/** What is in the filter field, what it means, and the last thing in it that could be understood. */
export type TypedFilter = {
  readonly typed: string;
  /** The filter in force, in the form that reads the same everywhere. */
  readonly good: string;
  readonly problem: { readonly from: number; readonly to: number; readonly reason: Message } | null;
};

export const emptyFilter: TypedFilter = { typed: '', good: '', problem: null };

export function typeFilter(before: TypedFilter, typed: string, zone: Zone): TypedFilter {
  const parsed = parseFilter(typed, zone);
  return parsed.kind === 'ok' ? { typed, good: printFilter(parsed.filter), problem: null } : { typed, good: before.good, problem: parsed };
}

/** The filter in words; "" when there is none. */
export function filterWords(good: string, zone: Zone): string {
  const parsed = parseFilter(good, 'utc');
  return good === '' || parsed.kind === 'error' ? '' : describeFilter(parsed.filter, (at) => formatDateTimeZone(at, zone));
}

/** The parts that must all hold, each with the text that says so. */
export function filterParts(good: string): readonly { readonly text: string; readonly tree: FilterTree }[] {
  const parsed = parseFilter(good, 'utc');
  if (parsed.kind === 'error' || parsed.filter.kind === 'all') return [];
  const parts = parsed.filter.kind === 'and' ? parsed.filter.of : [parsed.filter];
  return parts.map((tree) => ({ tree, text: printFilter(tree) }));
}

/** The filter without one of its parts. */
export function withoutPart(good: string, index: number): string {
  return printFilter(allOf(filterParts(good).map(({ tree }) => tree).filter((_tree, at) => at !== index)));
}

/** The filter with "this value" or "not this value" added; what says the opposite goes. */
export function withValue(good: string, field: string, value: string, wanted: boolean): string {
  const is: FilterTree = { kind: 'is', field, text: value };
  const part: FilterTree = wanted ? is : { kind: 'not', of: is };
  const opposite = printFilter(wanted ? { kind: 'not', of: is } : is);
  const kept = filterParts(good).filter(({ text }) => text !== opposite && text !== printFilter(part)).map(({ tree }) => tree);
  return printFilter(allOf([...kept, part]));
}

/** The value that a field must have, when a part of the filter says so. */
export function choiceOf(good: string, field: string): string | null {
  const part = filterParts(good).find(({ tree }) => tree.kind === 'is' && tree.field === field);
  return part?.tree.kind === 'is' ? part.tree.text : null;
}

/** The filter with another value for the field; null for any. */
export function withChoice(good: string, field: string, value: string | null): string {
  const kept = filterParts(good).map(({ tree }) => tree).filter((tree) => !(tree.kind === 'is' && tree.field === field));
  return printFilter(allOf(value === null ? kept : [...kept, { kind: 'is', field, text: value }]));
}

/** The filter with its span of arrival replaced; null takes the span away. */
export function withSpan(good: string, span: { readonly from: number; readonly to: number } | null): string {
  const kept = filterParts(good).map(({ tree }) => tree).filter((tree) => !(tree.kind === 'compare' && tree.field === 'arrived'));
  const parts: FilterTree[] = span === null ? [] : [
    { kind: 'compare', field: 'arrived', op: '>=', bound: { kind: 'time', at: Math.round(span.from) } },
    { kind: 'compare', field: 'arrived', op: '<', bound: { kind: 'time', at: Math.round(span.to) } },
  ];
  return printFilter(allOf([...kept, ...parts]));
}
