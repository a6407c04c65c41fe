import type { TextId } from '../text/catalogue';
import type { Message } from '../text/message';
import { say } from '../text/message';

/** Longer ones are no filters typed by a person. */
export const longestRegex = 200;

const unsupported: readonly (readonly [RegExp, TextId])[] = [
  [/\(\?<?[=!]/, 'filter.problem.lookAround'],
  [/\\[1-9]|\\k</, 'filter.problem.backReference'],
];

/**
 * Why this regular expression cannot be used, or null. What passes runs in a time that grows with the text only (re2js, or
 * JavaScript's own engine where that is proven of the pattern), so that no pattern can hang the view; the refusals are what re2js
 * cannot do.
 */
export function regexProblem(source: string): Message | null {
  if (source === '') return say('filter.problem.emptyRegex');
  if (source.length > longestRegex) return say('filter.problem.longRegex', { most: longestRegex });
  const plain = source.replace(/\\\\/g, '');
  const found = unsupported.find(([pattern]) => pattern.test(plain));
  if (found !== undefined) return say(found[1]);
  try {
    new RegExp(source, 'iu');
    return null;
  } catch {
    return say('filter.problem.noRegex');
  }
}
