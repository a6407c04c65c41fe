import type { Bound, Filter, Operator, Pattern } from './ast';
import { requiredText } from './required-text';
import { fold, parseNumber, parseTime } from './values';

export type FieldValue = string | number;

/** One event as a filter sees it. Implementations may be clever; the law is the doc comments. */
export interface Subject {
  /** The texts of the event, folded: its record with escapes resolved (`searchText`), and what the list shows of it. */
  foldedTexts(): readonly string[];
  /** Whether one of the folded texts contains the folded text. */
  contains(folded: string): boolean;
  /** Whether the expression is found in one of the texts, as they are. `needed`, if not "", is folded text that it cannot do without. */
  matches(regex: RegexTest, needed: string): boolean;
  /** The values of a field as typed in the filter; empty when the event has none. */
  values(field: string): readonly FieldValue[];
  /** False only when no value of `field` can contain the folded text: a quick look before `values`. */
  mayHave(field: string, folded: string): boolean;
}

export type Predicate = (subject: Subject) => boolean;
/** A case-insensitive search for a regular expression. */
export type RegexTest = { readonly source: string; readonly test: (text: string) => boolean };
/** Throws when it cannot. */
export type RegexEngine = (source: string) => RegexTest;

/** The filter as a function. Throws what the engine throws. */
export function compileFilter(filter: Filter, regex: RegexEngine): Predicate {
  switch (filter.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const parts = cheapFirst(filter.of).map((part) => compileFilter(part, regex));
      return (subject) => parts.every((part) => part(subject));
    }
    case 'or': {
      const parts = cheapFirst(filter.of).map((part) => compileFilter(part, regex));
      return (subject) => parts.some((part) => part(subject));
    }
    case 'not': {
      const inner = compileFilter(filter.of, regex);
      return (subject) => !inner(subject);
    }
    case 'text':
      return compileText(filter.pattern, regex);
    case 'field':
      return compileField(filter.field, filter.pattern, regex);
    case 'is': {
      const wanted = fold(filter.text);
      return valueTest(filter.field, [wanted], kept((value) => fold(value) === wanted));
    }
    case 'compare':
      return compileCompare(filter.field, filter.op, filter.bound);
  }
}

/** Regular expressions cost ten times what the others do. */
function cheapFirst(parts: readonly Filter[]): readonly Filter[] {
  const cost = (filter: Filter): number => {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return Math.max(...filter.of.map(cost));
      case 'not':
        return cost(filter.of);
      case 'text':
      case 'field':
        return filter.pattern.kind === 'regex' ? 2 : 1;
      default:
        return 0;
    }
  };
  return [...parts].sort((left, right) => cost(left) - cost(right));
}

function compileText(pattern: Pattern, regex: RegexEngine): Predicate {
  switch (pattern.kind) {
    case 'plain': {
      const wanted = fold(pattern.text);
      return (subject) => subject.contains(wanted);
    }
    case 'wildcard': {
      const parts = pattern.parts.map(fold).filter((part) => part !== '');
      return (subject) => parts.every((part) => subject.contains(part)) && subject.foldedTexts().some((text) => inOrder(text, parts));
    }
    case 'regex': {
      const compiled = regex(pattern.source);
      const needed = requiredText(pattern.source);
      return (subject) => subject.matches(compiled, needed);
    }
  }
}

function inOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}

function compileField(field: string, pattern: Pattern, regex: RegexEngine): Predicate {
  switch (pattern.kind) {
    case 'plain': {
      const wanted = fold(pattern.text);
      return valueTest(field, [wanted], kept((value) => fold(value).includes(wanted)));
    }
    case 'wildcard': {
      const parts = pattern.parts.map(fold);
      return valueTest(field, parts.filter((part) => part !== ''), kept((value) => looksLike(fold(value), parts)));
    }
    case 'regex':
      return valueTest(field, [requiredText(pattern.source)].filter((text) => text !== ''), regex(pattern.source).test);
  }
}

/** Whether the whole text is the parts with anything between them. */
function looksLike(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  return inOrder(text.slice(first.length, text.length - last.length), parts.slice(1, -1));
}

/** So many values are known at a time; longer ones rarely come twice. */
const mostKept = 20_000;
const longestKept = 200;

/** A test of values that repeat all the time (types, actions, senders): what was found for one is kept. */
export function kept(test: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const found = test(value);
    if (value.length > longestKept) return found;
    if (known.size >= mostKept) known.clear();
    known.set(value, found);
    return found;
  };
}

function valueTest(field: string, needed: readonly string[], test: (value: string) => boolean): Predicate {
  return (subject) => needed.every((text) => subject.mayHave(field, text)) && subject.values(field).some((value) => test(String(value)));
}

function compileCompare(field: string, op: Operator, bound: Bound): Predicate {
  const limit = bound.kind === 'number' ? bound.value : bound.at;
  const read = (value: FieldValue): number | null => {
    if (typeof value === 'number') return value;
    return bound.kind === 'number' ? parseNumber(value) : parseTime(value, 'utc');
  };
  const test = comparisons[op];
  return (subject) => subject.values(field).some((value) => {
    const number = read(value);
    return number !== null && test(number, limit);
  });
}

const comparisons: { readonly [O in Operator]: (value: number, limit: number) => boolean } = {
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
};
