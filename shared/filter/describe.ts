import type { Bound, Filter, Operator, Pattern } from './ast';

const operators: { readonly [O in Operator]: { readonly number: string; readonly time: string } } = {
  '>': { number: 'is more than', time: 'is after' },
  '>=': { number: 'is at least', time: 'is at or after' },
  '<': { number: 'is less than', time: 'is before' },
  '<=': { number: 'is at most', time: 'is at or before' },
};

/** The filter in words, e.g. `sender contains “alice” and not action is “block”`. `timeText` writes a moment. */
export function describeFilter(filter: Filter, timeText: (at: number) => string): string {
  const inner = (part: Filter): string => (part.kind === 'and' || part.kind === 'or' ? `(${describeFilter(part, timeText)})` : describeFilter(part, timeText));
  switch (filter.kind) {
    case 'all':
      return 'everything';
    case 'and':
      return filter.of.map(inner).join(' and ');
    case 'or':
      return filter.of.map(inner).join(' or ');
    case 'not':
      return `not ${inner(filter.of)}`;
    case 'text':
      return describePattern('the record', filter.pattern);
    case 'field':
      return filter.pattern.kind === 'wildcard' && filter.pattern.parts.every((part) => part === '') ? `${filter.field} is there` : describePattern(filter.field, filter.pattern);
    case 'is':
      return `${filter.field} is “${filter.text}”`;
    case 'compare':
      return `${filter.field} ${operators[filter.op][filter.bound.kind]} ${describeBound(filter.bound, timeText)}`;
  }
}

function describePattern(subject: string, pattern: Pattern): string {
  switch (pattern.kind) {
    case 'plain':
      return `${subject} contains “${pattern.text}”`;
    case 'wildcard':
      return `${subject} looks like “${pattern.parts.join('*')}”`;
    case 'regex':
      return `${subject} matches /${pattern.source}/`;
  }
}

function describeBound(bound: Bound, timeText: (at: number) => string): string {
  return bound.kind === 'number' ? bound.value.toLocaleString('en-US') : timeText(bound.at);
}
