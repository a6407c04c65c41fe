import { IntlMessageFormat } from 'intl-messageformat';

import type { TextId } from './catalogue';
import { catalogues } from './catalogue';
import type { Language } from './languages';
import { locales, pseudoLanguages } from './languages';
import { pseudoMessage } from './pseudo';

export type TextValues = Readonly<Record<string, string | number>>;

let spoken: Language = 'en';
const messages = new Map<TextId, IntlMessageFormat>();
const english = new Map<TextId, IntlMessageFormat>();

/**
 * Sets the language of this process. The window does it before anything else is loaded, and is loaded anew when the
 * language changes; main may change it at any time, so shared and main keep no text beyond the call that asked for it.
 */
export function speak(language: Language): void {
  if (language === spoken) return;
  spoken = language;
  messages.clear();
}

export function spokenLanguage(): Language {
  return spoken;
}

/** How numbers and times are written in the language that is spoken, as a BCP 47 tag. */
export function spokenLocale(): string {
  return locales[spoken];
}

/** The text of the catalogue with its values in place. Throws when a value that the text names is missing: a bug. */
export function t(id: TextId, values?: TextValues): string {
  return String(messageOf(id).format(values));
}

/** The same in English whatever is spoken: for files and reports that others read. */
export function inEnglish(id: TextId, values?: TextValues): string {
  let message = english.get(id);
  if (message === undefined) {
    message = new IntlMessageFormat(catalogues.en[id], locales.en);
    english.set(id, message);
  }
  return String(message.format(values));
}

/** Like `t`, for texts with tags: `<name>…</name>` becomes what the function of that name makes of its content. */
export function richText<Part>(id: TextId, values: Readonly<Record<string, string | number | Part | ((content: readonly (string | Part)[]) => Part)>>): readonly (string | Part)[] {
  const made = messageOf(id).format<Part>(values);
  return Array.isArray(made) ? made : [made];
}

function messageOf(id: TextId): IntlMessageFormat {
  let message = messages.get(id);
  if (message === undefined) {
    message = makeMessage(id);
    messages.set(id, message);
  }
  return message;
}

function makeMessage(id: TextId): IntlMessageFormat {
  const locale = spokenLocale();
  if ((pseudoLanguages as readonly Language[]).includes(spoken)) {
    return new IntlMessageFormat(pseudoMessage(new IntlMessageFormat(catalogues.en[id], locale).getAst()), locale);
  }
  return new IntlMessageFormat(catalogues.en[id], locale);
}
