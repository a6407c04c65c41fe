import type { LogType } from '../../../shared/model/log-type';
import type { PreviewAsk, PreviewDetail, PreviewReply, PreviewRow, PreviewTextAsk, PreviewValue } from '../../../shared/model/preview';
import type { Clock } from '../kit/clock';
import type { Chunk } from '../pipeline/chunk';
import type { PreviewBatch } from './ring';
import type { PreviewStore } from './store';
import type { TextPart } from './text';

export type TapOrigin = { readonly connectorId: string; readonly connectorName: string; readonly logType: LogType; readonly at: number };
/** A second taker of what the preview gets, as lossy as that. It copies what it wants to keep: the bytes move on to the preview's thread. */
export interface TapMirror {
  mirror(batch: Omit<PreviewBatch, 'firstSeq'>): void;
  /** Events that no copy was made of. */
  skipped(count: number): void;
}

export type TapCopy = { readonly lines: Uint8Array<ArrayBuffer>; readonly ids: Uint8Array<ArrayBuffer>; readonly count: number };

/** More than this in one second is not shown: watching never slows the work. A copy of 1 MB takes a tenth of a millisecond. */
const mostChunksPerSecond = 100;
const mostBytesPerSecond = 100 * 1024 * 1024;
const rateWindowMs = 10_000;

/** A lossy, counted tap on what enters the spool (law 7): it copies bytes, counts, and hands them on. */
export class Tap {
  readonly #capacity: number;
  readonly #clock: Clock;
  readonly #store: PreviewStore;
  readonly #mirror: TapMirror | null;
  #nextSeq = 1;
  #skipped = 0;
  #lastArrivalAt: number | null = null;
  #arrivals: { readonly at: number; readonly count: number }[] = [];
  #second = 0;
  #chunksThisSecond = 0;
  #bytesThisSecond = 0;

  constructor(capacity: number, clock: Clock, store: PreviewStore, mirror: TapMirror | null = null) {
    this.#capacity = capacity;
    this.#clock = clock;
    this.#store = store;
    this.#mirror = mirror;
  }

  /** Whether it ever takes any. */
  get isOn(): boolean {
    return this.#capacity > 0;
  }

  /** A copy for the preview, or null when there are too many to show. */
  copy(chunk: Chunk): TapCopy | null {
    const second = Math.floor(this.#clock.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#chunksThisSecond = 0;
      this.#bytesThisSecond = 0;
    }
    this.#chunksThisSecond += 1;
    this.#bytesThisSecond += chunk.lines.length;
    if (this.#capacity === 0 || this.#chunksThisSecond > mostChunksPerSecond || this.#bytesThisSecond > mostBytesPerSecond) return null;
    // Copies that own their memory, so that they can move to the thread.
    return { lines: new Uint8Array(chunk.lines), ids: new Uint8Array(chunk.ids), count: chunk.count };
  }

  /** Events that were new but not copied. */
  skip(count: number): void {
    this.#mirror?.skipped(count);
    this.#notShown(count);
  }

  #notShown(count: number): void {
    this.#skipped += count;
    this.#arrived(this.#clock.now(), count);
  }

  /** `fresh`: places of the records that were new, null for all; a record read again is not shown again. */
  push(origin: TapOrigin, copy: TapCopy, fresh: readonly number[] | null): void {
    const { at, connectorId, connectorName, logType } = origin;
    const count = fresh?.length ?? copy.count;
    this.#mirror?.mirror({ origin: { connectorId, connectorName, logType }, at, ...copy, fresh });
    if (this.#store.push({ origin: { connectorId, connectorName, logType }, at, firstSeq: this.#nextSeq, ...copy, fresh })) {
      this.#nextSeq += count;
      this.#arrived(at, count);
    } else {
      this.#notShown(count);
    }
  }

  async rows(ask: PreviewAsk): Promise<PreviewReply> {
    const reply = await this.#store.rows(ask);
    return { ...reply, latestSeq: this.#nextSeq - 1, skipped: this.#skipped, rate: this.#rate(), lastArrivalAt: this.#lastArrivalAt };
  }

  detail(seq: number): Promise<PreviewDetail | null> {
    return this.#store.detail(seq);
  }

  related(seq: number): Promise<readonly PreviewRow[]> {
    return this.#store.related(seq);
  }

  values(ask: { readonly field: string; readonly prefix: string }): Promise<readonly PreviewValue[]> {
    return this.#store.values(ask);
  }

  text(ask: PreviewTextAsk, limit: number): Promise<TextPart> {
    return this.#store.text(ask, limit);
  }

  #arrived(at: number, count: number): void {
    this.#lastArrivalAt = at;
    this.#arrivals.push({ at, count });
    while ((this.#arrivals[0]?.at ?? at) < at - rateWindowMs) this.#arrivals.shift();
  }

  #rate(): number {
    const since = this.#clock.now() - rateWindowMs;
    return this.#arrivals.reduce((sum, arrival) => (arrival.at >= since ? sum + arrival.count : sum), 0) / (rateWindowMs / 1000);
  }
}
