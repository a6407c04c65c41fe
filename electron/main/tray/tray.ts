import { join } from 'node:path';

import { Menu, nativeImage, nativeTheme, Tray } from 'electron';

import type { CollectorLog } from '../../collector/collector';
import { trayIconFile } from './tray-icon';
import type { TrayAction, TrayItem, TrayModel } from './tray-model';

export type AppTrayOptions = {
  readonly iconsDir: string;
  readonly onAction: (action: TrayAction) => void;
  readonly log: CollectorLog;
};

/** The tray icon. A desktop without a tray is normal: everything it does is in the window too. */
export class AppTray {
  readonly #options: AppTrayOptions;
  #tray: Tray | null = null;
  #model: TrayModel | null = null;
  #shown = { icon: '', tooltip: '', items: '' };

  constructor(options: AppTrayOptions) {
    this.#options = options;
  }

  /** Creates the icon. False when the desktop refuses. */
  create(model: TrayModel): boolean {
    try {
      this.#tray = new Tray(this.#image(model));
      this.#tray.setIgnoreDoubleClickEvents(true);
      // On Windows a click opens the window; on macOS and Linux it opens the menu by itself.
      if (process.platform === 'win32') {
        this.#tray.on('click', () => {
          this.#options.onAction('open');
        });
      }
      this.apply(model);
      nativeTheme.on('updated', this.#themeChanged);
      return true;
    } catch (error) {
      this.#options.log.write('warn', 'tray.refused', { error });
      this.#tray = null;
      return false;
    }
  }

  get exists(): boolean {
    return this.#tray !== null && !this.#tray.isDestroyed();
  }

  apply(model: TrayModel): void {
    if (this.#tray === null || this.#tray.isDestroyed()) return;
    this.#model = model;
    const before = this.#shown;
    this.#shown = { icon: this.#iconFile(model), tooltip: model.tooltip, items: JSON.stringify(model.items) };
    if (this.#shown.icon !== before.icon) this.#tray.setImage(this.#image(model));
    if (this.#shown.tooltip !== before.tooltip) this.#tray.setToolTip(model.tooltip);
    // Replacing the menu closes it under the pointer of whoever has it open.
    if (this.#shown.items === before.items) return;
    // Linux shows changes only when the menu is set again (electron/docs/api/tray.md).
    this.#tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => this.#item(item))));
  }

  destroy(): void {
    nativeTheme.off('updated', this.#themeChanged);
    this.#tray?.destroy();
    this.#tray = null;
  }

  // Electron finds `tray-…@2x.png` beside it for dense displays.
  #image(model: TrayModel): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#options.iconsDir, this.#iconFile(model)));
  }

  #iconFile(model: TrayModel): string {
    // Electron before 35 does not know the theme of the task bar.
    const { shouldUseDarkColorsForSystemIntegratedUI: darkBar, shouldUseDarkColors } = nativeTheme as Partial<Electron.NativeTheme>;
    return trayIconFile(model.icon, process.platform, darkBar ?? shouldUseDarkColors ?? false);
  }

  readonly #themeChanged = (): void => {
    if (this.#model !== null) this.apply(this.#model);
  };

  #item(item: TrayItem): Electron.MenuItemConstructorOptions {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'menu':
        return {
          label: item.label,
          submenu: item.items.map(({ label, action }) => ({
            label,
            click: () => {
              this.#options.onAction(action);
            },
          })),
        };
      case 'text':
        return { label: item.label, enabled: false };
      case 'action':
        return {
          label: item.label,
          enabled: item.enabled,
          click: () => {
            this.#options.onAction(item.action);
          },
        };
    }
  }
}
