import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';

import type { Pause } from '../../shared/model/background';
import type { OutputType } from '../../shared/model/output';
import type { WatchHit } from '../../shared/model/watch-rules';
import type { Collector, CollectorLog, CollectorOptions } from '../collector/collector';
import { historyConfigOf } from './background/watch-notices';
import type { CommandLine } from './command-line';
import type { Redactor } from './log/redactor';
import type { AppPaths } from './paths';
import type { Policy } from './policy/policy';
import { allowsOutput } from './policy/policy';
import { SettingsStore } from './settings/settings-store';
import type { Notice } from './storage/document';
import { Document } from './storage/document';
import { openElectronFile } from './storage/electron-file';
import { ChosenVault } from './vault/chosen-vault';
import { KeychainVault, loadKeytar } from './vault/keychain-vault';
import type { Vault } from './vault/secret-vault';
import { watched } from './vault/secret-vault';
import type { WindowPlace } from './windows/bounds';
import { WindowPlaceSchema } from './windows/bounds';
import type { StartDemoServer } from './workspace/demo';
import { createDemo } from './workspace/demo';
import { Workspace } from './workspace/workspace';
import { WorkspaceHost } from './workspace/workspace-host';

export type ProfileOptions = {
  readonly commandLine: CommandLine;
  readonly paths: AppPaths;
  readonly log: CollectorLog;
  readonly redactor: Redactor;
  readonly createCollector: (options: CollectorOptions) => Collector;
  readonly startDemoServer: StartDemoServer;
  readonly notice: (notice: Notice) => void;
  readonly pauseOf: (connectorId: string) => Pause | null;
  readonly policy: Policy | null;
  readonly onStatus: () => void;
  readonly onSwap: () => void;
  /** What the watch rules found. */
  readonly onHits: (hits: readonly WatchHit[]) => void;
};

/** What is kept between two starts. */
export type Profile = {
  readonly settings: SettingsStore;
  readonly place: Document<WindowPlace>;
  readonly host: WorkspaceHost;
  /** Secrets that belong to the computer, not to a workspace. */
  readonly vault: Vault;
  /** The same, to choose where new ones go. */
  readonly chosen: ChosenVault;
};

/** Opens the files of the profile and the first workspace. Nothing is collected yet. Rejects when a file may not be read. */
export async function openProfile(options: ProfileOptions): Promise<Profile> {
  const { paths, log, redactor, notice } = options;
  const now = (): number => Date.now();
  const files = { dir: paths.profile, open: openElectronFile, now, notice };
  const settings = new SettingsStore(files);
  const place = new Document(files, 'window', WindowPlaceSchema, { version: 1, bounds: null, maximized: false, screen: null });
  const keychain = new KeychainVault({ load: loadKeytar, now });
  const chosen = new ChosenVault(keychain);
  const masked = (vault: Vault): Vault =>
    watched(vault, (secret) => {
      redactor.learn(secret);
    });

  // What a crash during a demo left behind.
  await rm(paths.demo, { recursive: true, force: true });
  const shared = {
    openFile: openElectronFile,
    createCollector: (given: CollectorOptions) => options.createCollector({ ...given, history: { config: historyConfigOf(settings.get()), onHits: options.onHits } }),
    workersDir: paths.workers,
    log,
    now,
    newId: randomUUID,
    notice,
    pauseOf: options.pauseOf,
    allowsOutput: (type: OutputType) => allowsOutput(options.policy, type),
    onStatus: options.onStatus,
  };
  const host = await WorkspaceHost.open(
    {
      createNormal: () => new Workspace({ ...shared, kind: 'normal', dir: paths.profile, vault: masked(chosen) }),
      createDemo: () => createDemo({ ...shared, dir: paths.demo, startServer: options.startDemoServer, watch: masked }),
      log,
      onSwap: options.onSwap,
    },
    options.commandLine.demo,
  );
  return { settings, place, host, vault: masked(chosen), chosen };
}
