import { resolve } from 'node:path';

/** What the command line asks for. Secrets are never taken from it: other users can read it. */
export type CommandLine = {
  readonly demo: boolean;
  /** Start in the tray, without a window. */
  readonly hidden: boolean;
  /** Quit gracefully after so many seconds; null: run until told. */
  readonly forSeconds: number | null;
  /** Folder to use instead of the user's own profile, absolute. */
  readonly profile: string | null;
};

/** An option of ours that cannot be understood. Its message is meant for the terminal. */
export class UsageError extends Error {}

/**
 * Reads our options among those of Electron and Chromium, which pass untouched. Both `--for 30` and `--for=30`.
 * Throws UsageError.
 */
export function readCommandLine(args: readonly string[], cwd: string): CommandLine {
  let demo = false;
  let hidden = false;
  let forSeconds: number | null = null;
  let profile: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    const equals = arg.indexOf('=');
    const name = equals === -1 ? arg : arg.slice(0, equals);
    const value = (): string => {
      if (equals !== -1) return arg.slice(equals + 1);
      at += 1;
      return args[at] ?? '';
    };
    if (arg === '--demo') demo = true;
    else if (arg === '--hidden') hidden = true;
    else if (name === '--for') {
      const text = value();
      forSeconds = Number(text);
      if (text === '' || !Number.isFinite(forSeconds) || forSeconds <= 0) {
        throw new UsageError(`--for needs a number of seconds above 0, not "${text}".`);
      }
    } else if (name === '--profile') {
      const text = value();
      if (text === '' || text.startsWith('-')) throw new UsageError('--profile needs a folder.');
      profile = resolve(cwd, text);
    }
  }
  return { demo, hidden, forSeconds, profile };
}
