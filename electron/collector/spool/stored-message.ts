import type { Message } from '../../../shared/text/message';
import { MessageSchema, wordsOnly } from '../../../shared/text/message';

/** A message in two columns: its English words, which any version can read, and the message itself as JSON. */
export function messageColumns(message: Message): readonly [words: string, said: string | null] {
  return [message.english, message.id === null ? null : JSON.stringify(message)];
}

/** What the two columns say. `said` is null in rows of before format 6; one that cannot be read leaves the words. */
export function storedMessage(words: unknown, said: unknown): Message {
  if (typeof said !== 'string') return wordsOnly(String(words));
  try {
    return MessageSchema.parse(JSON.parse(said));
  } catch {
    return wordsOnly(String(words));
  }
}
