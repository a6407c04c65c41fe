import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { Settings, SettingsPatch } from '../../../../shared/model/settings';
import { say } from '../../../../shared/text/message';
import { t } from '../../../../shared/text/text';
import { chosenText } from '../../kit/chosen-file';
import { problemAt } from '../../kit/problems-error';
import { parsePreferences, preferencesFileOf, preferencesPlan } from '../../settings/preferences-transfer';
import type { SettingsStore } from '../../settings/settings-store';
import type { HandlersOf } from '../handlers';

export type SettingsHandlersOptions = {
  readonly store: SettingsStore;
  readonly onChange: (settings: Settings) => void;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
  readonly choosePreferences: () => Promise<string | null>;
  readonly now: () => number;
};

export function settingsHandlers({ store, onChange, chooseFile, choosePreferences, now }: SettingsHandlersOptions): HandlersOf<'settings'> {
  let read: { readonly reading: string; readonly patch: SettingsPatch } | null = null;
  const set = (patch: SettingsPatch): Settings => {
    const settings = store.set(patch);
    onChange(settings);
    return settings;
  };
  return {
    'settings.get': () => store.get(),
    'settings.set': set,
    'settings.export': async () => {
      const path = await chooseFile(t('desktop.dialog.exportPreferences'), 'mimecast-connector-preferences.json');
      if (path === null) return { path };
      await writeFile(path, `${JSON.stringify(preferencesFileOf(store.get(), now()), null, 2)}\n`, { mode: 0o600 });
      return { path };
    },
    'settings.choose': async () => {
      const path = await choosePreferences();
      if (path === null) return null;
      const { patch, changes, notes } = preferencesPlan(parsePreferences(await chosenText(path)), store.get());
      read = { reading: randomUUID(), patch };
      return { reading: read.reading, fileName: basename(path), changes, notes };
    },
    'settings.apply': ({ reading }) => {
      if (read?.reading !== reading) throw problemAt(['file'], say('desktop.file.again'));
      const { patch } = read;
      read = null;
      return set(patch);
    },
  };
}
