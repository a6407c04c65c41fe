import { join } from 'node:path';

import { Menu, nativeImage, Tray } from 'electron';

import type { CollectorLog } from '../../collector/collector';
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
  #shown = '';

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
    const shown = JSON.stringify(model);
    // Replacing the menu closes it under the pointer of whoever has it open.
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#tray.setImage(this.#image(model));
    this.#tray.setToolTip(model.tooltip);
    // Linux shows changes only when the menu is set again (electron/docs/api/tray.md).
    this.#tray.setContextMenu(Menu.buildFromTemplate(model.items.map((item) => this.#item(item))));
  }

  destroy(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  // Electron finds `tray-…@2x.png` beside it for dense displays.
  #image(model: TrayModel): Electron.NativeImage {
    return nativeImage.createFromPath(join(this.#options.iconsDir, `tray-${model.icon}.png`));
  }

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
