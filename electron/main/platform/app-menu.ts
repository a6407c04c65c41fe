import type { MenuItemConstructorOptions } from 'electron';
import { app, BrowserWindow, Menu, shell } from 'electron';

import type { externalHosts } from '../../../shared/ipc/contract';
import { t } from '../../../shared/text/text';
import { nextZoom } from '../windows/zoom';
import { editMenu, windowMenu } from './role-menus';

const documentation: (typeof externalHosts)[number] = 'developer.services.mimecast.com';

export type AppMenuOptions = {
  readonly devTools: boolean;
  readonly showWindow: () => void;
  readonly navigate: (route: string) => void;
  /** A person wants to quit. */
  readonly quit: () => void;
  readonly folders: { readonly profile: string; readonly logs: string };
};

/** The application menu: on macOS the shortcuts of text fields exist only because of it. */
export function setAppMenu(options: AppMenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenuItems(options, process.platform === 'darwin')));
}

/** The roles of Electron know no limits: a window at 10 % or 500 % finds no way back. */
function zoom(label: string, by: 1 | -1, accelerator: string): MenuItemConstructorOptions {
  return {
    label,
    accelerator,
    click: () => {
      const contents = BrowserWindow.getFocusedWindow()?.webContents;
      contents?.setZoomFactor(nextZoom(contents.getZoomFactor(), by));
    },
  };
}

/** Electron's own (role `appMenu`) with another way to quit. */
function macMenu(quit: MenuItemConstructorOptions): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: 'about', label: t('desktop.menu.about') },
      { type: 'separator' },
      { role: 'services', label: t('desktop.menu.services') },
      { type: 'separator' },
      { role: 'hide', label: t('desktop.menu.hide') },
      { role: 'hideOthers', label: t('desktop.menu.hideOthers') },
      { role: 'unhide', label: t('desktop.menu.unhide') },
      { type: 'separator' },
      quit,
    ],
  };
}

/** What the menu holds: no item with a role is left to Electron's own English name. */
export function appMenuItems(options: AppMenuOptions, mac: boolean): MenuItemConstructorOptions[] {
  const go = (label: string, route: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      options.navigate(route);
    },
  });
  // Electron's role would quit without the question.
  const quit: MenuItemConstructorOptions = {
    label: t('desktop.menu.stopAndQuitMac'),
    accelerator: 'CmdOrCtrl+Q',
    click: () => {
      options.quit();
    },
  };
  return [
    ...(mac ? [macMenu(quit)] : []),
    {
      label: t('desktop.menu.file'),
      submenu: [
        {
          label: t('desktop.menu.showWindow'),
          accelerator: 'CmdOrCtrl+Shift+M',
          click: () => {
            options.showWindow();
          },
        },
        { type: 'separator' },
        { role: 'close', label: mac ? t('desktop.menu.closeWindow') : t('desktop.menu.close') },
        ...(mac ? [] : [{ type: 'separator' } as const, { ...quit, label: t('desktop.menu.stopAndQuit') }]),
      ],
    },
    editMenu(mac),
    {
      label: t('desktop.menu.view'),
      submenu: [
        go(t('desktop.menu.status'), '/status', 'CmdOrCtrl+1'),
        go(t('desktop.menu.connectors'), '/connectors', 'CmdOrCtrl+2'),
        go(t('desktop.menu.logs'), '/logs', 'CmdOrCtrl+3'),
        go(t('desktop.menu.outputs'), '/outputs', 'CmdOrCtrl+4'),
        go(t('desktop.menu.settings'), '/settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        { role: 'resetZoom', label: t('desktop.menu.resetZoom') },
        zoom(t('desktop.menu.zoomIn'), 1, 'CmdOrCtrl+Plus'),
        { ...zoom(t('desktop.menu.zoomIn'), 1, 'CmdOrCtrl+='), visible: false, acceleratorWorksWhenHidden: true },
        zoom(t('desktop.menu.zoomOut'), -1, 'CmdOrCtrl+-'),
        { type: 'separator' },
        { role: 'togglefullscreen', label: t('desktop.menu.fullScreen') },
        ...(options.devTools ? ([{ type: 'separator' }, { role: 'reload', label: t('desktop.menu.reload') }, { role: 'toggleDevTools', label: t('desktop.menu.devTools') }] as const) : []),
      ],
    },
    windowMenu(mac),
    {
      role: 'help',
      label: t('desktop.menu.help'),
      submenu: [
        go(t('desktop.menu.troubleshooting'), '/help/troubleshooting', 'F1'),
        go(t('desktop.menu.diagnostics'), '/help/diagnostics'),
        go(t('desktop.menu.changes'), '/help/changes'),
        { type: 'separator' },
        {
          label: t('desktop.menu.documentation'),
          click: () => {
            void shell.openExternal(`https://${documentation}`);
          },
        },
        {
          label: t('desktop.menu.profileFolder'),
          click: () => {
            void shell.openPath(options.folders.profile);
          },
        },
        {
          label: t('desktop.menu.logFolder'),
          click: () => {
            void shell.openPath(options.folders.logs);
          },
        },
        ...(mac
          ? []
          : ([
              { type: 'separator' },
              {
                label: t('desktop.menu.about'),
                click: () => {
                  app.showAboutPanel();
                },
              },
            ] as const)),
      ],
    },
  ];
}

/** Without this the panel is empty on Linux (electron/docs/api/app.md). */
export function setAboutPanel(icon: string): void {
  app.setAboutPanelOptions({
    applicationName: 'Mimecast Connector',
    applicationVersion: app.getVersion(),
    version: `Electron ${process.versions.electron ?? ''}, Chromium ${process.versions['chrome'] ?? ''}, Node ${process.versions.node}`,
    copyright: '',
    iconPath: icon,
  });
}
