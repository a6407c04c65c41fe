import { app } from 'electron';

import type { AppInfo } from '../../shared/ipc/contract';
import { keychainName } from './vault/keychain-vault';

/** What the window shows about the app itself. */
export async function appInfo(facts: { readonly demo: boolean; readonly profilePath: string; readonly keychainAnswers: Promise<boolean> }): Promise<AppInfo> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    demo: facts.demo,
    platform: process.platform,
    keychainName: keychainName(process.platform),
    keychainAvailable: await facts.keychainAnswers,
    profilePath: facts.profilePath,
  };
}
