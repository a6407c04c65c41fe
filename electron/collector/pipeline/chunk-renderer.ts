import type { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import { chunkBytes, chunkEvents, type RenderedEvents, type RenderForm, type RenderRequest } from './chunk';
import { normalize, normalizeAs } from './normalize/normalize';
import { EventWriters } from './scan/event-writer';
import type { LineScanner, ScannedShape } from './scan/line-scanner';
import { Sink } from './sink';

/** `sink` is null for raw events: they are the lines of the chunk. */
type Page = { readonly form: RenderForm; readonly sink: Sink | null; readonly ends: Uint32Array };

/**
 * Writes the records of a chunk as outputs want them, in the same forms as `renderBatch` (outputs/render.ts) would later: a
 * record that is parsed for its identity need not be parsed again.
 */
export class ChunkRenderer {
  readonly #logType: LogType;
  readonly #connectorName: string;
  readonly #forms: readonly RenderForm[];
  /** Made with the first event: their memory is large. */
  #pages: readonly Page[] | null = null;
  #count = 0;
  readonly #writers: EventWriters;
  /** Whether lines can be written without a parse of them: only the connector's own model is made from bytes. */
  readonly takesLines: boolean;

  constructor(logType: LogType, request: RenderRequest) {
    this.#writers = new EventWriters(request.connectorName);
    this.takesLines = request.forms.every(({ model }) => model === 'connector');
    this.#logType = logType;
    this.#connectorName = request.connectorName;
    this.#forms = request.forms;
  }

  /** `record` is what bytes[start, end) hold. */
  add(record: unknown, id: string, bytes: Buffer, start: number, end: number): void {
    const context = { id, connector: this.#connectorName, logType: this.#logType };
    for (const page of this.#open()) {
      const { form, sink } = page;
      if (sink !== null) {
        const event = JSON.stringify(form.model === 'connector' ? normalize(record, context) : normalizeAs(form.model, record, context));
        // Without its closing brace.
        sink.text(event.slice(0, -1));
      }
      this.#endEvent(page, bytes, start, end);
    }
    this.#count += 1;
  }

  /** The same for the line that was scanned last; `hex` begins with the digits of its id. */
  addLine(shape: ScannedShape, line: LineScanner, hex: string, start: number, end: number): void {
    for (const page of this.#open()) {
      if (page.sink !== null) this.#writers.of(shape, line).write(page.sink, line, hex);
      this.#endEvent(page, line.bytes, start, end);
    }
    this.#count += 1;
  }

  #open(): readonly Page[] {
    return (this.#pages ??= this.#forms.map(emptyPage));
  }

  #endEvent({ form, sink, ends }: Page, bytes: Buffer, start: number, end: number): void {
    const count = this.#count;
    if (sink === null) {
      ends[count] = (count === 0 ? 0 : ends[count - 1]!) + end - start + 1;
      return;
    }
    sink.endEvent(form.format === 'both', bytes, start, end);
    ends[count] = sink.length;
  }

  /** What was added since the last time, in buffers of its own; raw events are in `lines`. */
  take(lines: Uint8Array): readonly RenderedEvents[] {
    const taken = this.#open().map(({ form, sink, ends }) => ({ ...form, lines: sink === null ? lines : sink.written(), ends: ends.slice(0, this.#count) }));
    this.#pages = null;
    this.#count = 0;
    return taken;
  }
}

function emptyPage(form: RenderForm): Page {
  return { form, sink: form.format === 'raw' ? null : new Sink(chunkBytes * (form.format === 'both' ? 2.5 : 1.25)), ends: new Uint32Array(chunkEvents) };
}
