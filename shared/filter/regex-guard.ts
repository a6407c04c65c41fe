/** Longer ones are no filters typed by a person. */
export const longestRegex = 200;

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'Looking ahead or behind is not possible here.'],
  [/\\[1-9]|\\k</, 'References back to a group are not possible here.'],
];

/**
 * Why this regular expression cannot be used, or null. What passes runs on an engine whose time grows with the text only
 * (re2js), so that no pattern can hang the view; the refusals are what such an engine cannot do.
 */
export function regexProblem(source: string): string | null {
  if (source === '') return 'The regular expression is empty.';
  if (source.length > longestRegex) return `The regular expression is longer than ${longestRegex} characters.`;
  const plain = source.replace(/\\\\/g, '');
  const found = unsupported.find(([pattern]) => pattern.test(plain));
  if (found !== undefined) return found[1];
  try {
    new RegExp(source, 'iu');
    return null;
  } catch {
    return 'This is no valid regular expression.';
  }
}
