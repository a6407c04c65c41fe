import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SettingsStore } from '../../../../electron/main/settings/settings-store';
import { noLiveLogsSettings } from '../../../../shared/model/live-logs-settings';
import { documents } from '../support/profile';

const defaults = { theme: 'system', closeToTray: true, closeNoticeShown: false, timeZone: 'local', notifications: 'all', liveLogs: noLiveLogsSettings };

describe('settings', () => {
  it('have defaults, and keep what is set', () => {
    const context = documents();
    const store = new SettingsStore(context);
    expect(store.get()).toEqual(defaults);
    expect(store.set({ theme: 'dark', timeZone: undefined })).toEqual({ ...defaults, theme: 'dark' });
    expect(new SettingsStore(context).get()).toEqual({ ...defaults, theme: 'dark' });
  });

  it('fall back one by one', () => {
    const context = documents();
    writeFileSync(join(context.dir, 'settings.json'), JSON.stringify({ version: 1, settings: { theme: 'pink', closeToTray: false, old: 1 } }));
    expect(new SettingsStore(context).get()).toEqual({ ...defaults, closeToTray: false });
  });
});
