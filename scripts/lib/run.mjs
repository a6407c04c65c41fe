import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Absolute path of a program on PATH, or null. The folders of system tools are added: a plain user's PATH may lack them. */
export function which(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (process.platform !== 'win32') folders.push('/usr/sbin', '/sbin');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const folder of folders.filter((each) => each !== '')) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

/**
 * Runs a command to its end and keeps its output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, timeoutMs?: number }} [options]
 *   `timeoutMs` ends the command with SIGKILL.
 * @returns {Promise<{ code: number, stdout: string, output: string, timedOut: boolean }>}
 *   `output` is both streams in order of arrival; a command that cannot be started has code 127.
 */
export function run(command, args, { cwd, env, onLine, timeoutMs } = {}) {
  return new Promise((resolve) => {
    // Kept output is searched and shown later: without colours.
    const plain = { ...(env ?? process.env), NO_COLOR: '1' };
    delete plain.FORCE_COLOR;
    const child = spawn(command, args, { cwd, env: plain, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const onExit = () => child.kill();
    process.once('exit', onExit);
    let stdout = '';
    let output = '';
    let rest = '';
    let timedOut = false;
    const take = (chunk) => {
      output += chunk;
      if (onLine === undefined) return;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      process.off('exit', onExit);
      resolve({ code: 127, stdout, output: `${output}${error.message}\n`, timedOut });
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      process.off('exit', onExit);
      resolve({ code: code ?? 1, stdout, output, timedOut });
    });
  });
}

/** Last lines of a text. */
export function tail(text, lines = 25) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** What npm says about a failure, without its stack traces and its usage text. */
export function npmErrors(output) {
  const said = output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line) && !/^npm \S+\s+(at |-|$)/.test(line));
  if (said.length === 0) return tail(output);
  return said.length <= 24 ? said.join('\n') : [...said.slice(0, 8), 'npm error …', ...said.slice(-16)].join('\n');
}

/** `[command, args]` that run npm: the client that started us where there is one, else the one beside node. */
export function npmCommand(args) {
  const started = process.env.npm_execpath ?? '';
  if (/npm-cli\.c?js$/.test(started) && existsSync(started)) return [process.execPath, [started, ...args]];
  const home = dirname(process.execPath);
  const beside = [join(home, 'node_modules', 'npm', 'bin', 'npm-cli.js'), join(home, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')];
  const cli = beside.find((path) => existsSync(path));
  return cli === undefined ? ['npm', args] : [process.execPath, [cli, ...args]];
}

/** Runs npm; see {@link run}. */
export function runNpm(args, options) {
  const [command, all] = npmCommand(args);
  return run(command, all, options);
}
