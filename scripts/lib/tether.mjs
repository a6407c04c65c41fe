import { run } from './run.mjs';

let possible;

/**
 * A command that is sent SIGTERM when this process dies, even by SIGKILL, so that nothing is left behind. Where the
 * system has no means for it (util-linux before 2.33, other systems), the command as it is.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<[string, readonly string[]]>}
 */
export async function tethered(program, args) {
  if (process.platform !== 'linux') return [program, args];
  possible ??= run('setpriv', ['--pdeathsig', 'TERM', 'true']).then(({ code }) => code === 0);
  return (await possible) ? ['setpriv', ['--pdeathsig', 'TERM', program, ...args]] : [program, args];
}
