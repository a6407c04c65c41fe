import type { ChildProcess } from 'node:child_process';

/** Asks again and again; rejects naming `what` when it does not come true in time. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${withinMs / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Ends a receiver's process as a crash would; resolves when it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGKILL');
  await gone;
}
