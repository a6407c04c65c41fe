import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

import type { BrokenItem, Chunk, FilePiece, PackedLines } from '../pipeline/chunk';
import { idBytes } from '../pipeline/identity';
import { pick, unpack } from './batch-body';
import { IdWindow } from './id-window';
import type { SpoolDatabase } from './spool-database';

/** What of a chunk is new. `indexes` is null when all of it is. */
export type Fresh = { readonly count: number; readonly lines: Uint8Array; readonly packed?: PackedLines | undefined; readonly ids: Uint8Array; readonly indexes: readonly number[] | null };

/** Where an id was found: batch (0: none), place in it, and when it came (epoch ms; null: not written down then). */
export type FoundId = { readonly batch: number; readonly place: number; readonly at: number | null };

/** Ids looked through in one slice of a search, bytes, and rows read at once for it. */
const sliceBytes = 1024 * 1024;
const rowsAtOnce = 8;

const nothing: Fresh = { count: 0, lines: new Uint8Array(0), ids: new Uint8Array(0), indexes: null };

/** The ids that a stream has seen lately, on disk and in memory: what is in it is a repeat. */
export class SeenTable {
  readonly #db: SpoolDatabase;
  readonly #generation: number;
  readonly #windows = new Map<number, IdWindow>();

  constructor(db: SpoolDatabase, generation: number) {
    this.#db = db;
    this.#generation = generation;
  }

  /** The records whose ids are new, and a window that now knows them. `pieceOf` reads the lines of a file's piece. */
  fresh(stream: number, chunk: Chunk | null, pieceOf: (piece: FilePiece) => Uint8Array | null = () => null): Fresh {
    if (chunk === null) return nothing;
    const window = this.#window(stream);
    const keep: number[] = [];
    for (let i = 0; i < chunk.count; i += 1) {
      if (window.add(chunk.ids, i * idBytes)) keep.push(i);
    }
    if (keep.length === chunk.count) return { count: chunk.count, lines: chunk.lines, packed: chunk.packed, ids: chunk.ids, indexes: null };
    if (keep.length === 0) return { ...nothing, indexes: keep };
    return { count: keep.length, ...pick(linesOf(chunk, pieceOf), chunk.ids, keep), indexes: keep };
  }

  /** The broken items that are new, with their ids: a file that is read again brings them again. */
  freshBroken(stream: number, items: readonly BrokenItem[]): { readonly items: readonly BrokenItem[]; readonly ids: Uint8Array } {
    if (items.length === 0) return { items, ids: nothing.ids };
    const window = this.#window(stream);
    const fresh = items.map((item) => ({ item, id: idOfBroken(item) })).filter(({ id }) => window.add(id, 0));
    return { items: fresh.map(({ item }) => item), ids: Buffer.concat(fresh.map(({ id }) => id)) };
  }

  /** `batch`: the one these ids belong to, 0 for none. Were it lost, exactly these must be forgotten. */
  insert(stream: number, batch: number, ids: Uint8Array, at: number): void {
    // A sequence of its own: batches come and go, the window stays.
    this.#db.sql('INSERT INTO seen (stream, count, ids, batch, at) VALUES (?, ?, ?, ?, ?)').run(stream, ids.length / idBytes, Buffer.from(ids), batch, at);
  }

  /**
   * A slice of the search for an id, newest first: where it is in rows behind `before`, and where to go on (null: nowhere). One
   * slice takes some milliseconds, so that a commit never waits longer than that.
   */
  find(stream: number, id: Uint8Array, before: number | null): { readonly found: readonly FoundId[]; readonly next: number | null } {
    const found: FoundId[] = [];
    let next = before ?? Number.MAX_SAFE_INTEGER;
    for (let bytes = 0; bytes < sliceBytes; ) {
      const rows = this.#db.sql('SELECT seq, ids, batch, at FROM seen WHERE stream = ? AND seq < ? ORDER BY seq DESC LIMIT ?').all(stream, next, rowsAtOnce);
      for (const row of rows) {
        const ids = row['ids'] as Uint8Array;
        const place = placeOf(ids, id);
        if (place >= 0) found.push({ batch: Number(row['batch'] ?? 0), place, at: typeof row['at'] === 'number' ? row['at'] : null });
        bytes += ids.length;
        next = Number(row['seq']);
      }
      if (rows.length < rowsAtOnce) return { found, next: null };
    }
    return { found, next };
  }

  /** After a transaction that failed the window in memory is ahead of the disk: it is rebuilt from the disk. */
  forgetMemory(stream: number): void {
    this.#windows.delete(stream);
  }

  /** Forgets ids beyond what the window holds. */
  prune(stream: number): void {
    let kept = 0;
    for (const row of this.#db.sql('SELECT seq, count FROM seen WHERE stream = ? ORDER BY seq DESC').all(stream)) {
      if (kept >= this.#generation * 2) {
        const last = Number(row['seq']);
        this.#db.sql('DELETE FROM settled WHERE seq IN (SELECT batch FROM seen WHERE stream = ? AND seq <= ?)').run(stream, last);
        this.#db.sql('DELETE FROM seen WHERE stream = ? AND seq <= ?').run(stream, last);
        return;
      }
      kept += Number(row['count']);
    }
  }

  #window(stream: number): IdWindow {
    let window = this.#windows.get(stream);
    if (window !== undefined) return window;
    window = new IdWindow(this.#generation);
    for (const row of this.#db.sql('SELECT ids FROM seen WHERE stream = ? ORDER BY seq').all(stream)) {
      const ids = row['ids'] as Uint8Array;
      for (let at = 0; at < ids.length; at += idBytes) window.add(ids, at);
    }
    this.#windows.set(stream, window);
    return window;
  }
}

function linesOf({ lines, packed }: Chunk, pieceOf: (piece: FilePiece) => Uint8Array | null): Uint8Array {
  const unpacked = packed === undefined ? lines : 'file' in packed ? pieceOf(packed) : unpack(packed);
  if (unpacked === null) throw new Error('The packed lines of a commit are not what they were.');
  return unpacked;
}

/** Index of the id in a row of ids; -1 when it is not among them. */
function placeOf(ids: Uint8Array, id: Uint8Array): number {
  const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
  for (let at = bytes.indexOf(id); at !== -1; at = bytes.indexOf(id, at + 1)) {
    // The end of one id and the start of the next may look like it.
    if (at % idBytes === 0) return at / idBytes;
  }
  return -1;
}

/** By its bytes, as an event is. Where they are not all there the place tells two items apart that begin alike. */
function idOfBroken(item: BrokenItem): Buffer {
  const place = item.cut || item.bytes.length === 0 ? `${item.source}\n${item.detail}` : '';
  return createHash('sha256').update(`broken\n${item.code}\n${place}\n`).update(item.bytes).digest().subarray(0, idBytes);
}
