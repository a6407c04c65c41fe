import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AppUpdater, UpdateCheckResult } from 'electron-updater';
import type { AppAdapter } from 'electron-updater/out/AppAdapter';

import type { UpdateChannel } from '../../../shared/model/updates';
import type { CollectorLog } from '../../collector/collector';
import type { Network } from '../../collector/kit/network';
import type { FoundUpdate, UpdateEngine } from './update-engine';
import { UpdateHttp } from './update-http';

export type ElectronUpdaterOptions = {
  readonly platform: NodeJS.Platform;
  readonly app: AppAdapter;
  /** Folder with `latest.yml` and the files that it names. */
  readonly address: string;
  readonly network: Network;
  readonly log: CollectorLog;
};

/** Loads electron-updater and makes the updater of this platform do nothing by itself. */
export async function openElectronUpdater(options: ElectronUpdaterOptions): Promise<UpdateEngine> {
  keepRolloutNumber(options.app.userDataPath);
  const { updater, install } = await updaterFor(options.platform, options.app);
  const http = new UpdateHttp(options.network, options.address);
  // Not in its types, but the one place through which every request goes (AppUpdater.js, createProviderRuntimeOptions).
  Object.assign(updater, { httpExecutor: http });
  updater.logger = warningsOnly(options.log);
  updater.autoDownload = false;
  // It would install behind the back of the drain.
  updater.autoInstallOnAppQuit = false;
  updater.autoRunAppAfterInstall = true;
  updater.disableWebInstaller = true;
  return new ElectronUpdaterEngine(updater, options.address, install);
}

class ElectronUpdaterEngine implements UpdateEngine {
  readonly #updater: AppUpdater;
  readonly #address: string;
  readonly #install: () => void;
  #found: UpdateCheckResult | null = null;

  constructor(updater: AppUpdater, address: string, install: () => void) {
    this.#updater = updater;
    this.#address = address;
    this.#install = install;
  }

  async check(channel: UpdateChannel): Promise<FoundUpdate | null> {
    const updater = this.#updater;
    updater.setFeedURL({ provider: 'generic', url: this.#address, channel, useMultipleRangeRequest: false });
    updater.channel = channel;
    // Setting the channel allows it; a profile of a newer version cannot be read by an older one.
    updater.allowDowngrade = false;
    const result = await updater.checkForUpdates();
    this.#found = result?.isUpdateAvailable === true ? result : null;
    return this.#found === null ? null : { version: this.#found.updateInfo.version };
  }

  async download(onPercent: (percent: number) => void, signal: AbortSignal): Promise<void> {
    const token = this.#found?.cancellationToken;
    if (token === undefined) throw new Error('there is nothing to download');
    const tell = ({ percent }: { readonly percent: number }): void => {
      onPercent(percent);
    };
    const cancel = (): void => {
      token.cancel();
    };
    this.#updater.on('download-progress', tell);
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      await this.#updater.downloadUpdate(token);
    } finally {
      this.#updater.off('download-progress', tell);
      signal.removeEventListener('abort', cancel);
    }
  }

  install(): void {
    let refusal: Error | null = null;
    this.#updater.once('error', (error) => {
      refusal = error;
    });
    this.#install();
    if (refusal !== null) throw refusal as Error;
  }
}

async function updaterFor(platform: NodeJS.Platform, app: AppAdapter): Promise<{ readonly updater: AppUpdater; readonly install: () => void }> {
  const { AppImageUpdater, MacUpdater, NsisUpdater } = await import('electron-updater');
  if (platform === 'darwin') {
    const updater = new MacUpdater(undefined, app);
    return { updater, install: () => { updater.quitAndInstall(); } };
  }
  const updater = platform === 'win32' ? new NsisUpdater(null, app) : new AppImageUpdater(null, app);
  return {
    updater,
    install: () => {
      // Visible, and with a start of the new version behind it.
      if (updater.install(false, true)) app.quit();
    },
  };
}

/** The updater compares a random number with the share of a rollout. It would write it for all users to read. */
function keepRolloutNumber(profile: string): void {
  try {
    writeFileSync(join(profile, '.updaterId'), randomUUID(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error;
  }
}

/** It tells every step, with addresses and whole answers. */
function warningsOnly(log: CollectorLog): { info: () => void; warn: (message?: unknown) => void; error: (message?: unknown) => void } {
  const line = (message: unknown): string => (String(message).split('\n')[0] ?? '').slice(0, 300);
  return {
    info: () => undefined,
    warn: (message) => { log.write('warn', 'updates.updater', { message: line(message) }); },
    error: (message) => { log.write('warn', 'updates.updater', { message: line(message) }); },
  };
}
