import type { TrayIcon } from './tray-model';

/**
 * The file of an icon. macOS colours `Template` images itself; Windows gets black or white for its task bar, whose colour is
 * not that of the windows; on Linux nothing tells the colour of the panel, so the icons have colours that show on any.
 */
export function trayIconFile(icon: TrayIcon, platform: NodeJS.Platform, darkBar: boolean): string {
  if (platform === 'darwin') return `tray-${icon}Template.png`;
  return platform === 'win32' ? `tray-${icon}-${darkBar ? 'on-dark' : 'on-light'}.png` : `tray-${icon}.png`;
}
