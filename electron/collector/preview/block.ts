import { Buffer } from 'node:buffer';

import type { LogEvent } from '../../../shared/model/log-event';
import type { LogType } from '../../../shared/model/log-type';
import { idBytes } from '../pipeline/identity';
import { normalize } from '../pipeline/normalize/normalize';
import type { Columns } from './columns';
import { newColumns } from './columns';
import { aligned, bitsLength, lower, restore } from './letters';

/** Where events came from: one object for many events. */
export type PreviewOrigin = { readonly connectorId: string; readonly connectorName: string; readonly logType: LogType };

/** A block ends at whichever comes first. It is the step of searching: small enough to stop in between. */
export const blockEvents = 1024;
const blockBytes = 1024 * 1024;
const firstBytes = 64 * 1024;
const backslash = 92;

/** Up to 1024 events in a row: their bytes, and columns of what was read from them when somebody wanted to know. */
export class Block {
  readonly firstSeq: number;
  readonly columns: Columns = newColumns();
  readonly origins: PreviewOrigin[] = [];
  readonly arrived: number[] = [];
  /** 1 where the record has a backslash: what it says is not what its bytes say. */
  readonly escaped = new Uint8Array(blockEvents);
  /** 1 where the record is printable ASCII without a backslash: what `low` has of it is what it says, in small letters. */
  readonly plain = new Uint8Array(blockEvents);
  /** 1 where the record is an object with no object in it. */
  readonly flat = new Uint8Array(blockEvents);
  low: Buffer = Buffer.allocUnsafeSlow(firstBytes);
  /** Events that `columns` knows; the others have not been parsed. */
  indexed = 0;
  #capitals: Uint8Array = new Uint8Array(bitsLength(firstBytes));
  readonly #starts = new Uint32Array(blockEvents);
  readonly #ends = new Uint32Array(blockEvents);
  readonly #ids = Buffer.alloc(blockEvents * idBytes);
  #sealed = false;

  constructor(firstSeq: number) {
    this.firstSeq = firstSeq;
  }

  get count(): number {
    return this.arrived.length;
  }

  get bytes(): number {
    return this.low.length + this.#capitals.length + this.#ids.length;
  }

  start(at: number): number {
    return this.#starts[at] ?? 0;
  }

  end(at: number): number {
    return this.#ends[at] ?? 0;
  }

  /** False when the block is full: the event belongs to the next one. A block takes one event, however large. */
  add(line: Uint8Array, id: Uint8Array, origin: PreviewOrigin, arrivedAt: number): boolean {
    const at = this.count;
    const start = at === 0 ? 0 : aligned(this.end(at - 1));
    if (this.#sealed || at === blockEvents || (at > 0 && start + line.length > blockBytes)) {
      this.#seal();
      return false;
    }
    if (start + line.length > this.low.length) this.#grow(start + line.length);
    const { printable, flat } = lower(line, this.low, start, this.#capitals);
    this.#ids.set(id, at * idBytes);
    this.#starts[at] = start;
    this.#ends[at] = start + line.length;
    this.escaped[at] = line.includes(backslash) ? 1 : 0;
    this.plain[at] = printable && this.escaped[at] === 0 ? 1 : 0;
    this.flat[at] = flat ? 1 : 0;
    this.origins.push(origin);
    this.arrived.push(arrivedAt);
    return true;
  }

  id(at: number): string {
    return this.#ids.toString('hex', at * idBytes, (at + 1) * idBytes);
  }

  /** The record as received. */
  raw(at: number): string {
    return restore(this.low, this.start(at), this.end(at), this.#capitals).toString('utf8');
  }

  /** A piece of a record that has no letters beyond ASCII, as received; places in `low`. */
  textIn(from: number, to: number): string {
    const base = from & ~7;
    return restore(this.low, base, to, this.#capitals).toString('latin1', from - base);
  }

  /** The record, parsed. What was spooled has been parsed before; the rest of this class does not rely on it. */
  record(at: number): unknown {
    try {
      return JSON.parse(this.raw(at));
    } catch {
      return {};
    }
  }

  event(at: number, record: unknown = this.record(at)): LogEvent {
    const origin = this.origins[at];
    return normalize(record, { id: this.id(at), connector: origin?.connectorName ?? '', logType: origin?.logType ?? 'SIEM' });
  }

  #grow(needed: number): void {
    this.#resize(Math.max(needed, Math.min(blockBytes, this.low.length * 2)));
  }

  #resize(size: number): void {
    const low = Buffer.allocUnsafeSlow(size);
    this.low.copy(low, 0, 0, Math.min(size, this.low.length));
    const capitals = new Uint8Array(bitsLength(size));
    capitals.set(this.#capitals.subarray(0, capitals.length));
    this.low = low;
    this.#capitals = capitals;
  }

  #seal(): void {
    if (this.#sealed) return;
    this.#sealed = true;
    this.#resize(aligned(this.end(this.count - 1)));
  }
}
