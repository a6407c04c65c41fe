import { homedir } from 'node:os';
import { join } from 'node:path';

import { app } from 'electron';

import type { CommandLine } from '../command-line';
import type { LoginStarter, StartCommand } from './login-start';
import { autostartEntry, noLoginStarter, systemLoginStarter } from './login-start';

/** How this program, as it runs now, is started with the session: hidden, and on the same profile. */
export function loginStarter(commandLine: Pick<CommandLine, 'profile'>): LoginStarter {
  // A checkout moves and is deleted; only tests of it say that they mean it.
  if (!app.isPackaged && process.env['MIMECAST_CONNECTOR_LOGIN_START'] !== '1') return noLoginStarter;
  const command = startCommand(commandLine);
  if (process.platform !== 'linux') return systemLoginStarter(app, command);
  return autostartEntry(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), app.getName(), command);
}

function startCommand({ profile }: Pick<CommandLine, 'profile'>): StartCommand {
  const ours = ['--hidden', ...(profile === null ? [] : ['--profile', profile])];
  // An AppImage runs from a mount that is gone after the session.
  const program = process.env['APPIMAGE'] ?? process.execPath;
  return { program, args: app.isPackaged ? ours : [app.getAppPath(), ...ours] };
}
