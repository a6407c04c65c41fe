import { parentPort } from 'node:worker_threads';

import type { LogType } from '../../../shared/model/log-type';
import type { EventFormat, EventModel } from '../../../shared/model/output';
import { release } from '../kit/release';
import { serveMethods, Transfer } from '../kit/worker-rpc';
import type { StoredBatch } from '../outputs/render';
import { renderBatch } from '../outputs/render';
import type { RenderRequest } from '../pipeline/chunk';
import { bodyOf } from '../pipeline/chunk';
import type { Decoded } from '../pipeline/decode-lines';
import type { FileSource } from '../pipeline/file-decoder';
import { decodeFile, defaultFileLimits } from '../pipeline/file-decoder';
import type { DecodeStep } from '../pipeline/work-pool';
import { buffersOf } from '../pipeline/work-pool';

const open = new Map<number, AsyncGenerator<Decoded>>();

function buffersOfDecoded({ chunk }: Decoded): ArrayBuffer[] {
  return chunk === null ? [] : buffersOf(chunk.lines, chunk.ids, ...bodyOf(chunk.packed), ...(chunk.rendered ?? []).flatMap((events) => [events.lines, events.ends]));
}

if (parentPort !== null) {
  serveMethods(parentPort, {
    open: (file: { readonly handle: number; readonly logType: LogType; readonly source: FileSource; readonly name: string; readonly request: RenderRequest | undefined }) => {
      open.set(file.handle, decodeFile(file.logType, file.source, file.name, defaultFileLimits, file.request));
    },
    next: async ({ handle }: { readonly handle: number }): Promise<Transfer<DecodeStep>> => {
      const decoder = open.get(handle);
      if (decoder === undefined) throw new Error('The file is no longer open: its worker was restarted.');
      const step = await decoder.next();
      if (step.done === true) {
        open.delete(handle);
        return new Transfer({ decoded: null, done: true }, []);
      }
      return new Transfer({ decoded: step.value, done: false }, buffersOfDecoded(step.value));
    },
    close: async ({ handle }: { readonly handle: number }) => {
      const decoder = open.get(handle);
      open.delete(handle);
      await decoder?.return(undefined);
    },
    render: ({ batch, format, model, without }: { readonly batch: StoredBatch; readonly format: EventFormat; readonly model: EventModel | undefined; readonly without: readonly string[] | undefined }) => {
      const rendered = renderBatch(batch, format, model, without);
      if (rendered.lines !== batch.lines) release(batch.lines);
      return new Transfer(rendered, buffersOf(rendered.lines, rendered.ends));
    },
  });
}
