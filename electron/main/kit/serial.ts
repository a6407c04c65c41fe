/**
 * Runs tasks one after the other, in the order they were given. A failed task rejects its own promise only;
 * the next one runs all the same.
 */
export class Serial {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
