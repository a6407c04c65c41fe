import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { settingsHandlers } from '../../../../electron/main/ipc/handlers/settings';
import { ProblemsError } from '../../../../electron/main/kit/problems-error';
import { parsePreferences, preferencesFileOf, preferencesPlan } from '../../../../electron/main/settings/preferences-transfer';
import { SettingsStore } from '../../../../electron/main/settings/settings-store';
import type { Settings } from '../../../../shared/model/settings';
import { defaultSettings } from '../../../../shared/model/settings';
import { documents, noon } from '../support/profile';

const never = new AbortController().signal;

function setUp() {
  const path = join(mkdtempSync(join(tmpdir(), 'preferences-')), 'p.json');
  const changed: Settings[] = [];
  const store = new SettingsStore(documents());
  const handlers = settingsHandlers({ store, onChange: (settings) => changed.push(settings), chooseFile: () => Promise.resolve(path), choosePreferences: () => Promise.resolve(path), now: () => noon });
  return { path, changed, store, handlers };
}

describe('a file with preferences', () => {
  it('brings every preference to another computer, and says before what it would change', async () => {
    const one = setUp();
    one.store.set({ theme: 'dark', closeNoticeShown: true, logLevel: 'warn' });
    await one.handlers['settings.export'](undefined, never);

    const other = setUp();
    writeFileSync(other.path, readFileSync(one.path));
    const plan = await other.handlers['settings.choose'](undefined, never);
    expect(plan).toMatchObject({ fileName: 'p.json', notes: [], changes: [{ field: 'theme', before: 'system', after: 'dark' }, { field: 'logLevel', before: 'info', after: 'warn' }] });
    expect(other.store.get()).toEqual(defaultSettings);
    await other.handlers['settings.apply']({ reading: plan?.reading ?? '' }, never);
    expect(other.store.get()).toEqual({ ...defaultSettings, theme: 'dark', logLevel: 'warn' });
    expect(other.changed).toEqual([other.store.get()]);
  });

  it('is applied only as it was shown, and once', async () => {
    const { path, handlers } = setUp();
    writeFileSync(path, JSON.stringify(preferencesFileOf({ ...defaultSettings, theme: 'light' }, noon)));
    const first = await handlers['settings.choose'](undefined, never);
    const second = await handlers['settings.choose'](undefined, never);
    const apply = async (reading: string): Promise<unknown> => handlers['settings.apply']({ reading }, never);
    await expect(apply(first?.reading ?? '')).rejects.toThrow(ProblemsError);
    await expect(apply(second?.reading ?? '')).resolves.toMatchObject({ theme: 'light' });
    await expect(apply(second?.reading ?? '')).rejects.toThrow(ProblemsError);
  });

  it('loses only what cannot be used, and names it', () => {
    const plan = preferencesPlan({ theme: 'pink', colour: 'red', timeZone: 'utc', closeNoticeShown: true }, defaultSettings);
    expect(plan.patch).toEqual({ timeZone: 'utc' });
    expect(plan.changes).toEqual([{ field: 'timeZone', before: 'local', after: 'utc' }]);
    expect(plan.notes).toEqual(['“theme” has a value that cannot be used here and is left out.', '“colour” is not known to this version and is left out.', '“closeNoticeShown” is not known to this version and is left out.']);
  });

  it.each(['', '{', '[]', '{"format":"mimecast-connector-setup","version":1}', JSON.stringify({ ...preferencesFileOf(defaultSettings, noon), version: 2 })])('refuses %s', (text) => {
    expect(() => parsePreferences(text)).toThrow(ProblemsError);
  });
});
