import type { Message } from '../text/message';
import { say } from '../text/message';
import type { Pattern } from './ast';

/** A filter that cannot be read: the place in the text where reading stopped making sense, and why. */
export class FilterProblem extends Error {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly reason: Message,
  ) {
    super(reason.english);
    this.name = 'FilterProblem';
  }
}

export type Token =
  | { readonly kind: 'open' | 'close' | 'not' | 'or' | 'and'; readonly from: number; readonly to: number }
  | { readonly kind: 'value'; readonly pattern: Pattern; readonly from: number; readonly to: number }
  | { readonly kind: 'term'; readonly field: string; readonly op: ':' | '=' | '>' | '>=' | '<' | '<='; readonly pattern: Pattern; readonly from: number; readonly valueFrom: number; readonly to: number };

const fieldShape = /([A-Za-z_][A-Za-z0-9_.@-]*)(:>=|:<=|:>|:<|>=|<=|[:=<>])/y;
/** Characters that a backslash takes their meaning from; before anything else it stands for itself, as in CORP\alice. */
export const special = '*\\"()-/:<>=';
const isSpace = (char: string | undefined): boolean => char !== undefined && /\s/.test(char);
const endsBare = (char: string | undefined): boolean => char === undefined || isSpace(char) || char === '(' || char === ')';
// A map, because an object answers to toString and its like, too.
const keywords: ReadonlyMap<string, 'or' | 'and' | 'not'> = new Map([['OR', 'or'], ['AND', 'and'], ['NOT', 'not']]);

type Read = { readonly pattern: Pattern; readonly to: number };

/** The text as tokens. Throws a FilterProblem. */
export function lex(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isSpace(char)) {
      at += 1;
    } else if (char === '(' || char === ')') {
      tokens.push({ kind: char === '(' ? 'open' : 'close', from: at, to: at + 1 });
      at += 1;
    } else if (char === '-' && !isSpace(text[at + 1]) && at + 1 < text.length) {
      tokens.push({ kind: 'not', from: at, to: at + 1 });
      at += 1;
    } else {
      const token = readTerm(text, at) ?? readValue(text, at);
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

function readValue(text: string, from: number): Token {
  const { pattern, to } = readPattern(text, from);
  const keyword = keywords.get(text.slice(from, to));
  return keyword === undefined ? { kind: 'value', pattern, from, to } : { kind: keyword, from, to };
}

function readTerm(text: string, from: number): Token | null {
  fieldShape.lastIndex = from;
  const match = fieldShape.exec(text);
  if (match === null) return null;
  const [whole, field = '', typed = ''] = match;
  const valueFrom = from + whole.length;
  // An address such as https://example.com is text, not a field called https.
  if (typed === ':' && text.startsWith('//', valueFrom)) return null;
  if (endsBare(text[valueFrom])) {
    const group = text[valueFrom] === '(';
    throw new FilterProblem(from, valueFrom, group ? say('filter.problem.brackets', { start: whole }) : say('filter.problem.valueMissing', { start: whole }));
  }
  const op = (typed.length > 1 && typed.startsWith(':') ? typed.slice(1) : typed) as ':' | '=' | '>' | '>=' | '<' | '<=';
  const { pattern, to } = readPattern(text, valueFrom);
  return { kind: 'term', field, op, pattern, from, valueFrom, to };
}

function readPattern(text: string, from: number): Read {
  if (text[from] === '"') return readPhrase(text, from);
  if (text[from] === '/' && text[from + 1] !== '/') return readRegex(text, from);
  return readBare(text, from);
}

function readPhrase(text: string, from: number): Read {
  let value = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '\\' && (next === '"' || next === '\\')) {
      value += next;
      at += 1;
    } else if (char === '"') {
      if (value === '') throw new FilterProblem(from, at + 1, say('filter.problem.emptyQuotes'));
      return { pattern: { kind: 'plain', text: value }, to: at + 1 };
    } else {
      value += char;
    }
  }
  throw new FilterProblem(from, text.length, say('filter.problem.openQuotes'));
}

function readRegex(text: string, from: number): Read {
  let source = '';
  for (let at = from + 1; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '\\' && at + 1 < text.length) {
      const next = text[at + 1] ?? '';
      source += next === '/' ? '/' : `\\${next}`;
      at += 1;
    } else if (char === '/') {
      if (!endsBare(text[at + 1])) throw new FilterProblem(at + 1, at + 2, say('filter.problem.afterRegex'));
      return { pattern: { kind: 'regex', source }, to: at + 1 };
    } else {
      source += char;
    }
  }
  throw new FilterProblem(from, text.length, say('filter.problem.openRegex'));
}

function readBare(text: string, from: number): Read {
  const parts: string[] = [''];
  let at = from;
  const add = (char: string): void => {
    parts[parts.length - 1] = (parts.at(-1) ?? '') + char;
  };
  while (!endsBare(text[at])) {
    const char = text[at] ?? '';
    const next = text[at + 1];
    if (char === '\\' && next !== undefined && (special.includes(next) || isSpace(next))) {
      add(next);
      at += 2;
    } else {
      // Several asterisks in a row are one.
      if (char !== '*') add(char);
      else if (parts.length === 1 || parts.at(-1) !== '') parts.push('');
      at += 1;
    }
  }
  const [only = ''] = parts;
  return { pattern: parts.length === 1 ? { kind: 'plain', text: only } : { kind: 'wildcard', parts }, to: at };
}
