import { spawn } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { constants } from 'node:os';

import { root } from './paths.mjs';
import { run } from './run.mjs';
import { tell } from './say.mjs';
import { tethered } from './tether.mjs';

/** Taken before anything can have ended. */
const parent = process.ppid;

/** Chromium keeps its shared memory in /dev/shm; containers often give it 64 MB, and a window then dies at random. */
const enoughSharedMemory = 256 * 1024 * 1024;

const hasDisplay = () => Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Whether Chromium can build its sandbox here. Root in a container cannot; some distributions forbid it to everyone. */
async function isSandboxPossible() {
  if (process.getuid?.() === 0) return false;
  return (await run('unshare', ['-Ur', 'true'])).code !== 1;
}

async function isSharedMemorySmall() {
  try {
    const { bsize, blocks } = await statfs('/dev/shm');
    return bsize * blocks < enoughSharedMemory;
  } catch {
    return true;
  }
}

/**
 * Arguments that this machine needs before the app's own. All of them are for development and tests: none is in the
 * shipped app.
 *
 * @param {{ loadsItself: boolean }} runtime whether it finds this checkout in its own `resources/app`
 */
export async function launchArgs({ loadsItself }) {
  const args = [];
  if (process.platform === 'linux') {
    if (!(await isSandboxPossible())) args.push('--no-sandbox');
    if (await isSharedMemorySmall()) args.push('--disable-dev-shm-usage');
    if (!hasDisplay()) args.push('--disable-gpu');
    if (process.env.WAYLAND_DISPLAY && !process.env.DISPLAY) args.push('--ozone-platform-hint=auto');
  }
  if (!loadsItself) args.push(root);
  return args;
}

/** Lines of Chromium and D-Bus about things a container does not have and the app does not use. */
const harmless = [
  /Failed to connect to the bus: .*(system_bus_socket|Could not parse server address)/,
  /Failed to set fd limit/,
  /vaapi|VAAPI|libva|va_openDriver/,
  /(viz_main_impl|gpu_process_host|gl_factory|gl_display|gl_surface|command_buffer_proxy_impl|angle_platform_impl|vulkan_\w+)\.cc/,
  /object_proxy\.cc.*org\.freedesktop\.(UPower|NetworkManager|login1|systemd1|portal)/,
  /dbus-daemon\[\d+\]: .*(Activating|Successfully activated) service/,
];

/** A filter for standard error: passes whole lines on, without the harmless ones. */
function filtered(write) {
  let rest = '';
  const pass = (line) => {
    if (!harmless.some((pattern) => pattern.test(line))) write(`${line}\n`);
  };
  return {
    take(chunk) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(pass);
    },
    end() {
      if (rest !== '') pass(rest);
    },
  };
}

/** A drain has its own deadline inside the app; this is for an app that does not answer at all. */
const drainAtMostMs = 120_000;
/** A terminal's Ctrl-C reaches us twice, from the terminal and from npm: that is one wish. */
const sameWishMs = 700;

/**
 * Starts the app and stays until it has ended. SIGINT, SIGTERM and SIGHUP are passed on once, so that it can drain.
 *
 * @param {{ path: string, args: readonly string[], env: NodeJS.ProcessEnv, forSeconds?: number }} app `forSeconds`: the app ends
 *   itself after that time; 30 s later it is ended from outside
 * @returns {Promise<number>} its exit code; 128 + n when ended by signal n, 124 when it outstayed its time
 */
export async function runApp({ path, args, env, forSeconds }) {
  const [program, programArgs] = await tethered(path, args);
  return new Promise((resolve) => {
    // Its own process group: the terminal's Ctrl-C must reach it once, through us.
    const detached = process.platform !== 'win32';
    const child = spawn(program, programArgs, { env, stdio: ['ignore', 'inherit', 'pipe'], detached });
    const noise = filtered((line) => process.stderr.write(line));
    child.stderr.setEncoding('utf8').on('data', (chunk) => noise.take(chunk));

    const killAll = () => {
      try {
        process.kill(detached ? -child.pid : child.pid, 'SIGKILL');
      } catch {
        // Already gone.
      }
    };
    const timers = [];
    const later = (work, milliseconds) => timers.push(setTimeout(work, milliseconds));

    let wishedAt = Number.NEGATIVE_INFINITY;
    let outstayed = false;
    const onSignal = (signal) => {
      if (Date.now() - wishedAt < sameWishMs) return;
      if (wishedAt === Number.NEGATIVE_INFINITY) {
        later(() => {
          tell('the app did not end within two minutes of being asked to: killing it');
          killAll();
        }, drainAtMostMs);
      }
      wishedAt = Date.now();
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, onSignal);
    process.once('exit', killAll);
    // The reader of our output may be gone before the app has drained.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

    // npm passes a signal to its shell only, which dies without passing it on: a parent that is gone is the same wish.
    const watch =
      process.env.npm_lifecycle_event === undefined
        ? undefined
        : setInterval(() => {
            if (process.ppid === parent) return;
            clearInterval(watch);
            onSignal('SIGTERM');
          }, 250);

    if (forSeconds !== undefined) {
      later(() => {
        outstayed = true;
        tell(`the app is still running 30 s after its ${forSeconds} s: ending it`);
        child.kill('SIGTERM');
        later(killAll, 10_000);
      }, (forSeconds + 30) * 1000);
    }

    const finish = (code) => {
      timers.forEach(clearTimeout);
      clearInterval(watch);
      for (const signal of signals) process.off(signal, onSignal);
      process.off('exit', killAll);
      noise.end();
      resolve(code);
    };
    child.once('error', (error) => {
      tell(`error: the app could not be started: ${error.message}`);
      finish(127);
    });
    child.once('close', (code, signal) => {
      if (outstayed) finish(124);
      else finish(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
