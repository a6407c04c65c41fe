import type { MenuItemConstructorOptions } from 'electron';

import { t } from '../../../shared/text/text';

const separator: MenuItemConstructorOptions = { type: 'separator' };

/** Electron's own menu of this role, item by item: left to itself it names the items in English. */
export function editMenu(mac: boolean): MenuItemConstructorOptions {
  return {
    role: 'editMenu',
    label: t('desktop.menu.edit'),
    submenu: [
      { role: 'undo', label: t('desktop.menu.undo') },
      { role: 'redo', label: t('desktop.menu.redo') },
      separator,
      { role: 'cut', label: t('desktop.menu.cut') },
      { role: 'copy', label: t('desktop.menu.copy') },
      { role: 'paste', label: t('desktop.menu.paste') },
      ...(mac ? [{ role: 'pasteAndMatchStyle', label: t('desktop.menu.pasteAndMatchStyle') } as const] : []),
      { role: 'delete', label: t('desktop.menu.delete') },
      ...(mac ? [] : [separator]),
      { role: 'selectAll', label: t('desktop.menu.selectAll') },
      ...(mac ? [separator, substitutions(), speech()] : []),
    ],
  };
}

function substitutions(): MenuItemConstructorOptions {
  return {
    label: t('desktop.menu.substitutions'),
    submenu: [
      { role: 'showSubstitutions', label: t('desktop.menu.showSubstitutions') },
      separator,
      { role: 'toggleSmartQuotes', label: t('desktop.menu.smartQuotes') },
      { role: 'toggleSmartDashes', label: t('desktop.menu.smartDashes') },
      { role: 'toggleTextReplacement', label: t('desktop.menu.textReplacement') },
    ],
  };
}

function speech(): MenuItemConstructorOptions {
  return {
    label: t('desktop.menu.speech'),
    submenu: [
      { role: 'startSpeaking', label: t('desktop.menu.startSpeaking') },
      { role: 'stopSpeaking', label: t('desktop.menu.stopSpeaking') },
    ],
  };
}

/** Electron's own menu of this role, item by item, as `editMenu`. */
export function windowMenu(mac: boolean): MenuItemConstructorOptions {
  return {
    role: 'windowMenu',
    label: t('desktop.menu.window'),
    submenu: [
      { role: 'minimize', label: t('desktop.menu.minimize') },
      { role: 'zoom', label: t('desktop.menu.zoom') },
      ...(mac ? [separator, { role: 'front', label: t('desktop.menu.front') } as const] : [{ role: 'close', label: t('desktop.menu.close') } as const]),
    ],
  };
}
