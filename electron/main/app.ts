import { app, ipcMain, nativeTheme, protocol, session, shell } from 'electron';

import { logTypeTable } from '../../shared/model/log-type';
import type { Secret } from '../collector/kit/secret';
import { appInfo } from './app-info';
import { Feeds } from './ipc/feeds';
import { appHandlers } from './ipc/handlers/app';
import { collectionHandlers } from './ipc/handlers/collection';
import { connectorHandlers } from './ipc/handlers/connectors';
import { ledgerHandlers } from './ipc/handlers/ledger';
import { outputHandlers } from './ipc/handlers/outputs';
import { previewHandlers } from './ipc/handlers/preview';
import { settingsHandlers } from './ipc/handlers/settings';
import { register } from './ipc/register';
import { isTrustedSender } from './ipc/trusted-sender';
import { timeOfDay } from './kit/time-of-day';
import { Lifecycle } from './lifecycle';
import type { AppLog } from './log/app-log';
import { setAboutPanel, setAppMenu } from './platform/app-menu';
import { askOnFirstClose, chooseFile, chooseFolder, NoticeBoard } from './platform/dialogs';
import { addTextMenu } from './platform/text-menu';
import { hasTrayHost } from './platform/tray-host';
import type { ProfileOptions } from './profile';
import { openProfile } from './profile';
import { bindSystemEvents } from './system-events';
import { anyFailed } from './terminal/status-block';
import { openTerminal } from './terminal/terminal';
import { AppTray } from './tray/tray';
import type { TrayAction, TrayModel } from './tray/tray-model';
import { trayModel } from './tray/tray-model';
import { windowFiles } from './windows/app-protocol';
import { appScheme } from './windows/app-url';
import { hardenContents, hardenSession } from './windows/hardening';
import { MainWindow } from './windows/main-window';
import type { Workspace } from './workspace/workspace';

export type AppOptions = Omit<ProfileOptions, 'notice' | 'onStatus' | 'onSwap'> & {
  readonly log: AppLog;
  /** Print the status to the terminal. */
  readonly terminal: boolean;
};

/** How often the tray looks at the clock: proof grows old without any event. */
const trayEveryMs = 15_000;

