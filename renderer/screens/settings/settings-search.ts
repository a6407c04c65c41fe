import type { ReactElement } from 'react';

/** One setting. `words` is every text that a search finds it by: name, hint, values. */
export type SettingsRow = { readonly id: string; readonly words: string; readonly content: ReactElement };

/** A block of settings: rows that are found one by one, or a card that is shown or hidden as a whole. */
export type SettingsSection = { readonly id: string; readonly title: string } & (
  | { readonly lead?: string; readonly rows: readonly SettingsRow[] }
  | { readonly words: string; readonly card: ReactElement }
);

/** What a search leaves of the sections: the ids of the rows that it finds, or null for a whole card. */
export type Found = ReadonlyMap<string, ReadonlySet<string> | null>;

function hasWords(text: string, search: string): boolean {
  const lower = text.toLocaleLowerCase();
  return search.toLocaleLowerCase().split(/\s+/).every((word) => lower.includes(word));
}

/** The title of a section finds all of it. */
export function findSettings(sections: readonly SettingsSection[], search: string): Found {
  const wanted = search.trim();
  const found = new Map<string, ReadonlySet<string> | null>();
  for (const section of sections) {
    if ('card' in section) {
      if (hasWords(`${section.title} ${section.words}`, wanted)) found.set(section.id, null);
      continue;
    }
    const whole = hasWords(section.title, wanted);
    const rows = section.rows.filter(({ words }) => whole || hasWords(`${section.title} ${words}`, wanted));
    if (rows.length > 0) found.set(section.id, new Set(rows.map(({ id }) => id)));
  }
  return found;
}

export function countFound(found: Found): number {
  return [...found.values()].reduce((sum, rows) => sum + (rows?.size ?? 1), 0);
}
