import { setImmediate } from 'node:timers/promises';

import { untilAborted } from '../../kit/abort';
import type { Clock } from '../../kit/clock';

/** A wait that took too long. */
export class DeadlineError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor(message: string) {
    super(message);
    this.name = 'DeadlineError';
  }
}

/** The promise's outcome; a DeadlineError after `ms`; the signal's reason when it ends first. The promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number, message: string, clock: Clock, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const late = clock.sleep(ms, over.signal).then(
    () => {
      throw new DeadlineError(message);
    },
    () => promise,
  );
  try {
    return await untilAborted(Promise.race([promise, late]), signal);
  } finally {
    over.abort();
    late.catch(() => undefined);
    promise.catch(() => undefined);
  }
}

/** One turn of the event loop: what the network has reported meanwhile is known afterwards. */
export async function oneTurn(): Promise<void> {
  await setImmediate();
}
