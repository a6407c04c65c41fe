import type { MenuItemConstructorOptions } from 'electron';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { appMenuItems } from '../../../../electron/main/platform/app-menu';
import { textMenuItems } from '../../../../electron/main/platform/text-menu';
import { speak } from '../../../../shared/text/text';

// Outside of Electron there is nothing to import; a menu is only described here, never shown.
vi.mock('electron', () => ({ app: { name: 'Mimecast Connector' }, BrowserWindow: {}, Menu: {}, shell: {} }));

afterEach(() => { speak('en'); });

const nothing = (): void => undefined;
const options = { devTools: true, showWindow: nothing, navigate: nothing, quit: nothing, folders: { profile: '/profile', logs: '/logs' } };
const editFlags = { canUndo: true, canRedo: true, canCut: true, canCopy: true, canPaste: true, canDelete: true, canSelectAll: true, canEditRichly: false };

const menus: readonly (readonly [string, () => MenuItemConstructorOptions[]])[] = [
  ['the application menu of Linux and Windows', () => appMenuItems(options, false)],
  ['the application menu of macOS', () => appMenuItems(options, true)],
  ['the menu of a field', () => textMenuItems({ isEditable: true, editFlags, selectionText: '' })],
  ['the menu of selected text', () => textMenuItems({ isEditable: false, editFlags, selectionText: 'alice' })],
];

/** Every item at every depth, without the lines between them. */
function allOf(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => (item.type === 'separator' ? [] : [item, ...(Array.isArray(item.submenu) ? allOf(item.submenu) : [])]));
}

describe.each(menus)('%s', (_name, items) => {
  it('leaves the name of no item to Electron, which knows English only', () => {
    expect(allOf(items()).filter(({ label }) => label === undefined || label === '')).toEqual([]);
  });

  it('leaves the content of no menu to Electron', () => {
    const filled = ['appMenu', 'fileMenu', 'editMenu', 'viewMenu', 'windowMenu', 'shareMenu'];
    expect(allOf(items()).filter(({ role, submenu }) => role !== undefined && filled.includes(role) && submenu === undefined)).toEqual([]);
  });

  it('speaks the language that is spoken', () => {
    speak('en-XA');
    const labels = allOf(items()).map(({ label }) => label).filter((label) => label !== 'Mimecast Connector');
    expect(labels.length).toBeGreaterThan(0);
    expect(labels.filter((label) => label === undefined || !/^⟦[^A-Za-z]+⟧$/.test(label))).toEqual([]);
  });
});

it('editing keeps the roles that make its keys work, on each system', () => {
  const rolesOf = (mac: boolean): readonly unknown[] => allOf(appMenuItems(options, mac)).flatMap(({ role }) => role ?? []);
  expect(rolesOf(false)).toEqual(['close', 'editMenu', 'undo', 'redo', 'cut', 'copy', 'paste', 'delete', 'selectAll', 'resetZoom', 'togglefullscreen', 'reload', 'toggleDevTools', 'windowMenu', 'minimize', 'zoom', 'close', 'help']);
  expect(rolesOf(true)).toEqual(expect.arrayContaining(['about', 'services', 'hide', 'hideOthers', 'unhide', 'pasteAndMatchStyle', 'startSpeaking', 'front', 'help']));
});
