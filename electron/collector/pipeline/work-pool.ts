import type { LogType } from '../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../shared/model/output';
import { WorkerClient } from '../kit/worker-rpc';
import type { RenderedBatch } from '../outputs/output';
import type { StoredBatch } from '../outputs/render';
import type { Decoded } from './decode-lines';
import type { FileSource } from './file-decoder';

/** CPU-heavy work, off the main thread (ARCHITECTURE.md 15). */
export interface WorkPool {
  /** Decodes one batch file; stepping is back-pressure: the worker decodes no further than it is asked. */
  decodeFile(logType: LogType, source: FileSource, name: string): AsyncGenerator<Decoded>;
  /** Serializes a batch; its buffers move and must not be used afterwards. */
  render(batch: StoredBatch, format: EventFormat, model?: EventModel): Promise<RenderedBatch>;
  close(): Promise<void>;
}

export type DecodeStep = { readonly decoded: Decoded | null; readonly done: boolean };

function buffersOf(...arrays: readonly (Uint8Array | Uint32Array)[]): ArrayBuffer[] {
  const list: ArrayBuffer[] = [];
  for (const array of arrays) {
    if (array.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength && array.byteLength > 0) list.push(array.buffer);
  }
  return list;
}

/** Buffers that may move with a message: those that own the whole of their memory. */
export { buffersOf };

/** One thread that decodes and one that renders: collecting and delivering never wait for each other. */
export function createWorkPool(workerFile: string): WorkPool {
  const decoder = new WorkerClient(workerFile, null);
  const renderer = new WorkerClient(workerFile, null);
  let nextHandle = 1;
  return {
    async *decodeFile(logType, source, name) {
      const handle = nextHandle;
      nextHandle += 1;
      await decoder.call('open', { handle, logType, source, name }, source.kind === 'bytes' ? buffersOf(source.bytes) : []);
      let done = false;
      try {
        while (!done) {
          const step = (await decoder.call('next', { handle })) as DecodeStep;
          done = step.done;
          if (step.decoded !== null) yield step.decoded;
        }
      } finally {
        // An abandoned file is closed in the worker too, else its stream would stay open.
        if (!done) await decoder.call('close', { handle }).catch(() => undefined);
      }
    },
    render: async (batch, format, model) => (await renderer.call('render', { batch, format, model }, buffersOf(batch.lines))) as RenderedBatch,
    close: async () => {
      await Promise.all([decoder.terminate(), renderer.terminate()]);
    },
  };
}
