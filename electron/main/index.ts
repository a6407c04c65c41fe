import { join } from 'node:path';

import { app, dialog, protocol } from 'electron';

import { createCollector } from '../collector/collector';
import { startSimulator } from '../simulator/simulator';
import { startApp } from './app';
import type { CommandLine } from './command-line';
import { readCommandLine, UsageError } from './command-line';
import { AppLog } from './log/app-log';
import { Redactor } from './log/redactor';
import { appPaths } from './paths';
import { privateDir } from './storage/private-dir';
import { appScheme } from './windows/app-url';

/** Another copy of the app serves this profile. */
const alreadyRunning = 0;
const usage = 2;

// `app.whenReady()` must not be awaited at the top level: Electron becomes ready only after this module has ended.
run();

function run(): void {
  const commandLine = commandLineOrExit();
  if (commandLine.profile !== null) app.setPath('userData', commandLine.profile);
  const profile = app.getPath('userData');
  privateDir(profile);

  const redactor = new Redactor();
  const log = new AppLog({ dir: join(profile, 'logs'), redactor, now: () => Date.now() });
  // A collector goes on as long as it can: what broke is in the log, and the health of the stream shows it.
  let tellOnce: (() => void) | null = null;
  const uncaught = (event: string) => (error: unknown) => {
    log.write('error', event, { error });
    const tell = tellOnce;
    tellOnce = null;
    tell?.();
  };
  process.on('uncaughtException', uncaught('app.exception'));
  process.on('unhandledRejection', uncaught('app.rejection'));

  if (!app.requestSingleInstanceLock()) {
    process.stderr.write('Mimecast Connector is already running with this profile: its window was brought to the front.\n');
    app.exit(alreadyRunning);
    return;
  }
  secureProcess(log);
  // Notifications and the task bar group by it on Windows.
  app.setAppUserModelId('mimecast-connector');
  log.write('info', 'app.started', { version: app.getVersion(), electron: process.versions.electron, platform: process.platform, demo: commandLine.demo });

  const terminal = process.env['MIMECAST_CONNECTOR_TERMINAL'] === '1';
  app
    .whenReady()
    .then(() =>
      startApp({
        commandLine,
        paths: appPaths(import.meta.dirname, profile),
        log,
        redactor,
        createCollector,
        startDemoServer: startSimulator,
        terminal,
        onUncaught: (tell) => {
          tellOnce = tell;
        },
      }),
    )
    .catch((error: unknown) => {
      log.write('error', 'app.start-failed', { error });
      const why = redactor.clean(error instanceof Error ? error.message : String(error));
      process.stderr.write(`Mimecast Connector could not start: ${why}\n`);
      // Nobody sees a box where the terminal is the screen, and it would wait for a click for ever.
      if (!terminal) dialog.showErrorBox('Mimecast Connector could not start', `${why}\n\nThe log is in ${join(profile, 'logs')}.`);
      app.exit(1);
    });
}

function commandLineOrExit(): CommandLine {
  try {
    return readCommandLine(process.argv.slice(1), process.cwd());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(usage);
  }
}

/** What must be settled before Electron is ready. */
function secureProcess(log: AppLog): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }]);
  // Our windows are sandboxed by their preferences; this covers whatever else Chromium starts. Together with --no-sandbox,
  // which root in a container needs, Chromium's helper processes would refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  if (process.env['NODE_TLS_REJECT_UNAUTHORIZED'] !== undefined) {
    // It would accept any certificate, for the bearer token too.
    delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    log.write('warn', 'app.environment-ignored', { name: 'NODE_TLS_REJECT_UNAUTHORIZED' });
  }
  // No fuse closes this door: a debugger could read everything the window may ask for.
  const debugSwitch = ['remote-debugging-port', 'remote-debugging-pipe'].find((name) => app.commandLine.hasSwitch(name));
  if (app.isPackaged && debugSwitch !== undefined) {
    log.write('error', 'app.debugging-refused', { switch: debugSwitch });
    process.stderr.write(`--${debugSwitch} is not available in this program.\n`);
    app.exit(usage);
  }
}
