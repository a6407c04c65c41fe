import type { MessagePort } from 'node:worker_threads';

type Request = { readonly id: number; readonly method: string; readonly argument: never };

/**
 * The worker's side of `WorkerClient` for methods that may run side by side: a question must not wait for the minutes that
 * a batch may take (`serveMethods` answers one after the other).
 */
export function serveAtOnce(port: MessagePort, methods: Readonly<Record<string, (argument: never) => unknown>>): void {
  port.on('message', (request: Request) => {
    void answer(port, methods, request);
  });
}

async function answer(port: MessagePort, methods: Readonly<Record<string, (argument: never) => unknown>>, { id, method, argument }: Request): Promise<void> {
  try {
    const wanted = methods[method];
    if (wanted === undefined) throw new Error(`The worker has no method ${method}.`);
    const value = await wanted(argument);
    port.postMessage({ id, kind: 'reply', value });
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ id, kind: 'error', name, message, code: null });
  }
}
