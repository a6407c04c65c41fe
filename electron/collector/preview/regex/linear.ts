import { RE2JS } from 're2js';

import type { RegexEngine, RegexTest } from '../../../../shared/filter/compile';
import { kept } from '../../../../shared/filter/compile';
import type { FastWay } from './fast-regex';
import { fastRegex, follows } from './fast-regex';

const waysKnown = new WeakMap<RegexTest, readonly FastWay[] | null>();
const printable = /^[\x20-\x7e]*$/;

/** Time grows with the text only, whatever the pattern (RE2); a thread of its own would not save us from an endless match. */
export const linear: RegexEngine = (source) => {
  const pattern = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  const slowly = kept((text) => pattern.test(text));
  const ways = fastRegex(source);
  const regex: RegexTest = {
    source,
    test: (text) => {
      if (ways === null || !printable.test(text)) return slowly(text);
      const folded = text.toLowerCase();
      return ways.some(({ needed, steps }) => needed.every((each) => folded.includes(each)) && follows(steps, folded));
    },
  };
  waysKnown.set(regex, ways);
  return regex;
};

/** The ways of a regular expression that `linear` made; null when it has none that is faster. */
export function waysOf(regex: RegexTest): readonly FastWay[] | null {
  return waysKnown.get(regex) ?? null;
}
