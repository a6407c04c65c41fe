import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { app } from 'electron';
import * as z from 'zod';

import type { UpdateSettings, UpdateState } from '../../../shared/model/updates';
import type { CollectorLog } from '../../collector/collector';
import { processNetwork } from '../../collector/kit/network';
import type { Policy } from '../policy/policy';
import { isUpdateAddress } from './update-address';
import { Updates } from './updates';
import type { InstallFacts } from './updates-off';
import { whyOff } from './updates-off';

export type OpenUpdatesOptions = {
  readonly policy: Policy | null;
  readonly settings: () => UpdateSettings;
  readonly log: CollectorLog;
  readonly now: () => number;
  readonly onChange: (state: UpdateState) => void;
  readonly quitAndInstall: (install: () => void) => void;
};

/** What `npm run package` writes into the package (scripts/lib/package-plan.mjs). */
const BuildInfoSchema = z.object({ buildInfo: z.object({ grade: z.string(), updateAddress: z.string().nullable().optional() }) });

/** The updates of this copy of the program. Nothing is asked before `start`. */
export function openUpdates({ policy, settings, log, now, onChange, quitAndInstall }: OpenUpdatesOptions): Updates {
  const { url, ...decided } = policy?.updates ?? {};
  const facts = installFacts(url ?? null);
  return new Updates({
    policy: { ...(decided.mode === undefined ? {} : { mode: decided.mode }), ...(decided.channel === undefined ? {} : { channel: decided.channel }) },
    settings,
    whyOff: (wish) => whyOff(facts, wish),
    engine: async () => {
      const { openElectronUpdater } = await import('./electron-updater-engine');
      return openElectronUpdater({ platform: process.platform, address: facts.address ?? '', network: processNetwork, log, app: adapter() });
    },
    now,
    log,
    onChange,
    quitAndInstall,
  });
}

function installFacts(policyAddress: string | null): InstallFacts {
  const build = app.isPackaged ? BuildInfoSchema.safeParse(JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))).data?.buildInfo : undefined;
  const built = build?.updateAddress ?? null;
  const config = configFile();
  return {
    platform: process.platform,
    packaged: app.isPackaged,
    grade: build?.grade ?? null,
    address: policyAddress ?? (built !== null && isUpdateAddress(built) ? built : null),
    updateConfig: existsSync(config) ? readFileSync(config, 'utf8') : null,
    appImage: process.env['APPIMAGE'] ?? null,
    // Only our own installer leaves its counterpart beside the program (electron-builder, NSIS).
    ownInstaller: existsSync(join(dirname(process.execPath), `Uninstall ${basename(process.execPath)}`)),
  };
}

function configFile(): string {
  return join(process.resourcesPath, 'app-update.yml');
}

function adapter() {
  return {
    version: app.getVersion(),
    name: app.getName(),
    isPackaged: app.isPackaged,
    appUpdateConfigPath: configFile(),
    userDataPath: app.getPath('userData'),
    // What is fetched belongs to this user alone, like the rest of the profile.
    baseCachePath: join(app.getPath('userData'), 'updates'),
    whenReady: () => app.whenReady(),
    relaunch: () => { app.relaunch(); },
    quit: () => { app.quit(); },
    onQuit: () => undefined,
  };
}
