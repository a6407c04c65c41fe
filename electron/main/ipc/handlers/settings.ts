import type { Settings } from '../../../../shared/model/settings';
import type { SettingsStore } from '../../settings/settings-store';
import type { HandlersOf } from '../handlers';

export function settingsHandlers(store: SettingsStore, onChange: (settings: Settings) => void): HandlersOf<'settings'> {
  return {
    'settings.get': () => store.get(),
    'settings.set': (patch) => {
      const settings = store.set(patch);
      onChange(settings);
      return settings;
    },
  };
}
