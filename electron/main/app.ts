import { join } from 'node:path';

import { app, ipcMain, nativeTheme, protocol, session, shell } from 'electron';

import { defaultBaseUrl } from '../../shared/model/connector';
import { logTypeTable } from '../../shared/model/log-type';
import { say } from '../../shared/text/message';
import { t } from '../../shared/text/text';
import { processNetwork } from '../collector/kit/network';
import type { Secret } from '../collector/kit/secret';
import { appInfo, versionsOf } from './app-info';
import { loginStarter } from './background/login-starter';
import { Notifier } from './background/notifier';
import { PauseKeeper } from './background/pause-keeper';
import { historyConfigOf, WatchNotices } from './background/watch-notices';
import { Feeds } from './ipc/feeds';
import { appHandlers } from './ipc/handlers/app';
import { backgroundHandlers, backgroundState } from './ipc/handlers/background';
import { collectionHandlers } from './ipc/handlers/collection';
import { connectorHandlers } from './ipc/handlers/connectors';
import { eventHandlers } from './ipc/handlers/events';
import { historyHandlers } from './ipc/handlers/history';
import { ledgerHandlers } from './ipc/handlers/ledger';
import { networkHandlers } from './ipc/handlers/network';
import { outputHandlers } from './ipc/handlers/outputs';
import { previewHandlers } from './ipc/handlers/preview';
import { runHandlers } from './ipc/handlers/runs';
import { settingsHandlers } from './ipc/handlers/settings';
import { setupHandlers } from './ipc/handlers/setup';
import { supportHandlers } from './ipc/handlers/support';
import { updatesHandlers } from './ipc/handlers/updates';
import { register } from './ipc/register';
import { isTrustedSender } from './ipc/trusted-sender';
import { timeOfDay } from './kit/time-of-day';
import { Lifecycle } from './lifecycle';
import type { AppLog } from './log/app-log';
import { openNetwork } from './network/open-network';
import { setAboutPanel, setAppMenu } from './platform/app-menu';
import { DesktopNotices } from './platform/desktop-notice';
import { askBeforeQuit, askOnFirstClose, chooseFile, chooseFolder, choosePem, choosePreferences, chooseSetupFile, NoticeBoard } from './platform/dialogs';
import { speakAsSet } from './platform/language';
import { TaskBar } from './platform/task-bar';
import { needingPerson, progressOf } from './platform/task-bar-facts';
import { addTextMenu } from './platform/text-menu';
import { comesTrayHost, hasTrayHost } from './platform/tray-host';
import { managedOutputs } from './policy/managed-outputs';
import { allowsOutput, networkPolicy, readPolicy } from './policy/policy';
import type { ProfileOptions } from './profile';
import { openProfile } from './profile';
import { QuitAsker } from './quit-question';
import { openElectronFile } from './storage/electron-file';
import { bindSystemEvents } from './system-events';
import { anyFailed } from './terminal/status-block';
import { openTerminal } from './terminal/terminal';
import { restThreads } from './thread-rest';
import { AppTray } from './tray/tray';
import type { TrayAction, TrayModel } from './tray/tray-model';
import { trayModel } from './tray/tray-model';
import { openUpdates } from './updates/open-updates';
import { windowFiles } from './windows/app-protocol';
import { appScheme } from './windows/app-url';
import { hardenContents, hardenSession } from './windows/hardening';
import { MainWindow } from './windows/main-window';
import type { Workspace } from './workspace/workspace';