/** Builds the app and starts it: every object is made here and handed what it needs. Call when Electron is ready. */
export async function startApp(options: AppOptions): Promise<void> {
  const { commandLine, paths, log } = options;
  const now = (): number => Date.now();
  const devTools = !app.isPackaged;

  hardenContents(app, log);
  hardenSession(session.defaultSession, devTools, log);
  addTextMenu(app);
  protocol.handle(appScheme, windowFiles(paths.window));

  const notices = new NoticeBoard(log);
  const { settings, place, host, keychainAnswers } = await openProfile({
    ...options,
    notice: notices.add,
    onStatus: () => statusChanged(),
    onSwap: () => {
      statusChanged();
      listsChanged();
    },
  });
  const workspace = (): Workspace => host.current;

  let listsChangedAt = now();
  let wantedRoute: { route: string } | null = null;
  const feeds = new Feeds({
    'collection.status': () => workspace().status(),
    'connectors.changed': () => ({ at: listsChangedAt }),
    // Told once: a page that reloads later must not be sent there again.
    'app.navigate': () => {
      const route = wantedRoute;
      wantedRoute = null;
      return route;
    },
  });
  const listsChanged = (): void => {
    listsChangedAt = now();
    feeds.touch('connectors.changed');
  };
  const statusChanged = (): void => {
    feeds.touch('collection.status');
    tray.apply(model());
  };
  const timeOf = (ms: number): string => timeOfDay(ms, settings.get().timeZone);
  const model = (): TrayModel =>
    trayModel({
      status: workspace().status(),
      demo: host.isDemo,
      now: now(),
      pollSecondsOf: ({ connectorId, logType }) => workspace().connectors.find(connectorId)?.pollSeconds ?? logTypeTable[logType].defaultPollSeconds,
      timeOf,
    });

  const lifecycle = new Lifecycle({
    log,
    requestQuit: () => {
      app.quit();
    },
    exit: (code) => {
      log.write('info', 'app.ended', { code });
      log.close();
      app.exit(code);
    },
    drain: async (deadlineMs) => {
      clearInterval(trayTimer);
      await host.stop(deadlineMs).finally(() => closeTerminal?.());
      feeds.close();
      tray.destroy();
      window.destroy();
    },
    closesToTray: () => settings.get().closeToTray,
    hasTray: async () => tray.exists && (await hasTrayHost(process.platform)),
    isCloseNoticeShown: () => settings.get().closeNoticeShown,
    askOnFirstClose: async (hidden) => {
      if (window.browserWindow === null) return 'keep-running';
      const answer = await askOnFirstClose(window.browserWindow, hidden);
      if (answer === 'keep-running') settings.set({ closeNoticeShown: true });
      return answer;
    },
    hideWindow: () => window.hide(),
    minimizeWindow: () => window.minimize(),
    pollAll: () => workspace().pollNow(),
  });
  const showWindow = (): void => window.show();
  const navigate = (route: string): void => {
    wantedRoute = { route };
    feeds.touch('app.navigate');
    window.show();
  };
  const trayActions: { readonly [A in TrayAction]: () => void } = {
    open: showWindow,
    'open-status': () => navigate('/status'),
    'poll-now': () => workspace().pollNow(),
    quit: () => lifecycle.quit(),
  };
  const tray = new AppTray({ iconsDir: paths.icons, log, onAction: (action) => trayActions[action]() });
  const window = new MainWindow({
    preload: paths.preload,
    icon: paths.appIcon,
    devTools,
    place,
    log,
    mayClose: () => lifecycle.mayClose(),
    onSessionEnd: trayActions.quit,
    onPageGone: (contentsId) => pageGone(contentsId),
    onShown: (shown) => void notices.show(shown),
  });

  const lists = { workspace, onChanged: listsChanged, learnSecret: (secret: Secret) => options.redactor.learn(secret) };
  const info = (): ReturnType<typeof appInfo> => appInfo({ demo: host.isDemo, profilePath: workspace().dir, keychainAnswers });
  const pageGone = register({
    ipc: ipcMain,
    handlers: {
      ...appHandlers({ info, startDemo: () => host.startDemo(), leaveDemo: () => host.leaveDemo(), openExternal: (url) => shell.openExternal(url) }),
      ...settingsHandlers(settings, ({ theme }) => {
        nativeTheme.themeSource = theme;
        statusChanged();
      }),
      ...connectorHandlers(lists),
      ...outputHandlers({ ...lists, chooseFolder: () => chooseFolder(window.browserWindow), openPath: (path) => shell.openPath(path), now }),
      ...collectionHandlers(workspace),
      ...ledgerHandlers({ workspace, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName) }),
      ...previewHandlers(workspace),
    },
    feeds,
    isTrusted: (event) => isTrustedSender(event, window.contentsId),
    log,
    now,
    checkReplies: !app.isPackaged,
  });

  nativeTheme.themeSource = settings.get().theme;
  setAboutPanel(paths.appIcon);
  setAppMenu({ devTools, showWindow, navigate, folders: paths });
  bindSystemEvents({ lifecycle, showWindow, log, forSeconds: commandLine.forSeconds, exitCode: () => (anyFailed(workspace().status()) ? 1 : 0) });
  const trayTimer = setInterval(() => {
    tray.apply(model());
  }, trayEveryMs);
  const hasTray = tray.create(model());
  host.start();
  const headline = `Mimecast Connector ${app.getVersion()}${host.isDemo ? ', demo data' : ''}, profile ${workspace().dir}`;
  const closeTerminal = options.terminal ? openTerminal({ headline, workspace, time: () => timeOf(now()) }) : null;
  if (!commandLine.hidden || !hasTray) showWindow();
}
