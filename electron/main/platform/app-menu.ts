import type { MenuItemConstructorOptions } from 'electron';
import { app, BrowserWindow, Menu, shell } from 'electron';

import type { externalHosts } from '../../../shared/ipc/contract';
import { nextZoom } from '../windows/zoom';

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
  Menu.setApplicationMenu(Menu.buildFromTemplate(template(options, process.platform === 'darwin')));
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
    submenu: [{ role: 'about' }, { type: 'separator' }, { role: 'services' }, { type: 'separator' }, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, { type: 'separator' }, quit],
  };
}

function template(options: AppMenuOptions, mac: boolean): MenuItemConstructorOptions[] {
  const go = (label: string, route: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => {
      options.navigate(route);
    },
  });
  // Electron's role would quit without the question.
  const quit: MenuItemConstructorOptions = {
    label: 'Stop Collecting and Quit',
    accelerator: 'CmdOrCtrl+Q',
    click: () => {
      options.quit();
    },
  };
  return [
    ...(mac ? [macMenu(quit)] : []),
    {
      label: '&File',
      submenu: [
        {
          label: 'Show &Window',
          accelerator: 'CmdOrCtrl+Shift+M',
          click: () => {
            options.showWindow();
          },
        },
        { type: 'separator' },
        { role: 'close' },
        ...(mac ? [] : [{ type: 'separator' } as const, { ...quit, label: 'Stop Collecting and &Quit' }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        go('&Collection Status', '/status', 'CmdOrCtrl+1'),
        go('C&onnectors', '/connectors', 'CmdOrCtrl+2'),
        go('&Live Logs', '/logs', 'CmdOrCtrl+3'),
        go('O&utputs', '/outputs', 'CmdOrCtrl+4'),
        go('&Settings', '/settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        { role: 'resetZoom' },
        zoom('Zoom &In', 1, 'CmdOrCtrl+Plus'),
        { ...zoom('Zoom In', 1, 'CmdOrCtrl+='), visible: false, acceleratorWorksWhenHidden: true },
        zoom('Zoom &Out', -1, 'CmdOrCtrl+-'),
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(options.devTools ? ([{ type: 'separator' }, { role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        go('&Troubleshooting', '/help/troubleshooting', 'F1'),
        go('&Diagnostics', '/help/diagnostics'),
        go('&What Changed', '/help/changes'),
        { type: 'separator' },
        {
          label: 'Mimecast API &Documentation',
          click: () => {
            void shell.openExternal(`https://${documentation}`);
          },
        },
        {
          label: 'Open Pro&file Folder',
          click: () => {
            void shell.openPath(options.folders.profile);
          },
        },
        {
          label: 'Open &Log Folder',
          click: () => {
            void shell.openPath(options.folders.logs);
          },
        },
        ...(mac
          ? []
          : ([
              { type: 'separator' },
              {
                label: '&About Mimecast Connector',
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
