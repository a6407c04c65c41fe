import type { Message } from '../text/message';
import { say } from '../text/message';
import type { Filter, Operator, Pattern } from './ast';
import { allOf, anyOf, matchAll } from './ast';
import { isTimeField } from './fields';
import type { Token } from './lex';
import { FilterProblem, lex } from './lex';
import { regexProblem } from './regex-guard';
import type { Zone } from './values';
import { parseNumber, parseTime } from './values';

/** `from` and `to` are places in the text. */
export type ParsedFilter =
  | { readonly kind: 'ok'; readonly filter: Filter }
  | { readonly kind: 'error'; readonly from: number; readonly to: number; readonly reason: Message };

export const longestFilter = 1000;
/** Deeper and wider than anything a person types; the recursion below stays far from the end of the stack. */
const deepest = 40;
const mostTerms = 200;

/** Reads a filter. Never throws; times without an offset are read in `zone`. An empty text matches all. */
export function parseFilter(text: string, zone: Zone): ParsedFilter {
  if (text.length > longestFilter) return { kind: 'error', from: longestFilter, to: text.length, reason: say('filter.problem.tooLong', { most: longestFilter }) };
  try {
    return { kind: 'ok', filter: new Parser(lex(text), text, zone).whole() };
  } catch (error) {
    if (error instanceof FilterProblem) return { kind: 'error', from: error.from, to: error.to, reason: error.reason };
    throw error;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  readonly #zone: Zone;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], text: string, zone: Zone) {
    this.#tokens = tokens;
    this.#text = text;
    this.#zone = zone;
    const extra = tokens[mostTerms];
    if (extra !== undefined) throw new FilterProblem(extra.from, text.length, say('filter.problem.tooManyParts', { most: mostTerms }));
  }

  whole(): Filter {
    if (this.#tokens.length === 0) return matchAll;
    const filter = this.#any();
    const rest = this.#peek();
    if (rest !== undefined) throw new FilterProblem(rest.from, rest.to, say('filter.problem.noOpening'));
    return filter;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #any(): Filter {
    const parts = [this.#all()];
    while (this.#peek()?.kind === 'or') {
      this.#at += 1;
      parts.push(this.#all());
    }
    return anyOf(parts);
  }

  #all(): Filter {
    const parts = [this.#one()];
    for (let next = this.#peek(); next !== undefined && next.kind !== 'or' && next.kind !== 'close'; next = this.#peek()) {
      if (next.kind === 'and') this.#at += 1;
      parts.push(this.#one());
    }
    return allOf(parts);
  }

  #one(): Filter {
    const token = this.#peek();
    if (token === undefined) throw this.#missing();
    this.#at += 1;
    switch (token.kind) {
      case 'not':
        return this.#deeper(token, () => ({ kind: 'not', of: this.#one() }));
      case 'open':
        return this.#deeper(token, () => this.#group(token));
      case 'value':
        return { kind: 'text', pattern: this.#usable(token.pattern, token.from, token.to) };
      case 'term':
        return this.#term(token);
      case 'close':
      case 'or':
      case 'and':
        throw new FilterProblem(token.from, token.to, say('filter.problem.missingBefore', { text: this.#text.slice(token.from, token.to) }));
    }
  }

  #deeper(token: Token, read: () => Filter): Filter {
    if (this.#depth >= deepest) throw new FilterProblem(token.from, token.to, say('filter.problem.tooDeep', { most: deepest }));
    this.#depth += 1;
    const filter = read();
    this.#depth -= 1;
    return filter;
  }

  #group(open: Token): Filter {
    const inner = this.#any();
    if (this.#peek()?.kind !== 'close') throw new FilterProblem(open.from, open.to, say('filter.problem.noClosing'));
    this.#at += 1;
    return inner;
  }

  #missing(): FilterProblem {
    const last = this.#tokens.at(-1);
    const reason = last === undefined ? say('filter.problem.missing') : say('filter.problem.missingAfter', { text: this.#text.slice(last.from, last.to) });
    return new FilterProblem(last?.from ?? 0, this.#text.length, reason);
  }

  #term(token: Extract<Token, { readonly kind: 'term' }>): Filter {
    const { field, op, pattern, valueFrom, to } = token;
    if (op === ':') return { kind: 'field', field, pattern: this.#usable(pattern, valueFrom, to) };
    if (pattern.kind !== 'plain') throw new FilterProblem(valueFrom, to, say('filter.problem.oneValue', { operator: op, field }));
    if (op === '=') return { kind: 'is', field, text: pattern.text };
    return { kind: 'compare', field, op, bound: this.#bound(field, op, pattern.text, valueFrom, to) };
  }

  #bound(field: string, op: Operator, text: string, from: number, to: number) {
    if (isTimeField(field)) {
      const at = parseTime(text, this.#zone);
      if (at === null) throw new FilterProblem(from, to, say('filter.problem.date', { start: `${field}${op}`, date: '2026-11-22', time: '2026-11-22T14:30' }));
      return { kind: 'time' as const, at };
    }
    const value = parseNumber(text);
    if (value === null) throw new FilterProblem(from, to, say('filter.problem.number', { start: `${field}${op}` }));
    return { kind: 'number' as const, value };
  }

  #usable(pattern: Pattern, from: number, to: number): Pattern {
    const problem = pattern.kind === 'regex' ? regexProblem(pattern.source) : null;
    if (problem !== null) throw new FilterProblem(from, to, problem);
    return pattern;
  }
}
