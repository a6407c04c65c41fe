import type { CollectionStatus } from '../../../shared/model/collection';
import type { OutputConfig } from '../../../shared/model/output';
import { statusBlock } from './status-block';

export type ReporterOptions = {
  readonly write: (text: string) => void;
  readonly status: () => CollectionStatus;
  readonly outputs: () => readonly OutputConfig[];
  readonly time: () => string;
};

const everyMs = 3_000;

/** Status on the terminal, for machines without a desktop: plain text, a block every three seconds. */
export class Reporter {
  readonly #options: ReporterOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  start(headline: string): void {
    this.#options.write(`${headline}\n`);
    this.#report();
    this.#timer = setInterval(() => {
      this.#report();
    }, everyMs);
  }

  /** The last block, as the collection stands now. */
  stop(): void {
    clearInterval(this.#timer);
    this.#report();
  }

  #report(): void {
    this.#options.write(`${statusBlock(this.#options.status(), this.#options.outputs(), this.#options.time())}\n`);
  }
}
