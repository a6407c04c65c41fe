/** What stands at the cursor: replacing `from`..`to` by a suggestion completes it. */
export type AtCursor =
  | { readonly kind: 'field'; readonly prefix: string; readonly from: number; readonly to: number }
  | { readonly kind: 'value'; readonly field: string; readonly prefix: string; readonly from: number; readonly to: number };

/** Null inside of quotes and regular expressions that are closed, where there is nothing to suggest. */
export function atCursor(text: string, cursor: number): AtCursor | null {
  let start = 0;
  let quoted = false;
  for (let at = 0; at < cursor; at += 1) {
    const char = text[at] ?? '';
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && /[\s()]/.test(char)) start = at + 1;
  }
  if (text[start] === '-') start += 1;
  const typed = text.slice(start, cursor);
  const rest = /^[^\s()"]*/.exec(text.slice(cursor))?.[0] ?? '';
  const term = /^([A-Za-z_][A-Za-z0-9_.@-]*)[:=]("?)/.exec(typed);
  if (term !== null) {
    const prefix = typed.slice(term[0].length);
    // The closing quote of a value that is being replaced goes with it.
    const closing = term[2] === '"' && text[cursor + rest.length] === '"' ? 1 : 0;
    if (prefix.startsWith('/') || /^[<>]/.test(prefix)) return null;
    return { kind: 'value', field: term[1] ?? '', prefix: prefix.replace(/"$/, ''), from: start + term[0].length - (term[2] ?? '').length, to: cursor + rest.length + closing };
  }
  return /^[A-Za-z_]?[A-Za-z0-9_.@-]*$/.test(typed) ? { kind: 'field', prefix: typed, from: start, to: cursor + rest.length } : null;
}
