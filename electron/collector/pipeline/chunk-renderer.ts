import type { Buffer } from 'node:buffer';

import type { LogType } from '../../../shared/model/log-type';
import { chunkBytes, chunkEvents, type RenderedEvents, type RenderForm, type RenderRequest } from './chunk';
import { normalize, normalizeAs } from './normalize/normalize';
import { EventWriters } from './scan/event-writer';
import type { LineScanner, ScannedShape } from './scan/line-scanner';
import { pieceOf } from './scan/memo';
import { Sink } from './sink';

const newline = 0x0a;
const closeBrace = 0x7d;
const rawKey = pieceOf(',"raw":');

type Page = { readonly form: RenderForm; sink: Sink; ends: Uint32Array };

/**
 * Writes the records of a chunk as outputs want them, in the same forms as `renderBatch` (outputs/render.ts) would later: a
 * record that is parsed for its identity need not be parsed again.
 */
export class ChunkRenderer {
  readonly #logType: LogType;
  readonly #connectorName: string;
  readonly #pages: Page[];
  #count = 0;
  readonly #writers: EventWriters;
  /** Whether lines can be written without a parse of them: only the connector's own model is made from bytes. */
  readonly takesLines: boolean;

  constructor(logType: LogType, request: RenderRequest) {
    this.#writers = new EventWriters(request.connectorName);
    this.takesLines = request.forms.every(({ model }) => model === 'connector');
    this.#logType = logType;
    this.#connectorName = request.connectorName;
    this.#pages = request.forms.map((form) => emptyPage(form));
  }

  /** `record` is what bytes[start, end) hold. */
  add(record: unknown, id: string, bytes: Buffer, start: number, end: number): void {
    const context = { id, connector: this.#connectorName, logType: this.#logType };
    for (const page of this.#pages) {
      const { form, sink } = page;
      if (form.format === 'raw') {
        sink.bytes(bytes, start, end);
      } else {
        const event = JSON.stringify(form.model === 'connector' ? normalize(record, context) : normalizeAs(form.model, record, context));
        if (form.format === 'normalized') {
          sink.text(event);
        } else {
          sink.text(`${event.slice(0, -1)},"raw":`);
          sink.bytes(bytes, start, end);
          sink.byte(closeBrace);
        }
      }
      sink.byte(newline);
      page.ends[this.#count] = sink.length;
    }
    this.#count += 1;
  }

  /** The same for the line that was scanned last; `hex` begins with the digits of its id. */
  addLine(shape: ScannedShape, line: LineScanner, hex: string, start: number, end: number): void {
    for (const page of this.#pages) {
      const { form, sink } = page;
      if (form.format === 'raw') {
        sink.bytes(line.bytes, start, end);
      } else {
        this.#writers.of(shape, line).write(sink, line, hex);
        if (form.format === 'both') {
          sink.piece(rawKey.view, 0, rawKey.length);
          sink.bytes(line.bytes, start, end);
        }
        sink.byte(closeBrace);
      }
      sink.byte(newline);
      page.ends[this.#count] = sink.length;
    }
    this.#count += 1;
  }

  /** What was added since the last time, in buffers of its own. */
  take(): readonly RenderedEvents[] {
    const taken = this.#pages.map(({ form, sink, ends }) => ({ ...form, lines: sink.written(), ends: ends.slice(0, this.#count) }));
    for (const page of this.#pages) Object.assign(page, emptyPage(page.form));
    this.#count = 0;
    return taken;
  }
}

function emptyPage(form: RenderForm): Page {
  return { form, sink: new Sink(chunkBytes * (form.format === 'both' ? 2.5 : 1.25)), ends: new Uint32Array(chunkEvents) };
}
