/** Which of the characters of a plain record (printable ASCII, small letters) a place lets through: bit n is character n. */
export type CharSet = bigint;

export type PatternNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'edge'; readonly source: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly PatternNode[] }
  | { readonly kind: 'many'; readonly of: PatternNode; readonly least: number; readonly most: number };

const codes = (from: number, to: number): CharSet => ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from);
const charOf = (char: string): CharSet => (char > '~' ? 0n : 1n << BigInt(char.charCodeAt(0)));
const capitals = codes(65, 90);
const small = codes(97, 122);

/** Every character that a plain record can hold. */
export const everyChar: CharSet = codes(32, 126) & ~capitals;

const digits = codes(48, 57);
const wordChars = digits | small | charOf('_');
const classes: Readonly<Record<string, CharSet>> = {
  d: digits, D: everyChar & ~digits, w: wordChars, W: everyChar & ~wordChars, s: charOf(' '), S: everyChar & ~charOf(' '),
  // Control characters: no plain record has one.
  n: 0n, r: 0n, t: 0n, f: 0n, v: 0n,
};

/** As a plain record has it: case does not count. */
const folded = (set: CharSet): CharSet => (set | ((set & capitals) << 32n)) & everyChar;

/** Without control characters, halves of characters, and the two letters beyond ASCII that count as k and s. */
const readable = /^[^\x00-\x1f\x7f\u017f\u212a\ud800-\udfff]+$/;

/** What a regular expression means in plain records; null when it has parts that this reader does not know. */
export function readPattern(source: string): PatternNode | null {
  if (!readable.test(source)) return null;
  const reader = new PatternReader(source);
  const node = reader.any();
  return node === null || !reader.ended ? null : node;
}

/** More repetitions than RE2 takes. */
const mostRepeats = 1000;

class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get ended(): boolean {
    return this.#at === this.#source.length;
  }

  any(): PatternNode | null {
    const parts: PatternNode[] = [];
    do {
      const part = this.#all();
      if (part === null) return null;
      parts.push(part);
    } while (this.#takes('|'));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'any', of: parts };
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #all(): PatternNode | null {
    const parts: PatternNode[] = [];
    while (!this.ended && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const part = this.#one();
      if (part === null) return null;
      if (part.kind === 'all') parts.push(...part.of);
      else parts.push(part);
    }
    return { kind: 'all', of: parts };
  }

  #one(): PatternNode | null {
    const atom = this.#atom();
    if (atom === null) return null;
    const count = this.#count();
    if (count === null) return atom;
    return count === 'unknown' || atom.kind === 'edge' ? null : { kind: 'many', of: atom, ...count };
  }

  #count(): { readonly least: number; readonly most: number } | 'unknown' | null {
    const match = /(?:[*+?]|\{(\d{1,4})(,?)(\d{0,4})\})\??/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.#source);
    if (found === null) return null;
    this.#at = match.lastIndex;
    const [whole, least = '', comma = '', most = ''] = found;
    if (whole.startsWith('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (whole.startsWith('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (whole.startsWith('?')) return { least: 0, most: 1 };
    const count = { least: Number(least), most: comma === '' ? Number(least) : most === '' ? Number.POSITIVE_INFINITY : Number(most) };
    const known = count.least <= count.most && count.least <= mostRepeats && (count.most <= mostRepeats || most === '');
    return known ? count : 'unknown';
  }

  #atom(): PatternNode | null {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    switch (char) {
      case '(': {
        // Flags, names and looks around begin like this.
        if (this.#source[this.#at] === '?' && !this.#takes('?:')) return null;
        const inner = this.any();
        return inner !== null && this.#takes(')') ? inner : null;
      }
      case '[':
        return this.#class();
      case '.':
        return { kind: 'set', set: everyChar };
      case '^':
      case '$':
        return { kind: 'edge', source: char };
      case '\\': {
        const next = this.#source[this.#at] ?? '';
        if (next === 'b' || next === 'B') {
          this.#at += 1;
          return { kind: 'edge', source: `\\${next}` };
        }
        const set = this.#escape();
        return set === null ? null : { kind: 'set', set };
      }
      case '*':
      case '+':
      case '?':
      case '{':
      case '}':
      case ']':
        return null;
      default:
        return { kind: 'set', set: folded(charOf(char)) };
    }
  }

  /** After the backslash. */
  #escape(): CharSet | null {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    if (Object.hasOwn(classes, char)) return classes[char] ?? null;
    return /[^A-Za-z0-9]/.test(char) ? charOf(char) : null;
  }

  /** After the opening bracket. */
  #class(): PatternNode | null {
    const inverted = this.#takes('^');
    let set = 0n;
    // A bracket that comes first ends the class for some engines and belongs to it for others.
    if (this.#source[this.#at] === ']') return null;
    while (!this.#takes(']')) {
      const from = this.#classChar();
      if (from === null) return null;
      if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']') {
        this.#at += 1;
        const to = this.#classChar();
        if (to === null || from.code === null || to.code === null || to.code < from.code) return null;
        set |= codes(from.code, to.code);
      } else {
        set |= from.set;
      }
    }
    return { kind: 'set', set: inverted ? everyChar & ~folded(set) : folded(set) };
  }

  /** `code`: null for a class of its own, such as \d. */
  #classChar(): { readonly set: CharSet; readonly code: number | null } | null {
    const char = this.#source[this.#at] ?? '';
    this.#at += 1;
    // One more opening bracket may begin a class by name.
    if (char === '' || char === '[') return null;
    if (char !== '\\') return { set: charOf(char), code: char > '~' ? null : char.charCodeAt(0) };
    const next = this.#source[this.#at] ?? '';
    const set = this.#escape();
    return set === null ? null : { set, code: /[A-Za-z]/.test(next) ? null : next.charCodeAt(0) };
  }
}
