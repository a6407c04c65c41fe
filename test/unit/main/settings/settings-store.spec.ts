import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { SettingsStore } from '../../../../electron/main/settings/settings-store';
import { SettingsSchema } from '../../../../shared/model/settings';
import { documents } from '../support/profile';

const defaults = SettingsSchema.parse({});

describe('settings', () => {
  it('have defaults, and keep what is set', () => {
    const context = documents();
    const store = new SettingsStore(context);
    expect(store.get()).toEqual(defaults);
    expect(defaults).toMatchObject({ theme: 'system', closeToTray: true, closeNoticeShown: false, timeZone: 'local', notifications: 'all' });
    expect(store.set({ theme: 'dark', timeZone: undefined })).toEqual({ ...defaults, theme: 'dark' });
    expect(new SettingsStore(context).get()).toEqual({ ...defaults, theme: 'dark' });
  });

  it('fall back one by one', () => {
    const context = documents();
    writeFileSync(join(context.dir, 'settings.json'), JSON.stringify({ version: 1, settings: { theme: 'pink', closeToTray: false, old: 1 } }));
    expect(new SettingsStore(context).get()).toEqual({ ...defaults, closeToTray: false });
  });
});
