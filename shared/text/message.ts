import * as z from 'zod';

import { isTextId, type TextId } from './catalogue';
import { inEnglish, t } from './text';

/**
 * A text that is stored, or made where nobody knows who will read it (a thread, the collector): what it says, turned into
 * words where it is shown. `english` is for what support and programs read, and for an id that this version does not know;
 * `id` null: words of others, or of a version that kept words only.
 */
export type Message = { readonly english: string; readonly id: string | null; readonly values: MessageValues };
export type MessageValues = { readonly [name: string]: string | number | Message };

export const MessageSchema: z.ZodType<Message> = z.lazy(() => z.object({
  english: z.string(),
  id: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), MessageSchema])),
}));

/** One that may have been stored as words by an earlier version. */
export const StoredMessageSchema = z.union([MessageSchema, z.string().transform(wordsOnly)]);

/** What the text of the catalogue says, to be turned into words later. Throws when a value that the text names is missing: a bug. */
export function say(id: TextId, values: MessageValues = {}): Message {
  return { english: inEnglish(id, wordsIn(values, ({ english }) => english)), id, values };
}

/** Words that no catalogue holds: those of another program, or of an error. */
export function wordsOnly(english: string): Message {
  return { english, id: null, values: {} };
}

/** One sentence after the other. */
export function sentences(first: Message, next: Message): Message {
  return say('common.sentences', { first, next });
}

/** In the language that is spoken; in English where the message was made by a version with other texts. */
export function textOf({ english, id, values }: Message): string {
  if (id === null || !isTextId(id)) return english;
  try {
    return t(id, wordsIn(values, textOf));
  } catch {
    return english;
  }
}

/** The same message with every text in it passed through `clean`, a fence for secrets. */
export function cleaned({ english, id, values }: Message, clean: (text: string) => string): Message {
  const each = (value: string | number | Message): string | number | Message => (typeof value === 'object' ? cleaned(value, clean) : typeof value === 'string' ? clean(value) : value);
  return { english: clean(english), id, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, each(value)])) };
}

function wordsIn(values: MessageValues, words: (message: Message) => string): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? words(value) : value]));
}
