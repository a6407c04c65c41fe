const folded = (text: string): string => text.normalize('NFKC').trim().toLocaleLowerCase('en');

/** Whether an administrator would read the two names as the same. Names become file names, and Windows ignores case. */
export function sameName(a: string, b: string): boolean {
  return folded(a) === folded(b);
}
