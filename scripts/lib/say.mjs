import { performance } from 'node:perf_hooks';

const live = process.stderr.isTTY === true;

/** `1234` -> `1.2 s`. */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** One complete line of progress. Standard error, so that `--json` output of the tools stays clean. */
export function tell(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs `work` under one line: what is done and why, then how long it took. On a terminal the line also shows what
 * `work` reports through its argument; in a log it stays one line.
 *
 * @template T
 * @param {string} what
 * @param {(note: (text: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const begun = performance.now();
  const label = `set-up: ${what}`;
  let noted = '';
  const draw = () => {
    const width = (process.stderr.columns ?? 80) - 1;
    const line = `${label} … ${seconds(performance.now() - begun)}${noted === '' ? '' : `, ${noted}`}`;
    process.stderr.write(`\r\x1b[2K${line.slice(0, width)}`);
  };
  if (!live) process.stderr.write(`${label} … `);
  const ticker = live ? setInterval(draw, 250) : undefined;
  if (live) draw();
  const finish = (result) => {
    clearInterval(ticker);
    const took = seconds(performance.now() - begun);
    process.stderr.write(live ? `\r\x1b[2K${label} … ${result}${took}\n` : `${result}${took}\n`);
  };
  try {
    const value = await work((text) => {
      noted = text;
    });
    finish('');
    return value;
  } catch (error) {
    finish('failed after ');
    throw error;
  }
}
