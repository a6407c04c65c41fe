/**
 * Cuts the elements of an array out of a JSON text without changing a byte: numbers beyond 2^53, key order and
 * duplicate keys survive, which a parse-and-stringify round would lose (the raw record is kept untouched).
 * The text must be valid JSON (parse it first); the walk only needs to know strings from structure.
 */
const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** The text of each element of the array at `path` (object keys and array indexes), or null when there is no array. */
export function sliceArray(text: string, path: readonly (string | number)[]): string[] | null {
  let at = skipSpace(text, 0);
  for (const step of path) {
    const next = typeof step === 'string' ? enterKey(text, at, step) : enterIndex(text, at, step);
    if (next === null) return null;
    at = next;
  }
  if (text.charCodeAt(at) !== openBracket) return null;
  const elements: string[] = [];
  let position = skipSpace(text, at + 1);
  while (position < text.length && text.charCodeAt(position) !== closeBracket) {
    const end = skipValue(text, position);
    elements.push(singleLine(text.slice(position, end)));
    position = skipSpace(text, end);
    if (text.charCodeAt(position) === comma) position = skipSpace(text, position + 1);
  }
  return elements;
}

/** Line breaks between tokens become nothing: a record is one line. Inside strings JSON allows no raw line break. */
function singleLine(json: string): string {
  return /[\r\n]/.test(json) ? json.replace(/[\r\n]+/g, '') : json;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}

function skipString(text: string, from: number): number {
  let at = from + 1;
  for (;;) {
    const end = text.indexOf('"', at);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    at = end + 1;
  }
}

function skipValue(text: string, from: number): number {
  const first = text.charCodeAt(from);
  if (first === quote) return skipString(text, from);
  let at = from;
  if (first !== openBrace && first !== openBracket) {
    for (;;) {
      const code = text.charCodeAt(at);
      if (Number.isNaN(code) || code === comma || code === closeBrace || code === closeBracket || code <= 0x20) return at;
      at += 1;
    }
  }
  let depth = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipString(text, at);
      continue;
    }
    if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
    at += 1;
  }
  return text.length;
}

/** Where the value of `key` starts; JSON.parse keeps the last of duplicate keys, so this does too. */
function enterKey(text: string, from: number, key: string): number | null {
  if (text.charCodeAt(from) !== openBrace) return null;
  let found: number | null = null;
  let at = skipSpace(text, from + 1);
  while (at < text.length && text.charCodeAt(at) === quote) {
    const end = skipString(text, at);
    const name = JSON.parse(text.slice(at, end)) as string;
    let value = skipSpace(text, end);
    if (text.charCodeAt(value) === colon) value = skipSpace(text, value + 1);
    if (name === key) found = value;
    at = skipSpace(text, skipValue(text, value));
    if (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1);
  }
  return found;
}

function enterIndex(text: string, from: number, index: number): number | null {
  if (text.charCodeAt(from) !== openBracket) return null;
  let at = skipSpace(text, from + 1);
  for (let i = 0; at < text.length && text.charCodeAt(at) !== closeBracket; i += 1) {
    if (i === index) return at;
    at = skipSpace(text, skipValue(text, at));
    if (text.charCodeAt(at) === comma) at = skipSpace(text, at + 1);
  }
  return null;
}
