import { app } from 'electron';

import type { AppInfo } from '../../shared/ipc/contract';
import type { ChosenVault } from './vault/chosen-vault';
import { keychainName } from './vault/keychain-vault';

/** What the window shows about the app itself. */
export async function appInfo(facts: { readonly demo: boolean; readonly profilePath: string; readonly vault: ChosenVault }): Promise<AppInfo> {
  return {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    demo: facts.demo,
    platform: process.platform,
    keychainName: facts.vault.sessionOnly ? 'memory until the program ends' : keychainName(process.platform),
    keychainAvailable: await facts.vault.available(),
    sessionSecrets: facts.vault.sessionOnly,
    profilePath: facts.profilePath,
    fromCheckout: !app.isPackaged,
  };
}

/** The versions that support asks for first. */
export function versionsOf(): Readonly<Record<string, string>> {
  return {
    'Mimecast Connector': `${app.getVersion()}${app.isPackaged ? '' : ' (from a checkout)'}`,
    Electron: process.versions.electron ?? '',
    Chromium: process.versions['chrome'] ?? '',
    Node: process.versions.node,
    System: `${process.platform} ${process.arch} ${process.getSystemVersion()}`,
  };
}
