/** Languages with a catalogue. */
export const languages = ['en'] as const;

/**
 * English as no translator writes it, made by `pseudo.ts`: with accents and longer words to find text that is not in the
 * catalogue or does not fit, the second one also from right to left.
 */
export const pseudoLanguages = ['en-XA', 'en-XB'] as const;

export type Language = (typeof languages)[number] | (typeof pseudoLanguages)[number];

/** How numbers and times are written, as a BCP 47 tag. The names of months then fit the words around them. */
export const locales: { readonly [L in Language]: string } = { en: 'en-GB', 'en-XA': 'en-GB', 'en-XB': 'en-GB' };

/** Each language by its own name, which no language translates. */
export const languageNames: { readonly [L in Language]: string } = { en: 'English', 'en-XA': 'Pseudo-language en-XA (accents, longer)', 'en-XB': 'Pseudo-language en-XB (right to left)' };

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'en-XB' ? 'rtl' : 'ltr';
}

/** The language to speak: the chosen one, or for `system` the first of the preferred tags that has a catalogue. */
export function languageFor(chosen: Language | 'system', preferred: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of preferred) {
    const found = languages.find((language) => tag === language || tag.startsWith(`${language}-`));
    if (found !== undefined) return found;
  }
  return 'en';
}

export function isLanguage(tag: string): tag is Language {
  return ([...languages, ...pseudoLanguages] as readonly string[]).includes(tag);
}
