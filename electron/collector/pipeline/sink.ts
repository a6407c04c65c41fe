import { Buffer } from 'node:buffer';

const [dot, digit0, closeBrace, newline] = [0x2e, 0x30, 0x7d, 0x0a] as const;
const rawKey = ',"raw":';

/** A buffer that grows by doubling, so that a whole batch is written without a Buffer per event. */
export class Sink {
  #buffer: Buffer;
  #view: DataView;
  length = 0;

  constructor(capacity: number) {
    // Not from the pool: the memory is moved to another thread as a whole.
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  text(value: string): void {
    // Three bytes are the most that UTF-8 needs for one UTF-16 unit.
    this.#reserve(value.length * 3);
    this.length += this.#buffer.write(value, this.length);
  }

  /** The first `length` characters, which are ASCII: quicker than `text` for a few. */
  ascii(value: string, length = value.length): void {
    this.#reserve(length);
    const buffer = this.#buffer;
    const to = this.length;
    for (let i = 0; i < length; i += 1) buffer[to + i] = value.charCodeAt(i);
    this.length = to + length;
  }

  bytes(source: Buffer, start: number, end: number): void {
    this.#reserve(end - start);
    source.copy(this.#buffer, this.length, start, end);
    this.length += end - start;
  }

  /** As `bytes`, quicker for short pieces: four bytes at a time, so that up to three behind the end are read as well. */
  piece(source: DataView, start: number, end: number): void {
    const length = end - start;
    this.#reserve(length + 3);
    const view = this.#view;
    const to = this.length;
    for (let i = 0; i < length; i += 4) view.setInt32(to + i, source.getInt32(start + i, true), true);
    this.length = to + length;
  }

  /** Milliseconds of a minute as "05.037". */
  seconds(inMinute: number): void {
    this.#reserve(6);
    const buffer = this.#buffer;
    const to = this.length;
    const seconds = (inMinute / 1000) | 0;
    const fraction = inMinute - seconds * 1000;
    const tens = (seconds / 10) | 0;
    const hundreds = (fraction / 100) | 0;
    const rest = fraction - hundreds * 100;
    const tenths = (rest / 10) | 0;
    buffer[to] = digit0 + tens;
    buffer[to + 1] = digit0 + seconds - tens * 10;
    buffer[to + 2] = dot;
    buffer[to + 3] = digit0 + hundreds;
    buffer[to + 4] = digit0 + tenths;
    buffer[to + 5] = digit0 + rest - tenths * 10;
    this.length = to + 6;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.length] = value;
    this.length += 1;
  }

  /** Ends an event that stands here without its closing brace; `withRaw` adds the record it was made of, bytes [start, end) as they came. */
  endEvent(withRaw: boolean, source: Buffer, start: number, end: number): void {
    if (withRaw) {
      this.ascii(rawKey);
      this.bytes(source, start, end);
    }
    this.byte(closeBrace);
    this.byte(newline);
  }

  written(): Uint8Array {
    return new Uint8Array(this.#buffer.buffer, 0, this.length);
  }

  #reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.length);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}
