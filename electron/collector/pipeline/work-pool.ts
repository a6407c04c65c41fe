import { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../shared/model/output';
import { recordsYoungMb, WorkerClient } from '../kit/worker-rpc';
import type { RenderedBatch } from '../outputs/output';
import type { StoredBatch } from '../outputs/render';
import type { RenderRequest } from './chunk';
import type { Decoded } from './decode-lines';
import type { FileSource } from './file-decoder';

/** CPU-heavy work, off the main thread (ARCHITECTURE.md 15). */
export interface WorkPool {
  /**
   * Decodes one batch file; stepping is back-pressure: the worker decodes one step further than it is asked. With a `request`
   * the chunks come with their events rendered, where that is cheap.
   */
  decodeFile(logType: LogType, source: FileSource, name: string, request?: RenderRequest): AsyncGenerator<Decoded>;
  /** Serializes a batch; its buffers move and must not be used afterwards. */
  render(batch: StoredBatch, format: EventFormat, model?: EventModel, without?: readonly string[]): Promise<RenderedBatch>;
  close(): Promise<void>;
}

export type DecodeStep = { readonly decoded: Decoded | null; readonly done: boolean };

/**
 * Buffers that may move with a message: those whose memory no other array shares. A view of only the beginning of its memory
 * moves too: copied, it would take all of that memory along. Each once, though several arrays may lie in it.
 */
export function buffersOf(...arrays: readonly (Uint8Array | Uint32Array)[]): ArrayBuffer[] {
  const list = new Set<ArrayBuffer>();
  for (const { buffer, byteOffset } of arrays) {
    if (buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength > Buffer.poolSize) list.add(buffer);
  }
  return [...list];
}

/** Files are decoded side by side in so many threads: half of the work of a backlog is this. */
const decoders = 2;

type Decoder = { readonly client: WorkerClient; files: number };

/** Threads that decode and one that renders: collecting and delivering never wait for each other. */
export function createWorkPool(workerFile: string): WorkPool {
  const pool: Decoder[] = Array.from({ length: decoders }, () => ({ client: new WorkerClient(workerFile, null, recordsYoungMb), files: 0 }));
  const renderer = new WorkerClient(workerFile, null, recordsYoungMb);
  let nextHandle = 1;

  async function* decode(decoder: Decoder, logType: LogType, source: FileSource, name: string, request: RenderRequest | undefined): AsyncGenerator<Decoded> {
    const { client } = decoder;
    const handle = nextHandle;
    nextHandle += 1;
    await client.call('open', { handle, logType, source, name, request }, source.kind === 'bytes' ? buffersOf(source.bytes) : []);
    const next = (): Promise<DecodeStep> => client.call('next', { handle }) as Promise<DecodeStep>;
    let coming = next();
    let done = false;
    try {
      while (!done) {
        const step = await coming;
        done = step.done;
        if (!done) {
          coming = next();
          // Its failure is met when it is awaited, or is nobody's business any more.
          coming.catch(() => undefined);
        }
        if (step.decoded !== null) yield step.decoded;
      }
    } finally {
      // An abandoned file is closed in the worker too, else its stream would stay open.
      if (!done) await client.call('close', { handle }).catch(() => undefined);
    }
  }

  return {
    async *decodeFile(logType, source, name, request) {
      const decoder = pool.reduce((least, one) => (one.files < least.files ? one : least));
      decoder.files += 1;
      try {
        yield* decode(decoder, logType, source, name, request);
      } finally {
        decoder.files -= 1;
      }
    },
    render: async (batch, format, model, without) => (await renderer.call('render', { batch, format, model, without }, buffersOf(batch.lines))) as RenderedBatch,
    close: async () => {
      await Promise.all([...pool.map(({ client }) => client.terminate()), renderer.terminate()]);
    },
  };
}
