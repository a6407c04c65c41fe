import type { PreferencesFile, PreferencesPlan } from '../../../shared/model/preferences-file';
import { PreferencesFileSchema, preferencesFormat, preferencesVersion } from '../../../shared/model/preferences-file';
import type { Settings, SettingsPatch } from '../../../shared/model/settings';
import { SettingsPatchSchema, SettingsSchema } from '../../../shared/model/settings';
import { say } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { differences } from '../connectors/portable';
import { problemAt } from '../kit/problems-error';

/** What this computer remembers of itself is no preference. */
const ownToComputer: readonly string[] = ['closeNoticeShown'] satisfies readonly (keyof Settings)[];

export function preferencesFileOf(settings: Settings, at: number): PreferencesFile {
  const carried = Object.fromEntries(Object.entries(settings).filter(([key]) => !ownToComputer.includes(key)));
  return { format: preferencesFormat, version: preferencesVersion, exportedAt: new Date(at).toISOString(), settings: carried };
}

/** Reads the text of a file. Throws a ProblemsError that says what is wrong with it as a whole. */
export function parsePreferences(text: string): PreferencesFile['settings'] {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw problemAt(['file'], say('settings.import.noJson'));
  }
  const parsed = PreferencesFileSchema.safeParse(json);
  if (!parsed.success) throw problemAt(['file'], say('settings.import.noPreferences'));
  return parsed.data.settings;
}

/** What importing would change. A value that cannot be used, or that this version does not know, is left out and named. */
export function preferencesPlan(given: PreferencesFile['settings'], current: Settings): Pick<PreferencesPlan, 'changes' | 'notes'> & { readonly patch: SettingsPatch } {
  const notes: string[] = [];
  const usable: Record<string, unknown> = {};
  const known: readonly string[] = Object.keys(SettingsSchema.shape).filter((key) => !ownToComputer.includes(key));
  for (const [key, value] of Object.entries(given)) {
    if (!known.includes(key)) notes.push(t('settings.import.unknown', { name: key }));
    else if (!SettingsPatchSchema.safeParse({ [key]: value }).success) notes.push(t('settings.import.unusable', { name: key }));
    else usable[key] = value;
  }
  const patch = SettingsPatchSchema.parse(usable);
  return { patch, notes, changes: [...differences(current, { ...current, ...patch })] };
}
