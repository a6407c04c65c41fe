import { execFile } from 'node:child_process';

/** The name under which a Linux desktop offers its tray (freedesktop.org StatusNotifierItem). */
const watcher = 'org.kde.StatusNotifierWatcher';

/** A desktop starts its tray beside the programs of the session, and slow ones take their time. */
const trayWithinMs = 30_000;
const askEveryMs = 2_000;

/** The same, for a start with the session: waits a while for the tray to come. */
export async function comesTrayHost(platform: NodeJS.Platform, withinMs = trayWithinMs): Promise<boolean> {
  for (let left = withinMs; ; left -= askEveryMs) {
    if (await hasTrayHost(platform)) return true;
    if (left <= 0) return false;
    await new Promise((resolve) => {
      setTimeout(resolve, askEveryMs);
    });
  }
}

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
