import ElectronStore from 'electron-store';

import type { OpenStoredFile } from './document';

/** Files of the profile through electron-store. */
export const openElectronFile: OpenStoredFile = (options) => new ElectronStore<Record<string, unknown>>({ ...options });
