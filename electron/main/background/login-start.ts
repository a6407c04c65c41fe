import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LoginStart } from '../../../shared/model/background';

/** Start with the session of the user. Law: `state` is asked of the operating system each time, never remembered. */
export interface LoginStarter {
  state(): LoginStart;
  /** Throws when the system refuses. */
  set(on: boolean): void;
}

/** The program and its arguments as the session has to start them. */
export type StartCommand = { readonly program: string; readonly args: readonly string[] };

/** The two functions of Electron's app that are used. */
export interface LoginItems {
  getLoginItemSettings(options: { readonly path: string; readonly args: string[] }): { readonly openAtLogin: boolean; readonly status?: string; readonly executableWillLaunchAtLogin?: boolean };
  setLoginItemSettings(settings: { readonly openAtLogin: boolean; readonly path: string; readonly args: string[] }): void;
}

/** Windows and macOS (electron/docs/api/app.md, getLoginItemSettings). */
export function systemLoginStarter(items: LoginItems, { program, args }: StartCommand): LoginStarter {
  const which = { path: program, args: [...args] };
  return {
    state: () => {
      const { openAtLogin, status, executableWillLaunchAtLogin } = items.getLoginItemSettings(which);
      if (status === 'requires-approval') return 'needs-approval';
      // Windows: the entry may be there and yet switched off in the Task Manager.
      return openAtLogin && executableWillLaunchAtLogin !== false ? 'on' : 'off';
    },
    set: (on) => {
      items.setLoginItemSettings({ openAtLogin: on, ...which });
    },
  };
}

/** Linux: an entry in the autostart folder (freedesktop.org Desktop Application Autostart Specification). */
export function autostartEntry(configHome: string, name: string, command: StartCommand): LoginStarter {
  const folder = join(configHome, 'autostart');
  const file = join(folder, `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}.desktop`);
  return {
    state: () => {
      if (!existsSync(file)) return 'off';
      const text = readFileSync(file, 'utf8');
      // How desktops switch an entry off without removing it.
      return /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(text) ? 'off' : 'on';
    },
    set: (on) => {
      if (!on) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(file, entryText(name, command), { mode: 0o644 });
    },
  };
}

/** Nothing to switch: a program that is not installed has no lasting place to be started from. */
export const noLoginStarter: LoginStarter = {
  state: () => 'unsupported',
  set: () => {
    throw new Error('starting at login is not available here');
  },
};

function entryText(name: string, { program, args }: StartCommand): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    'Comment=Collects Mimecast logs in the background',
    `Exec=${[program, ...args].map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

// Two layers of escaping, Desktop Entry Specification §"The Exec key": the argument's own quotes, then the value's backslashes.
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%').replace(/[\n\r]/g, '');
  return `"${inQuotes.replaceAll('\\', '\\\\')}"`;
}
