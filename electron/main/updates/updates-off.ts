import type { UpdateMode, UpdateOffReason } from '../../../shared/model/updates';

/** How this copy of the program came to be where it is. */
export type InstallFacts = {
  readonly platform: NodeJS.Platform;
  readonly packaged: boolean;
  /** As `npm run package` wrote it into the package: release, unsigned or development. */
  readonly grade: string | null;
  /** Where it looks for updates; null: it was built without an address and the organization names none. */
  readonly address: string | null;
  /** The content of app-update.yml that the packager put beside the program; null: there is none. */
  readonly updateConfig: string | null;
  /** The AppImage that runs; null: no AppImage. */
  readonly appImage: string | null;
  /** Windows: its own installer put it there, and not a package of the fleet (MSI). */
  readonly ownInstaller: boolean;
};

export type Wish = { readonly mode: UpdateMode; readonly byPolicy: boolean };

/** One name, or a list of them, as electron-builder writes it. */
const publisher = /^publisherName:[ \t]*(?:\S|\n[ \t]*-[ \t]*\S)/m;

/**
 * Why this copy does not update itself; null when it may. Law: what others put on the disk (a package manager, an MSI)
 * is theirs to replace, and what cannot be verified is never fetched.
 */
export function whyOff(facts: InstallFacts, wish: Wish): UpdateOffReason | null {
  if (!facts.packaged) return 'checkout';
  if (facts.grade !== 'release') return 'not-for-release';
  if (wish.mode === 'off') return wish.byPolicy ? 'policy' : 'setting';
  if (facts.platform === 'linux' && facts.appImage === null) return 'package-manager';
  if (facts.platform === 'win32' && !facts.ownInstaller) return 'package-manager';
  if (facts.address === null || facts.updateConfig === null) return 'no-address';
  // Without a name to compare with, the updater would take any installer (electron-updater, NsisUpdater.verifySignature).
  if (facts.platform === 'win32' && !publisher.test(facts.updateConfig)) return 'no-publisher';
  return null;
}
