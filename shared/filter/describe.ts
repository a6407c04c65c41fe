import type { TextId } from '../text/catalogue';
import { spokenLocale, t } from '../text/text';
import type { Bound, Filter, Operator, Pattern } from './ast';

const operators: { readonly [O in Operator]: { readonly number: TextId; readonly time: TextId } } = {
  '>': { number: 'filter.words.number.above', time: 'filter.words.time.above' },
  '>=': { number: 'filter.words.number.atLeast', time: 'filter.words.time.atLeast' },
  '<': { number: 'filter.words.number.below', time: 'filter.words.time.below' },
  '<=': { number: 'filter.words.number.atMost', time: 'filter.words.time.atMost' },
};

/** The filter in words, e.g. `sender contains “alice” and not action is “block”`. `timeText` writes a moment. */
export function describeFilter(filter: Filter, timeText: (at: number) => string): string {
  const inner = (part: Filter): string => (part.kind === 'and' || part.kind === 'or' ? `(${describeFilter(part, timeText)})` : describeFilter(part, timeText));
  const joined = (id: 'filter.words.and' | 'filter.words.or', parts: readonly Filter[]): string => parts.map(inner).reduce((first, second) => t(id, { first, second }));
  switch (filter.kind) {
    case 'all':
      return t('filter.words.everything');
    case 'and':
      return joined('filter.words.and', filter.of);
    case 'or':
      return joined('filter.words.or', filter.of);
    case 'not':
      return t('filter.words.not', { part: inner(filter.of) });
    case 'text':
      return describePattern(t('filter.words.record'), filter.pattern);
    case 'field':
      return filter.pattern.kind === 'wildcard' && filter.pattern.parts.every((part) => part === '') ? t('filter.words.there', { field: filter.field }) : describePattern(filter.field, filter.pattern);
    case 'is':
      return t('filter.words.is', { field: filter.field, text: filter.text });
    case 'compare':
      return t(operators[filter.op][filter.bound.kind], { field: filter.field, bound: describeBound(filter.bound, timeText) });
  }
}

function describePattern(subject: string, pattern: Pattern): string {
  switch (pattern.kind) {
    case 'plain':
      return t('filter.words.contains', { subject, text: pattern.text });
    case 'wildcard':
      return t('filter.words.looksLike', { subject, text: pattern.parts.join('*') });
    case 'regex':
      return t('filter.words.matches', { subject, text: pattern.source });
  }
}

function describeBound(bound: Bound, timeText: (at: number) => string): string {
  return bound.kind === 'number' ? bound.value.toLocaleString(spokenLocale()) : timeText(bound.at);
}
