import * as z from 'zod';

import type { Message } from '../../../../../shared/text/message';
import { say } from '../../../../../shared/text/message';
import type { PollContext, Step, Stream } from '../../source';

const CursorSchema = z.object({
  streaming: z.unknown(),
  batch: z.unknown(),
  /** Epoch ms of the last complete walk through the batch files. */
  batchAt: z.number(),
});
type Cursor = { readonly streaming: unknown; readonly batch: unknown; readonly batchAt: number };

/** Batch files appear about every quarter of an hour (API.md §2.2): more often nothing new is found. */
const batchEveryMs = 5 * 60_000;

/**
 * Streaming for seconds of delay, batch for completeness. The two feeds name two fields differently and batch files
 * may carry storage positions; the identity of an event leaves both out, so each event is kept once, whichever feed
 * brings it first.
 */
export class SiemHybridStream implements Stream {
  readonly logType = 'SIEM';
  readonly horizonMs: number | null;
  readonly #streaming: Stream;
  readonly #batch: Stream;

  constructor(streaming: Stream, batch: Stream) {
    this.#streaming = streaming;
    this.#batch = batch;
    // What the batch files still hold is within reach, so theirs is the horizon.
    this.horizonMs = batch.horizonMs;
  }

  async *poll(context: PollContext): AsyncGenerator<Step, void, void> {
    const parsed = CursorSchema.safeParse(context.cursor);
    let cursor: Cursor = parsed.success ? { streaming: parsed.data.streaming, batch: parsed.data.batch, batchAt: parsed.data.batchAt } : { streaming: null, batch: null, batchAt: 0 };
    let streamingFailure: unknown = null;
    try {
      for await (const next of this.#streaming.poll({ ...context, cursor: cursor.streaming })) {
        cursor = { ...cursor, streaming: next.cursor };
        yield { ...next, cursor };
      }
    } catch (error) {
      context.signal.throwIfAborted();
      // The batch files bring the same events: a disturbed feed costs delay, not events.
      streamingFailure = error;
    }
    if (streamingFailure !== null || context.clock.now() - cursor.batchAt >= batchEveryMs) {
      for await (const next of this.#batch.poll({ ...context, cursor: cursor.batch })) {
        cursor = { ...cursor, batch: next.cursor };
        yield { ...next, cursor };
      }
      cursor = { ...cursor, batchAt: context.clock.now() };
      yield { chunk: null, broken: [], gaps: [], state: [], cursor };
    }
    if (streamingFailure !== null) throw streamingFailure as Error;
  }

  notes(cursor: unknown): readonly Message[] {
    const parsed = CursorSchema.safeParse(cursor);
    const batch = parsed.success ? this.#batch.notes(parsed.data.batch) : [];
    return [say('collector.note.hybrid'), ...batch];
  }

  floorMs(): number {
    return this.#streaming.floorMs(null);
  }
}
