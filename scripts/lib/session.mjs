import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Problem } from './problem.mjs';
import { run, tail, which } from './run.mjs';
import { tethered } from './tether.mjs';

/** Set inside a session made here, so that one inside another adds nothing. */
export const sessionMark = 'MIMECAST_CONNECTOR_SESSION';

/** A helper on a loaded machine answers within seconds; more means that it hangs. */
const answerAtMostMs = 20_000;

async function startHelper(name, args, options) {
  const program = which(name);
  if (program === null) {
    throw new Problem(`${name} is missing`, 'node scripts/setup.mjs installs it or says which package contains it.');
  }
  // Its own session: a signal for the terminal's group must not end the display under an app that is draining.
  const child = spawn(...(await tethered(program, args)), { detached: true, ...options });
  const helper = { name, child, said: '', ended: false };
  child.once('error', () => (helper.ended = true));
  child.once('exit', () => (helper.ended = true));
  child.stderr?.setEncoding('utf8').on('data', (chunk) => (helper.said = (helper.said + chunk).slice(-4000)));
  // The helper must not keep this process alive.
  child.unref();
  child.stderr?.unref();
  return helper;
}

function failed(helper) {
  return new Problem(`${helper.name} did not start`, 'see the lines above.', tail(helper.said));
}

/** First line a helper writes to its file descriptor 3. */
async function announced(helper) {
  const stream = helper.child.stdio[3];
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const until = Date.now() + answerAtMostMs;
  while (!text.includes('\n')) {
    if (helper.ended || Date.now() > until) throw failed(helper);
    await sleep(10);
  }
  stream.unref();
  return text.slice(0, text.indexOf('\n')).trim();
}

/**
 * An X authority file with one secret that is valid for any host and display (family 0xffff, empty names): the display's
 * number is not known before the server runs, and without a secret every local user could read the screen.
 */
function authority() {
  const field = (bytes) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const empty = field(Buffer.alloc(0));
  return Buffer.concat([Buffer.from([0xff, 0xff]), empty, empty, field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(randomBytes(16))]);
}

/** Where the session lists its displays: one for each worker of the window tests, so that none meets the focus and the clipboard of another. */
const displayList = 'MIMECAST_CONNECTOR_DISPLAYS';

/** As many virtual displays as asked for, with one secret; the first is the one that programs take by themselves. */
async function startDisplays(count, folder, helpers) {
  const cookie = join(folder, 'xauthority');
  await writeFile(cookie, authority(), { mode: 0o600 });
  const started = await Promise.all(
    Array.from({ length: count }, async () => {
      // Not xvfb-run: it does not pass signals on, and chooses its display by trial.
      const server = await startHelper('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', cookie], {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      });
      helpers.push(server);
      return `:${await announced(server)}`;
    }),
  );
  return { DISPLAY: started[0], XAUTHORITY: cookie, [displayList]: started.join(' ') };
}

/** Whether a Secret Service answers on a bus. */
async function hasSecrets(env) {
  const asked = await run(
    'dbus-send',
    ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets'],
    { env, timeoutMs: answerAtMostMs },
  );
  return asked.code === 0 && asked.stdout.includes('boolean true');
}

/** The password that opens a kept keyring: nobody is there to type one, so it lies beside it, readable by its owner only. */
async function passwordFor(folder) {
  const path = join(folder, 'password');
  if (existsSync(path)) return (await readFile(path, 'utf8')).trim();
  const keyrings = await readdir(join(folder, 'keyrings')).catch(() => []);
  if (keyrings.some((name) => name.endsWith('.keyring'))) {
    throw new Problem(`the password of the keyring in ${folder} is missing`, `restore it, or remove ${folder} and enter the client secrets again.`);
  }
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600 });
  return password;
}

