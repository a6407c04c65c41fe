import { Notification } from 'electron';

import type { CollectorLog } from '../../collector/collector';
import type { Alert } from '../background/notifier';

/** Shows alerts as notifications of the desktop; one at a time, the newer replaces the older. */
export class DesktopNotices {
  readonly #log: CollectorLog;
  readonly #open: (route: string) => void;
  // Kept: a notification that is collected as garbage loses its click (electron/electron#12690).
  #shown: Notification | null = null;

  constructor(log: CollectorLog, open: (route: string) => void) {
    this.#log = log;
    this.#open = open;
  }

  show(alert: Alert): void {
    this.#log.write('info', 'notification.shown', { title: alert.title, important: alert.important });
    if (!Notification.isSupported()) return;
    this.dismiss();
    const notification = new Notification({ title: alert.title, body: alert.body, silent: true, urgency: alert.important ? 'critical' : 'normal', timeoutType: alert.important ? 'never' : 'default' });
    notification.on('click', () => {
      this.#open(alert.route);
    });
    this.#shown = notification;
    notification.show();
  }

  /** The window is open: what the notification says is on screen. */
  dismiss(): void {
    this.#shown?.close();
    this.#shown = null;
  }
}
