import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { autostartEntry, noLoginStarter, systemLoginStarter } from '../../../../electron/main/background/login-start';
import { tempDir } from '../support/profile';

describe('start at login on Linux', () => {
  it('writes an entry that starts hidden, and removes it', () => {
    const dir = tempDir();
    const starter = autostartEntry(dir, 'Mimecast Connector (unsigned)', { program: '/opt/x y/$app"', args: ['--hidden', '--profile', '/a%b\\c'] });
    expect(starter.state()).toBe('off');
    starter.set(true);
    const text = readFileSync(join(dir, 'autostart/mimecast-connector-unsigned.desktop'), 'utf8');
    expect(text).toContain('Exec="/opt/x y/\\\\$app\\\\"" "--hidden" "--profile" "/a%%b\\\\\\\\c"\n');
    expect(text).toContain('Terminal=false');
    expect(starter.state()).toBe('on');
    starter.set(false);
    starter.set(false);
    expect(starter.state()).toBe('off');
    expect(existsSync(join(dir, 'autostart/mimecast-connector-unsigned.desktop'))).toBe(false);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('is off where the desktop says %s', (line) => {
    const dir = tempDir();
    const starter = autostartEntry(dir, 'Mimecast Connector', { program: '/x', args: [] });
    starter.set(true);
    const file = join(dir, 'autostart/mimecast-connector.desktop');
    writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
    expect(starter.state()).toBe('off');
  });
});

describe('start at login on Windows and macOS', () => {
  const starter = (found: { openAtLogin: boolean; status?: string; executableWillLaunchAtLogin?: boolean }, set: unknown[] = []) =>
    systemLoginStarter({ getLoginItemSettings: () => found, setLoginItemSettings: (settings) => set.push(settings) }, { program: '/app', args: ['--hidden'] });

  it('tells what the system says, not what was once set', () => {
    expect(starter({ openAtLogin: true }).state()).toBe('on');
    expect(starter({ openAtLogin: true, executableWillLaunchAtLogin: false }).state()).toBe('off');
    expect(starter({ openAtLogin: false, status: 'requires-approval' }).state()).toBe('needs-approval');
    expect(starter({ openAtLogin: false }).state()).toBe('off');
  });

  it('starts hidden', () => {
    const set: unknown[] = [];
    starter({ openAtLogin: false }, set).set(true);
    expect(set).toEqual([{ openAtLogin: true, path: '/app', args: ['--hidden'] }]);
  });

  it('a program that is not installed says so', () => {
    expect(noLoginStarter.state()).toBe('unsupported');
    expect(() => {
      noLoginStarter.set(true);
    }).toThrow();
  });
});
