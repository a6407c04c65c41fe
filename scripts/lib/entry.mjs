import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { Problem } from './problem.mjs';

/** Whether the module of this `import.meta.url` is the program that was started. */
export function isEntry(url) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(url);
}

/**
 * Runs a program. A `Problem` becomes a readable message and exit code 1; anything else keeps its stack.
 *
 * @param {() => Promise<number | void>} main answers with the exit code
 */
export async function entry(main) {
  try {
    const code = await main();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const parts = [];
    if (error.output.trim() !== '') parts.push(error.output.trimEnd());
    parts.push(`error: ${error.message}`);
    if (error.remedy !== '') parts.push(`remedy: ${error.remedy}`);
    process.stderr.write(`${parts.join('\n')}\n`);
    process.exitCode = 1;
  }
}
