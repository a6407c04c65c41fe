import { execFile } from 'node:child_process';

/** The name under which a Linux desktop offers its tray (freedesktop.org StatusNotifierItem). */
const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether a hidden window could be found again through the tray. On Linux Electron creates a tray icon even where no
 * desktop shows it (electron/docs/api/tray.md), so the desktop itself is asked; no answer counts as no tray.
 */
export async function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const args = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', `string:${watcher}`];
  return new Promise((resolve) => {
    // It is asked while a person waits for the window to close.
    execFile('dbus-send', args, { timeout: 1_000 }, (error, stdout) => {
      resolve(error === null && stdout.includes('boolean true'));
    });
  });
}
