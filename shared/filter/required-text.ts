const classes = /[a-z0-9]/i;

/**
 * Text that everything this regular expression matches must contain; "" when none is plain to see. Looking for it first is a
 * hundred times faster. The letters k and s end a run: beyond ASCII there are letters that count as the same.
 */
export function requiredText(source: string): string {
  if (/[|(]/.test(source)) return '';
  let best = '';
  let run = '';
  const end = (): void => {
    if (run.length > best.length) best = run;
    run = '';
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? '';
    const next = source[at + 1] ?? '';
    if (char === '[') {
      end();
      while (at + 1 < source.length && source[at + 1] !== ']') at += source[at + 1] === '\\' ? 2 : 1;
      at += 1;
    } else if (char === '?' || char === '*' || char === '{') {
      run = run.slice(0, -1);
      end();
      if (char === '{') at = Math.max(at, source.indexOf('}', at));
    } else if (char === '\\' && !classes.test(next)) {
      run += next;
      at += 1;
    } else if (char === '\\') {
      // A class such as \d, or a character by its number: what follows belongs to it or not, so nothing after it is taken.
      end();
      return longEnough(best);
    } else if (/[.^$+\])}ks]/i.test(char) || char > '~' || char < ' ') {
      end();
    } else {
      run += char;
    }
  }
  end();
  return longEnough(best);
}

const longEnough = (text: string): string => (text.length >= 3 ? text.toLowerCase() : '');
