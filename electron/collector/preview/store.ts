import type { PreviewAsk, PreviewDetail, PreviewRow, PreviewTextAsk, PreviewValue } from '../../../shared/model/preview';
import type { Clock } from '../kit/clock';
import { recordsYoungMb, WorkerClient } from '../kit/worker-rpc';
import { buffersOf } from '../pipeline/work-pool';
import type { RingReply } from './answers';
import { answerDetail, answerRelated, answerRows, answerValues } from './answers';
import type { PreviewBatch, RingLimits } from './ring';
import { Ring } from './ring';
import type { TextPart } from './text';
import { textPart } from './text';

/** Memory of the buffer: with real events of about 1 KB their number is the limit, with giant ones this is. */
export const previewBytes = 256 * 1024 * 1024;

/** Where the preview keeps its events. `push` never waits: false when there is no room on the way, the events are then skipped. */
export interface PreviewStore {
  push(batch: PreviewBatch): boolean;
  rows(ask: PreviewAsk): Promise<RingReply>;
  detail(seq: number): Promise<PreviewDetail | null>;
  related(seq: number): Promise<readonly PreviewRow[]>;
  values(ask: { readonly field: string; readonly prefix: string }): Promise<readonly PreviewValue[]>;
  text(ask: PreviewTextAsk, limit: number): Promise<TextPart>;
  close(): Promise<void>;
}

export type PreviewThreadData = { readonly limits: RingLimits };

/** What `preview-worker.ts` answers to. */
export function previewMethods(ring: Ring) {
  return {
    push: (batch: PreviewBatch) => {
      ring.push(batch);
    },
    rows: (ask: PreviewAsk) => answerRows(ring, ask),
    detail: (seq: number) => answerDetail(ring, seq),
    related: (seq: number) => answerRelated(ring, seq),
    values: (ask: { readonly field: string; readonly prefix: string }) => answerValues(ring, ask),
    text: ({ ask, limit }: { readonly ask: PreviewTextAsk; readonly limit: number }) => textPart(ring, ask, limit),
  };
}

/** Bytes under way to the thread. More means that it does not keep up, and the view leaves events out. */
const mostUnderWay = 32 * 1024 * 1024;

/** The buffer in a thread of its own: the main thread only copies bytes and hands them over. */
export class PreviewThread implements PreviewStore {
  readonly #worker: WorkerClient;
  #underWay = 0;

  constructor(file: string, limits: RingLimits) {
    this.#worker = new WorkerClient(file, { limits } satisfies PreviewThreadData, recordsYoungMb);
  }

  push(batch: PreviewBatch): boolean {
    const size = batch.lines.length;
    if (this.#underWay > 0 && this.#underWay + size > mostUnderWay) return false;
    this.#underWay += size;
    const settled = (): void => {
      this.#underWay -= size;
    };
    // A thread that died takes what it kept with it; the next one counts that as gone.
    this.#worker.call('push', batch, buffersOf(batch.lines, batch.ids)).then(settled, settled);
    return true;
  }

  async rows(ask: PreviewAsk): Promise<RingReply> {
    return (await this.#worker.call('rows', ask)) as RingReply;
  }

  async detail(seq: number): Promise<PreviewDetail | null> {
    return (await this.#worker.call('detail', seq)) as PreviewDetail | null;
  }

  async related(seq: number): Promise<readonly PreviewRow[]> {
    return (await this.#worker.call('related', seq)) as readonly PreviewRow[];
  }

  async values(ask: { readonly field: string; readonly prefix: string }): Promise<readonly PreviewValue[]> {
    return (await this.#worker.call('values', ask)) as readonly PreviewValue[];
  }

  async text(ask: PreviewTextAsk, limit: number): Promise<TextPart> {
    return (await this.#worker.call('text', { ask, limit })) as TextPart;
  }

  close(): Promise<void> {
    return this.#worker.terminate();
  }
}

/** The same without a thread, for tests and where nothing is kept. */
export function inlinePreview(limits: RingLimits, clock: Pick<Clock, 'now'>): PreviewStore {
  const methods = previewMethods(new Ring(limits, () => clock.now()));
  return {
    push: (batch) => {
      methods.push(batch);
      return true;
    },
    rows: (ask) => Promise.resolve(methods.rows(ask)),
    detail: (seq) => Promise.resolve(methods.detail(seq)),
    related: (seq) => Promise.resolve(methods.related(seq)),
    values: (ask) => Promise.resolve(methods.values(ask)),
    text: (ask, limit) => Promise.resolve(methods.text({ ask, limit })),
    close: () => Promise.resolve(),
  };
}
