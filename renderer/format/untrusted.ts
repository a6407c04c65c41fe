/**
 * Text from a mail can carry characters that cannot be seen but change what is: controls, direction overrides,
 * zero-width joints. They are written as symbols, so that what is on screen is what is in the record.
 */
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

function symbolFor(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  // Unicode has a picture for every C0 control and for DEL.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

export type Piece = { readonly kind: 'text' | 'hidden'; readonly text: string };

/** The text cut into what may be shown as it is and symbols for what may not. `keep` lists characters that stay, such as line feeds. */
export function revealPieces(text: string, keep = ''): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(hidden)) {
    if (keep.includes(match[0])) continue;
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push({ kind: 'hidden', text: symbolFor(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

/** The same as one string. */
export function reveal(text: string, keep = ''): string {
  return text.replace(hidden, (char) => (keep.includes(char) ? char : symbolFor(char)));
}

/** A JSON value with every text and key revealed, for a viewer that takes values. */
export function revealJson(value: unknown): unknown {
  if (typeof value === 'string') return reveal(value);
  if (Array.isArray(value)) return value.map(revealJson);
  if (typeof value === 'object' && value !== null) {
    // fromEntries defines own properties, also for a key such as "__proto__".
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [reveal(key), revealJson(inner)]));
  }
  return value;
}
