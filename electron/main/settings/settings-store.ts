import * as z from 'zod';

import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { SettingsSchema } from '../../../shared/model/settings';
import type { DocumentContext } from '../storage/document';
import { Document } from '../storage/document';

const FileSchema = z.object({ version: z.literal(1), settings: z.record(z.string(), z.unknown()) });

/** The app's preferences. A value that cannot be used falls back to its default; the others stay. */
export class SettingsStore {
  readonly #document: Document<z.infer<typeof FileSchema>>;
  #settings: Settings;

  constructor(context: DocumentContext) {
    this.#document = new Document(context, 'settings', FileSchema, { version: 1, settings: {} });
    this.#settings = usable(this.#document.value.settings);
  }

  get(): Settings {
    return this.#settings;
  }

  /** Saves the values given and returns all. Throws when the disk refuses. */
  set(patch: SettingsPatch): Settings {
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const settings = SettingsSchema.parse({ ...this.#settings, ...given });
    this.#document.write({ version: 1, settings });
    this.#settings = settings;
    return settings;
  }
}

function usable(stored: Readonly<Record<string, unknown>>): Settings {
  const whole = SettingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map((issue) => issue.path[0]));
  return SettingsSchema.parse(Object.fromEntries(Object.entries(stored).filter(([key]) => !bad.has(key))));
}