/** A bus of our own with an unlocked keyring whose files lie below `data`. */
async function startBus(folder, data, helpers) {
  await mkdir(data, { recursive: true, mode: 0o700 });
  await chmod(data, 0o700);
  // GTK asks neither the settings daemon nor the accessibility bus of a desktop that is not there.
  const quiet = { GSETTINGS_BACKEND: 'memory', NO_AT_BRIDGE: '1' };
  const own = { ...process.env, ...quiet, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: data };
  const bus = await startHelper('dbus-daemon', ['--session', '--nofork', '--nopidfile', `--address=unix:path=${join(folder, 'bus')}`, '--print-address=3'], {
    env: own,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  helpers.push(bus);
  const env = { ...quiet, DBUS_SESSION_BUS_ADDRESS: await announced(bus) };

  const keyring = await startHelper('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets', `--control-directory=${join(folder, 'keyring')}`], {
    env: { ...own, ...env },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  helpers.push(keyring);
  keyring.child.stdin.on('error', () => undefined).end(await passwordFor(data));
  const until = Date.now() + answerAtMostMs;
  while (!(await hasSecrets({ ...process.env, ...env }))) {
    if (keyring.ended || Date.now() > until) throw failed(keyring);
    await sleep(20);
  }
  return env;
}

/** What a Linux machine lacks for running the app: asked before `openSession`. */
export async function lacking() {
  if (process.platform !== 'linux') return { display: false, bus: false };
  const display = !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  const address = process.env.DBUS_SESSION_BUS_ADDRESS;
  const inherited = existsSync(join(process.env.XDG_RUNTIME_DIR ?? '/nonexistent', 'bus'));
  // Without a desktop a bus alone is not enough (a login over ssh has one): its keyring must be open already.
  const bus = display ? !(address && (await hasSecrets(process.env))) : !address && !inherited;
  return { display, bus };
}

/**
 * Starts what is asked for: a virtual display, and a private session bus with an unlocked keyring.
 *
 * @param {{ display: boolean, displays?: number, keyring: 'none' | 'throw-away' | { folder: string } }} wanted how many
 *   displays, where one is wanted; a throw-away keyring is gone afterwards, one in a folder is kept
 * @returns {Promise<{ env: Record<string, string>, close: () => Promise<void> }>} `env` is to be added to the environment
 * @throws {Problem}
 */
export async function openSession({ display, displays = 1, keyring }) {
  if (process.platform !== 'linux' || (!display && keyring === 'none')) return { env: {}, close: async () => undefined };
  const folder = await mkdtemp(join(tmpdir(), 'mimecast-connector-session-'));
  const helpers = [];
  const end = (signal) => {
    // Last started, first ended: the keyring writes its files while the bus is still there. Whole groups, because the bus
    // starts services of its own.
    for (const { child, ended } of [...helpers].reverse()) {
      if (ended || child.pid === undefined) continue;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // Ended in this moment.
      }
    }
  };
  const onExit = () => {
    end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  // A caller that handles signals itself decides; without one, the helpers end with us.
  const onSignal = (signal) => {
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  };
  process.once('exit', onExit);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  const close = async () => {
    end('SIGTERM');
    const until = Date.now() + 3000;
    while (helpers.some(({ ended }) => !ended) && Date.now() < until) await sleep(10);
    end('SIGKILL');
    process.off('exit', onExit);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, onSignal);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const [screen, bus] = await Promise.all([
      display ? startDisplays(displays, folder, helpers) : {},
      keyring === 'none' ? {} : startBus(folder, keyring === 'throw-away' ? join(folder, 'data') : keyring.folder, helpers),
    ]);
    return { env: { ...screen, ...bus, [sessionMark]: '1' }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A session for tests: the display that is there or virtual ones, and never the user's own keyring. */
export function openTestSession({ displays = 1 } = {}) {
  if (process.env[sessionMark]) return openSession({ display: false, keyring: 'none' });
  return openSession({ display: !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY, displays, keyring: 'throw-away' });
}