export type AppOptions = Omit<ProfileOptions, 'notice' | 'pauseOf' | 'policy' | 'onStatus' | 'onSwap' | 'onHits'> & {
  readonly log: AppLog;
  /** Calls back at the first error that nothing caught: a person is told once, however many follow. */
  readonly onUncaught: (tell: () => void) => void;
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
  options.onUncaught(() => {
    notices.add({ title: say('desktop.caught'), message: say('desktop.caughtText') });
    if (window.browserWindow?.isVisible() === true) void notices.show(window.browserWindow);
  });
  const policy = await readPolicy(process.platform);
  if (policy !== null) log.write('info', 'policy.read', { decides: Object.keys(policy) });
  const pause = new PauseKeeper({ dir: paths.profile, open: openElectronFile, now, notice: notices.add }, (scope, current) => {
    log.write('info', current === null ? 'collection.resumed' : 'collection.paused', { scope, until: current?.until ?? null });
    feeds.touch('background.changed');
    // A collector that cannot take it now takes it at its next start.
    void workspace().refresh().then(statusChanged, statusChanged);
  });
  const background = { login: loginStarter(commandLine), pause };
  const { settings, place, host, vault, chosen } = await openProfile({
    ...options,
    notice: notices.add,
    pauseOf: (connectorId) => pause.current ?? pause.of(connectorId),
    policy,
    onStatus: () => statusChanged(),
    onHits: (hits) => watchNotices.found(hits),
    onSwap: () => {
      statusChanged();
      listsChanged();
    },
  });
  speakAsSet(settings.get());
  log.keepFrom(settings.get().logLevel);
  const workspace = (): Workspace => host.current;
  const network = openNetwork({ context: { dir: paths.profile, open: openElectronFile, now, notice: notices.add }, vault, policy: networkPolicy(policy), log, resolveProxy: (address) => session.defaultSession.resolveProxy(address), onChange: () => workspace().pollNow() });

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
    'background.changed': () => backgroundState(background),
    'updates.changed': () => updates.view,
  });
  const listsChanged = (): void => {
    listsChangedAt = now();
    // The demo has connectors of its own.
    if (!host.isDemo) pause.keepOnly(workspace().connectors.list().map(({ id }) => id));
    feeds.touch('connectors.changed');
  };
  const statusChanged = (): void => {
    feeds.touch('collection.status');
    look();
  };
  // At every change and now and then: proof grows old, and a disturbance lasts, without any event.
  const look = (): void => {
    const status = workspace().status();
    tray.apply(model());
    notifier.look(status);
    taskBar.apply(needingPerson(status), progressOf(status, exporting));
  };
  let exporting = false;
  const timeOf = (ms: number): string => timeOfDay(ms, settings.get().timeZone);
  const model = (): TrayModel =>
    trayModel({
      status: workspace().status(),
      demo: host.isDemo,
      pause: pause.current,
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
    startAgain: () => {
      log.close();
      app.relaunch();
      app.exit(1);
    },
    drain: async (deadlineMs) => {
      clearInterval(trayTimer);
      clearInterval(threadsTimer);
      pause.close();
      updates.close();
      notifier.close();
      watchNotices.close();
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
    pollAll: () => {
      pause.look();
      workspace().pollNow();
    },
    personQuits: () => personQuits(),
    quitsFromDock: process.platform === 'darwin',
  });
  let unsaved = false;
  const quitAsker = new QuitAsker({
    facts: () => ({ unsaved, waiting: workspace().status().outputs.reduce((sum, output) => sum + output.waiting, 0), askAboutWaiting: settings.get().askBeforeQuit && !options.terminal }),
    ask: (question) => askBeforeQuit(window.browserWindow, question),
    onDoNotAskAgain: () => settings.set({ askBeforeQuit: false }),
    quit: () => lifecycle.quit(),
  });
  const personQuits = (): void => {
    quitAsker.wantsToQuit().catch((error: unknown) => {
      log.write('error', 'app.quit-question-failed', { error });
    });
  };
  const showWindow = (): void => window.show();
  const navigate = (route: string): void => {
    wantedRoute = { route };
    feeds.touch('app.navigate');
    window.show();
  };
  const trayActions: { readonly [A in TrayAction]: () => void } = {
    open: showWindow,
    'open-status': () => navigate('/status'),
    'open-logs': () => navigate('/logs'),
    'open-settings': () => navigate('/settings'),
    'poll-now': () => workspace().pollNow(),
    'pause-15': () => pause.pause(15),
    'pause-60': () => pause.pause(60),
    pause: () => pause.pause(null),
    resume: () => pause.resume(),
    quit: personQuits,
  };
  const tray = new AppTray({ iconsDir: paths.icons, log, onAction: (action) => trayActions[action]() });
  const window = new MainWindow({
    preload: paths.preload,
    icon: paths.appIcon,
    devTools,
    place,
    log,
    mayClose: () => lifecycle.mayClose(),
    onSessionEnd: () => lifecycle.quit(),
    onPageGone: (contentsId) => {
      unsaved = false;
      pageGone(contentsId);
    },
    onShown: (shown) => {
      desktop.dismiss();
      void notices.show(shown);
    },
  });
  const taskBar = new TaskBar(paths.icons, () => window.browserWindow);
  const desktop = new DesktopNotices(log, navigate);
  const notifier = new Notifier({ now, level: () => settings.get().notifications, isWindowVisible: () => window.isVisible, show: (alert) => desktop.show(alert) });
  const watchNotices = new WatchNotices({ now, level: () => settings.get().notifications, isWindowVisible: () => window.isVisible, isDemo: () => host.isDemo, show: (alert) => desktop.show(alert) });

  const appMenu = (): void => setAppMenu({ devTools, showWindow, navigate, quit: personQuits, folders: paths });
  const updates = openUpdates({
    policy,
    settings: () => settings.get().updates,
    log,
    now,
    onChange: (state) => {
      feeds.touch('updates.changed');
      if (state.kind === 'available' && state.version !== updateTold) tellOfUpdate(state.version);
    },
    quitAndInstall: (install) => lifecycle.quitThen(install),
  });
  let updateTold: string | null = null;
  const tellOfUpdate = (version: string): void => {
    updateTold = version;
    if (!window.isVisible && settings.get().notifications === 'all') desktop.show({ title: t('desktop.update'), body: t('desktop.updateText', { version }), route: '/settings', important: false });
  };

  const lists = { workspace, onChanged: listsChanged, learnSecret: (secret: Secret) => options.redactor.learn(secret) };
  const mimecastUrl = (): string => workspace().connectors.list()[0]?.baseUrl ?? defaultBaseUrl;
  const info = (): ReturnType<typeof appInfo> => appInfo({ demo: host.isDemo, profilePath: workspace().dir, vault: chosen });
  const pageGone = register({
    ipc: ipcMain,
    handlers: {
      ...appHandlers({ info, keepForSession: (on) => chosen.chooseSession(on), setUnsaved: (on) => { unsaved = on; }, startDemo: () => host.startDemo(), leaveDemo: () => host.leaveDemo(), openExternal: (url) => shell.openExternal(url) }),
      ...settingsHandlers({ store: settings, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName), choosePreferences: () => choosePreferences(window.browserWindow), now, onChange: (changed) => {
        nativeTheme.themeSource = changed.theme;
        log.keepFrom(changed.logLevel);
        if (speakAsSet(changed)) {
          appMenu();
          window.reload();
        }
        void workspace().collector.history?.configure(historyConfigOf(changed));
        updates.configure();
        statusChanged();
      } }),
      ...connectorHandlers(lists),
      ...managedOutputs(policy, outputHandlers({ ...lists, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName), chooseFolder: () => chooseFolder(window.browserWindow), choosePem: () => choosePem(window.browserWindow), openPath: (path) => shell.openPath(path), now })),
      ...setupHandlers({ workspace, allowsOutput: (type) => allowsOutput(policy, type), onChanged: listsChanged, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName), chooseSetupFile: () => chooseSetupFile(window.browserWindow), now }),
      ...collectionHandlers({ workspace, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName) }),
      ...backgroundHandlers({ ...background, hasConnector: (id) => workspace().connectors.find(id) !== null }),
      ...updatesHandlers(updates),
      ...supportHandlers({
        workspace,
        vault,
        profile: paths.profile,
        access: () => processNetwork.access,
        mimecastUrl,
        folders: () => ({ profile: workspace().dir, spool: join(workspace().dir, 'spool'), events: workspace().eventsDir, logs: paths.logs }),
        versions: versionsOf(),
        clean: (text) => options.redactor.clean(text),
        chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName),
        openPath: (path) => shell.openPath(path),
        now,
      }),
      ...networkHandlers({
        ...network,
        mimecastUrl,
        chooseCa: () => choosePem(window.browserWindow, t('desktop.dialog.chooseCa')),
        learnSecret: lists.learnSecret,
        now,
      }),
      ...ledgerHandlers({ workspace, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName) }),
      ...runHandlers({ workspace, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName) }),
      ...eventHandlers(workspace),
      ...historyHandlers(workspace),
      ...previewHandlers({ workspace, chooseFile: (title, defaultName) => chooseFile(window.browserWindow, title, defaultName), now, onExporting: (on) => {
        exporting = on;
        look();
      } }),
    },
    feeds,
    isTrusted: (event) => isTrustedSender(event, window.contentsId),
    log,
    now,
    checkReplies: !app.isPackaged,
  });

  nativeTheme.themeSource = settings.get().theme;
  setAboutPanel(paths.appIcon);
  appMenu();
  bindSystemEvents({ lifecycle, showWindow, log, forSeconds: commandLine.forSeconds, exitCode: () => (anyFailed(workspace().status()) ? 1 : 0) });
  const trayTimer = setInterval(look, trayEveryMs);
  const threadsTimer = restThreads();
  const hasTray = tray.create(model());
  host.start();
  pause.look();
  updates.start();
  const headline = `Mimecast Connector ${app.getVersion()}${host.isDemo ? ', demo data' : ''}, profile ${workspace().dir}`;
  const closeTerminal = options.terminal ? openTerminal({ headline, workspace, time: () => timeOf(now()) }) : null;
  // macOS starts login items without arguments.
  const hidden = commandLine.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);
  if (!hidden || !hasTray) showWindow();
  else {
    // A program without window and without tray could not be found again.
    void comesTrayHost(process.platform).then((comes) => {
      if (!comes && window.browserWindow === null && !lifecycle.isQuitting) window.showMinimized();
    });
  }
}
