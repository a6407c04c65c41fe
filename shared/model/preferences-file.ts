import * as z from 'zod';

import { SetupChangeSchema } from './setup-file';

/** Marks the file, so that any other JSON is told apart from it at once. */
export const preferencesFormat = 'mimecast-connector-preferences';
export const preferencesVersion = 1;

/** What carries the preferences to another computer. Values are judged one by one. */
export const PreferencesFileSchema = z.object({
  format: z.literal(preferencesFormat),
  version: z.literal(preferencesVersion),
  exportedAt: z.string().max(64),
  settings: z.record(z.string().max(64), z.unknown()),
});
export type PreferencesFile = z.infer<typeof PreferencesFileSchema>;

/** A file as it was read; `reading` names this reading of it, so that what is applied is what was shown. `notes` say what is left out. */
export const PreferencesPlanSchema = z.object({ reading: z.string(), fileName: z.string(), changes: z.array(SetupChangeSchema), notes: z.array(z.string()) });
export type PreferencesPlan = z.infer<typeof PreferencesPlanSchema>;
