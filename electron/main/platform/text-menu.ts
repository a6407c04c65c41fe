import type { App, ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { BrowserWindow, Menu } from 'electron';

import { t } from '../../../shared/text/text';

/** What the context menu offers: editing in fields, copying of selected text, nothing elsewhere. */
export function textMenuItems(params: Pick<ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText'>): MenuItemConstructorOptions[] {
  const { editFlags } = params;
  if (params.isEditable) {
    return [
      { role: 'cut', label: t('desktop.menu.cut'), enabled: editFlags.canCut },
      { role: 'copy', label: t('desktop.menu.copy'), enabled: editFlags.canCopy },
      { role: 'paste', label: t('desktop.menu.paste'), enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: t('desktop.menu.selectAll'), enabled: editFlags.canSelectAll },
    ];
  }
  return params.selectionText.trim() === '' ? [] : [{ role: 'copy', label: t('desktop.menu.copy'), enabled: editFlags.canCopy }];
}

/** Electron shows no context menu by itself. */
export function addTextMenu(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_menuEvent, params) => {
      const items = textMenuItems(params);
      const window = BrowserWindow.fromWebContents(contents);
      if (items.length > 0 && window !== null) Menu.buildFromTemplate(items).popup({ window });
    });
  });
}
