import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { entry } from './lib/entry.mjs';
import { Problem } from './lib/problem.mjs';
import { openTestSession } from './lib/session.mjs';

/**
 * `node scripts/with-session.mjs -- COMMAND ARGS…`: runs a command with a display and an unlocked throw-away keyring.
 * On Linux only; elsewhere, and inside another such session, the command runs as it is.
 */
await entry(async () => {
  const given = process.argv.slice(2);
  const [command, ...args] = given[0] === '--' ? given.slice(1) : given;
  if (command === undefined) throw new Problem('no command given', 'node scripts/with-session.mjs -- COMMAND ARGS…');
  const session = await openTestSession();
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...session.env } });
      // Ctrl-C reaches the command from the terminal itself; only what was sent to us alone must be passed on.
      process.on('SIGINT', () => undefined);
      for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
      child.once('error', (error) => reject(new Problem(`${command} could not be started: ${error.message}`)));
      child.once('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
    });
  } finally {
    await session.close();
  }
});
