import { asRecord, text } from './common';

/** Text that can only be a number or a word is not tried: an exception costs more than the whole rest of an event. */
const jsonStart = /^\s*["[{]/;

/** Undoes JSON text and JSON text inside JSON text; what is not JSON stays as it is. */
export function decoded(value: unknown): unknown {
  let current = value;
  for (let layer = 0; layer < 2 && typeof current === 'string' && jsonStart.test(current); layer += 1) {
    try {
      current = JSON.parse(current) as unknown;
    } catch {
      return current;
    }
  }
  return current;
}

/** A JSON object, also from its text (once or twice encoded). */
export function jsonObject(value: unknown): object | undefined {
  const given = decoded(value);
  return given !== null && typeof given === 'object' && !Array.isArray(given) ? given : undefined;
}

/** An object or a list, also from its JSON text. */
export function jsonValue(value: unknown): object | undefined {
  const given = decoded(value);
  return given !== null && typeof given === 'object' ? given : undefined;
}

/** Names of a list of texts or of objects with a name, joined for reading. */
export function listed(value: unknown): string | undefined {
  if (!Array.isArray(value)) return text(value);
  const names: string[] = [];
  for (const item of value as readonly unknown[]) {
    const name = text(item) ?? text(asRecord(item)['name']);
    if (name !== undefined) names.push(name);
  }
  return names.length === 0 ? undefined : names.join(', ');
}

/** The category of the scanner's verdict, or its decision, from any of the four encodings; absent when there is none. */
export function spamCategory(detail: unknown): string | undefined {
  // Most details hold no verdict: looking for the word first saves parsing them.
  if (typeof detail === 'string' && !detail.includes('verdict')) return undefined;
  const verdict = asRecord(asRecord(decoded(detail))['verdict']);
  return listed(verdict['categories']) ?? text(verdict['decision']);
}
