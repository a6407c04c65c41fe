import { idBytes } from '../pipeline/identity';

/**
 * The ids a stream has seen lately: an exact set of 128-bit ids in two generations. When the younger is full it
 * becomes the elder and the old elder is emptied and used again, so memory has a ceiling whatever the backlog and at least
 * `generation` of the last ids are always known.
 */
export class IdWindow {
  readonly #generation: number;
  #young = new IdTable();
  #old: IdTable | null = null;

  constructor(generation: number) {
    this.#generation = generation;
  }

  /** Adds the id at `offset` of `ids`; false when it was known. */
  add(ids: Uint8Array, offset: number): boolean {
    if (this.#old?.has(ids, offset) === true) return false;
    if (!this.#young.add(ids, offset)) return false;
    if (this.#old === null && this.#young.size >= busyFrom) this.#takeAll();
    if (this.#young.size >= this.#generation) {
      const emptied = this.#old ?? new IdTable();
      emptied.clear();
      this.#old = this.#young;
      this.#young = emptied;
    }
    return true;
  }

  /** All the memory that a busy stream will ever need, now: what fits this computer today must fit it after a month. */
  #takeAll(): void {
    this.#young.reserve(this.#generation);
    this.#old = new IdTable();
    this.#old.reserve(this.#generation);
  }
}

const initialSlots = 1024;
/** Ids of a stream from which on it will fill its window. */
const busyFrom = 50_000;
/** Ids in a table at the most, of its slots: beyond it a search takes many steps. */
const mostFull = 0.75;

/** Open addressing over flat memory: 16 bytes a slot, no objects for the garbage collector to walk. */
class IdTable {
  #slots = initialSlots;
  // Four 32-bit words per id; an all-zero slot is empty (a SHA-256 prefix of zeros does not occur in practice).
  #words = new Int32Array(initialSlots * 4);
  readonly #wanted = new Int32Array(4);
  size = 0;

  clear(): void {
    this.#words.fill(0);
    this.size = 0;
  }

  /** Room for `ids` ids. Written to, because untouched memory is taken from the system only when it is used. */
  reserve(ids: number): void {
    let slots = this.#slots;
    while (ids > slots * mostFull) slots *= 2;
    this.#resize(slots);
  }

  has(ids: Uint8Array, offset: number): boolean {
    return this.#find(ids, offset) < 0;
  }

  add(ids: Uint8Array, offset: number): boolean {
    const free = this.#find(ids, offset);
    if (free < 0) return false;
    this.#words.set(this.#wanted, free);
    this.size += 1;
    if (this.size > this.#slots * mostFull) this.#resize(this.#slots * 2);
    return true;
  }

  /** The place where the id would stand; -1 when it is there. Makes no objects: it is asked for every event, twice. */
  #find(ids: Uint8Array, offset: number): number {
    if (offset + idBytes > ids.length) throw new RangeError('An id lies outside of its buffer.');
    const wanted = this.#wanted;
    for (let i = 0; i < 4; i += 1) {
      const at = offset + i * 4;
      wanted[i] = ids[at]! | (ids[at + 1]! << 8) | (ids[at + 2]! << 16) | (ids[at + 3]! << 24);
    }
    const a = wanted[0]!;
    const b = wanted[1]!;
    const c = wanted[2]!;
    const d = wanted[3]!;
    const words = this.#words;
    const mask = this.#slots - 1;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4;
      if (words[at] === 0 && words[at + 1] === 0 && words[at + 2] === 0 && words[at + 3] === 0) return at;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return -1;
    }
  }

  #resize(slots: number): void {
    const old = this.#words;
    this.#slots = slots;
    this.#words = new Int32Array(slots * 4).fill(0);
    const mask = this.#slots - 1;
    for (let from = 0; from < old.length; from += 4) {
      const a = old[from] ?? 0;
      const b = old[from + 1] ?? 0;
      const c = old[from + 2] ?? 0;
      const d = old[from + 3] ?? 0;
      if (a === 0 && b === 0 && c === 0 && d === 0) continue;
      let slot = a & mask;
      while (this.#words[slot * 4] !== 0 || this.#words[slot * 4 + 1] !== 0 || this.#words[slot * 4 + 2] !== 0 || this.#words[slot * 4 + 3] !== 0) {
        slot = (slot + 1) & mask;
      }
      this.#words.set([a, b, c, d], slot * 4);
    }
  }
}
