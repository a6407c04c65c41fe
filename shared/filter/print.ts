import type { Bound, Filter, Pattern } from './ast';
import { special } from './lex';

const keywords = ['OR', 'AND', 'NOT'];
const bareText = /^[^\s()"\\*:<>=/-][^\s()"\\*:<>=]*$/;

/** The filter as text that reads back as the same filter, in any zone. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'all':
      return '';
    case 'or':
      return filter.of.map((part) => printFilter(part)).join(' OR ');
    case 'and':
      return filter.of.map((part) => (part.kind === 'or' ? `(${printFilter(part)})` : printFilter(part))).join(' ');
    case 'not':
      return ['and', 'or', 'not'].includes(filter.of.kind) ? `-(${printFilter(filter.of)})` : `-${printFilter(filter.of)}`;
    case 'text':
      return printPattern(filter.pattern);
    case 'field':
      return `${filter.field}:${printPattern(filter.pattern)}`;
    case 'is':
      return `${filter.field}=${printText(filter.text)}`;
    case 'compare':
      return `${filter.field}${filter.op}${printBound(filter.bound)}`;
  }
}

function printPattern(pattern: Pattern): string {
  switch (pattern.kind) {
    case 'plain':
      return printText(pattern.text);
    case 'wildcard':
      return pattern.parts.map((part) => [...part].map((char) => (special.includes(char) || /\s/.test(char) ? `\\${char}` : char)).join('')).join('*');
    case 'regex':
      return `/${pattern.source.replace(/\\[^]|\//g, (piece) => (piece === '/' ? '\\/' : piece))}/`;
  }
}

/** A text in quotes where it would not read as one word. */
export function printText(text: string): string {
  return bareText.test(text) && !keywords.includes(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function printBound(bound: Bound): string {
  if (bound.kind === 'number') return String(bound.value);
  return printText(new Date(bound.at).toISOString());
}
