import { entry } from './lib/entry.mjs';
import { runApp } from './lib/launch.mjs';
import { keyringFolder } from './lib/paths.mjs';
import { Problem } from './lib/problem.mjs';
import { lacking, openSession } from './lib/session.mjs';
import { setUp } from './setup.mjs';

/** Value of `--for SECONDS`, which the app obeys itself; here it only bounds how long we wait for that. */
function secondsAsked(args) {
  const at = args.findIndex((arg) => arg === '--for' || arg.startsWith('--for='));
  if (at === -1) return undefined;
  const text = args[at].includes('=') ? args[at].slice('--for='.length) : args[at + 1];
  const value = Number(text);
  if (text === undefined || !Number.isFinite(value) || value <= 0) throw new Problem(`--for wants a number of seconds, not ${text}`, 'npm start -- --demo --for 60');
  return value;
}

/**
 * `npm start`: sees to everything the app needs and runs it; its arguments go to the app. Without a desktop it gets a
 * virtual display and a keyring of its own, and prints its status (`MIMECAST_CONNECTOR_TERMINAL=1`). That keyring is
 * kept between starts (see `keyringFolder`), the demo's is not.
 */
await entry(async () => {
  const args = process.argv.slice(2);
  const forSeconds = secondsAsked(args);
  const electron = await setUp();
  const { display, bus } = await lacking();
  const keyring = !bus ? 'none' : args.includes('--demo') ? 'throw-away' : { folder: keyringFolder() };

  const session = await openSession({ display, keyring });
  try {
    return await runApp({
      path: electron.path,
      args: [...electron.launchArgs, ...args],
      env: { ...process.env, ...session.env, ...(display ? { MIMECAST_CONNECTOR_TERMINAL: '1' } : {}) },
      forSeconds,
    });
  } finally {
    await session.close();
  }
});
