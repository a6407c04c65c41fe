import { pbkdf2 } from 'node:crypto';

const everyMs = 60_000;
/** Of libuv, whose size nobody sets here. */
const poolThreads = 4;

/**
 * Chromium's allocator keeps small pieces of freed memory for each thread, and a thread gives them back when it frees something
 * after it was told to. As long as threads hold more than a megabyte together, the main thread wakes up once a second to tell
 * them. Those of libuv's pool hold what the last poll left them, and do nothing until the next: so each is given the least
 * work that frees memory (docs/benchmarks.md, "The tray").
 */
export function restThreads(): NodeJS.Timeout {
  return setInterval(() => {
    for (let thread = 0; thread < poolThreads; thread += 1) pbkdf2('', '', 1, 1, 'sha256', () => undefined);
  }, everyMs).unref();
}
