import { MessageChannel } from 'node:worker_threads';

const { port1: nowhere, port2: closed } = new MessageChannel();
closed.close();
nowhere.unref();

/**
 * Gives the memory of arrays back at once; they must not be used afterwards. V8 counts buffers that came from another thread,
 * but looks for the dead ones only after 64 MiB of them, in every thread: through a pipeline of threads that adds up to
 * hundreds of megabytes. What is sent to a closed port is freed with the message.
 */
export function release(...arrays: readonly (Uint8Array | Uint32Array)[]): void {
  for (const { buffer } of arrays) {
    // A small one may be cut from a pool that others use.
    if (buffer instanceof ArrayBuffer && buffer.byteLength > 64 * 1024) nowhere.postMessage(null, [buffer]);
  }
}
