import { readFileSync, statSync, truncateSync } from 'node:fs';

import { until } from './child';

/** The file that a receiver writes, a message on each line. */
export class LineLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Every line, once no more come. */
  async settled(who: string): Promise<readonly string[]> {
    let size = -1;
    await until(async () => {
      const before = size;
      size = this.#size();
      await new Promise((resolve) => setTimeout(resolve, 150));
      return size === before && this.#size() === size;
    }, `${who} has written everything`, 60_000);
    return size <= 0 ? [] : readFileSync(this.#path, 'utf8').split('\n').slice(0, -1);
  }

  /** The line that was being written is lost with its writer; left there, the first message after the restart would run into it. */
  dropTornLine(): void {
    if (this.#size() === 0) return;
    truncateSync(this.#path, readFileSync(this.#path).lastIndexOf(0x0a) + 1);
  }

  #size(): number {
    return statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0;
  }
}
