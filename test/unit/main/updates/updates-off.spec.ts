import { describe, expect, it } from 'vitest';

import { isUpdateAddress } from '../../../../electron/main/updates/update-address';
import type { InstallFacts } from '../../../../electron/main/updates/updates-off';
import { whyOff } from '../../../../electron/main/updates/updates-off';

const config = 'provider: generic\nurl: https://updates.example.com/connector\nupdaterCacheDirName: mimecast-connector-updater\n';
const appImage: InstallFacts = { platform: 'linux', packaged: true, grade: 'release', address: 'https://updates.example.com/connector', updateConfig: config, appImage: '/home/admin/Connector.AppImage', ownInstaller: false };
const windows: InstallFacts = { ...appImage, platform: 'win32', appImage: null, ownInstaller: true, updateConfig: `${config}publisherName:\n  - Example Ltd\n` };
const tell = { mode: 'tell', byPolicy: false } as const;

describe('which copies update themselves', () => {
  it('a signed release that its own installer put there, with an address', () => {
    expect(whyOff(appImage, tell)).toBeNull();
    expect(whyOff(windows, tell)).toBeNull();
    expect(whyOff({ ...windows, updateConfig: `${config}publisherName: Example Ltd\n` }, tell)).toBeNull();
    expect(whyOff({ ...appImage, platform: 'darwin', appImage: null }, tell)).toBeNull();
  });

  it.each([
    ['from a checkout', { ...appImage, packaged: false }, 'checkout'],
    ['unsigned', { ...appImage, grade: 'unsigned' }, 'not-for-release'],
    ['made with a stand-in for Electron', { ...appImage, grade: 'development' }, 'not-for-release'],
    ['without a stamp', { ...appImage, grade: null }, 'not-for-release'],
    ['from a .deb, .rpm or archive', { ...appImage, appImage: null }, 'package-manager'],
    ['from an MSI', { ...windows, ownInstaller: false }, 'package-manager'],
    ['built without an address', { ...appImage, address: null }, 'no-address'],
    ['without app-update.yml', { ...appImage, updateConfig: null }, 'no-address'],
    ['on Windows without a publisher to compare signatures with', { ...windows, updateConfig: config }, 'no-publisher'],
    ['on Windows with an empty publisher', { ...windows, updateConfig: `${config}publisherName:\nother: x\n` }, 'no-publisher'],
  ] as const)('a copy %s does not', (_name, facts, reason) => {
    expect(whyOff(facts, tell)).toBe(reason);
  });

  it('says whether the organization or the administrator switched it off', () => {
    expect(whyOff(appImage, { mode: 'off', byPolicy: true })).toBe('policy');
    expect(whyOff(appImage, { mode: 'off', byPolicy: false })).toBe('setting');
  });
});

describe('addresses that updates may come from', () => {
  it.each(['https://updates.example.com/connector', 'https://updates.example.com:8443/', 'http://127.0.0.1:8080/feed', 'http://[::1]:8080/feed'])('%s', (text) => {
    expect(isUpdateAddress(text)).toBe(true);
  });
  it.each(['http://updates.example.com/', 'ftp://updates.example.com/', 'https://user:secret@updates.example.com/', 'updates.example.com', 'file:///tmp/feed'])('not %s', (text) => {
    expect(isUpdateAddress(text)).toBe(false);
  });
});
