import { join } from 'node:path';

import type { BrowserWindow } from 'electron';
import { app, nativeImage } from 'electron';

import { t } from '../../../shared/text/text';
import type { Progress } from './task-bar-facts';

/** Badge and progress in dock and task bar. */
export class TaskBar {
  readonly #icons: string;
  readonly #window: () => BrowserWindow | null;
  /** What the window shows: a new one shows nothing yet. */
  #shown: { readonly window: BrowserWindow | null; readonly key: string } = { window: null, key: '' };

  constructor(icons: string, window: () => BrowserWindow | null) {
    this.#icons = icons;
    this.#window = window;
  }

  apply(needPerson: number, progress: Progress): void {
    const window = this.#window();
    const key = JSON.stringify([needPerson, progress.kind === 'part' ? Math.round(progress.done * 100) : progress.kind]);
    if (this.#shown.window === window && this.#shown.key === key) return;
    this.#shown = { window, key };
    app.setBadgeCount(needPerson);
    if (window === null || window.isDestroyed()) return;
    // Windows has no numbers: the cross of the tray stands on the button.
    if (process.platform === 'win32') window.setOverlayIcon(needPerson === 0 ? null : nativeImage.createFromPath(join(this.#icons, 'tray-failed.png')), needPerson === 0 ? '' : t('desktop.badge', { count: needPerson }));
    // Below 0: none; above 1: going on, nobody knows how far.
    window.setProgressBar(progress.kind === 'none' ? -1 : progress.kind === 'indeterminate' ? 2 : progress.done);
  }
}
