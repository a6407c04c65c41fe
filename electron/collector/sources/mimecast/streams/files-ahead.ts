import type { Decoded } from '../../../pipeline/decode-lines';
import type { ListedFile } from './siem-listing';

/** A log file that is here: its decoding has begun. `close` must be called, whether it was read or not. */
export type OpenFile = { readonly steps: AsyncGenerator<Decoded>; readonly close: () => Promise<void> };

/** Files opened before it is their turn: one is read while the next is fetched and decoded. */
const filesAhead = 1;

/** The files of a page in order, each opened while those before it are still read. */
export class FilesAhead {
  readonly #files: readonly ListedFile[];
  readonly #open: (file: ListedFile) => Promise<OpenFile>;
  readonly #opening = new Map<ListedFile, Promise<OpenFile>>();

  constructor(files: readonly ListedFile[], open: (file: ListedFile) => Promise<OpenFile>) {
    this.#files = files;
    this.#open = open;
  }

  /** The file itself; with `further`, those behind it are begun. From here on it is the caller's to close. */
  take(file: ListedFile, further: boolean): Promise<OpenFile> {
    const opening = this.#begin(file);
    const at = this.#files.indexOf(file);
    if (further) for (const next of this.#files.slice(at + 1, at + 1 + filesAhead)) void this.#begin(next);
    this.#opening.delete(file);
    return opening;
  }

  /** Closes what was opened and never taken. */
  async close(): Promise<void> {
    const left = [...this.#opening.values()];
    this.#opening.clear();
    await Promise.all(left.map((opening) => opening.then((file) => file.close(), () => undefined)));
  }

  #begin(file: ListedFile): Promise<OpenFile> {
    let opening = this.#opening.get(file);
    if (opening === undefined) {
      opening = this.#open(file);
      // Its failure is met when it is the file's turn.
      opening.catch(() => undefined);
      this.#opening.set(file, opening);
    }
    return opening;
  }
}

/** Steps of a file that are decoded before they are asked for: enough to keep a second decoder at work while the file before is read. */
const stepsAhead = 4;

/** The same steps, the first of them asked for at once. Closing is still up to whoever made `steps`. */
export function begun(steps: AsyncGenerator<Decoded>): AsyncGenerator<Decoded> {
  const next = (): Promise<IteratorResult<Decoded>> => {
    const step = steps.next();
    // Its failure is met when it is its turn.
    step.catch(() => undefined);
    return step;
  };
  const coming = Array.from({ length: stepsAhead }, next);
  return (async function* () {
    for (;;) {
      const step = await coming.shift();
      if (step === undefined || step.done === true) return;
      coming.push(next());
      yield step.value;
    }
  })();
}
