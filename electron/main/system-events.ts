import { app, powerMonitor } from 'electron';

import type { CollectorLog } from '../collector/collector';
import type { Lifecycle } from './lifecycle';

export type SystemEventsOptions = {
  readonly lifecycle: Lifecycle;
  readonly showWindow: () => void;
  readonly log: CollectorLog;
  /** Quit by itself after so many seconds; null: never. */
  readonly forSeconds: number | null;
  /** The exit code of such a limited run, asked when its time is over. */
  readonly exitCode: () => number;
};

/** Binds what happens outside of us (other starts, sleep, signals, the end of the session) to the lifecycle. */
export function bindSystemEvents({ lifecycle, showWindow, log, forSeconds, exitCode }: SystemEventsOptions): void {
  app.on('before-quit', (event) => {
    lifecycle.beforeQuit(event);
  });
  // Without a listener Electron quits with the last window.
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('child-process-gone', (_event, details) => {
    log.write('error', 'process.lost', { type: details.type, reason: details.reason, name: details.name ?? null });
  });
  powerMonitor.on('suspend', () => {
    lifecycle.suspended();
  });
  powerMonitor.on('resume', () => {
    lifecycle.resumed();
  });
  powerMonitor.on('shutdown', () => {
    lifecycle.quit();
  });
  // Bound when Electron is ready: Chromium installs handlers of its own before that, which would replace these.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      lifecycle.signalled(signal);
    });
  }
  if (forSeconds !== null) {
    setTimeout(() => {
      lifecycle.quit(exitCode());
    }, forSeconds * 1000);
  }
}
